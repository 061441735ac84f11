import { Body, Controller, Get, HttpCode, Post, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { Id, UserActor } from '../../kernel/index.js';
import { IllegalTransition } from '../../platform/database/index.js';
import {
  Access,
  Caller,
  IdempotencyScope,
  Idempotent,
  NotFound,
  Once,
  Throws,
  WireId,
} from '../../platform/http/index.js';
import { PayTax } from './pay-tax.js';
import { RecordTaxFiling } from './record-tax-filing.js';
import { TaxFilingQueries } from './tax-filing-queries.js';
import {
  PayTaxDto,
  RecordTaxFilingDto,
  TaxFilingPage,
  TaxFilingQuery,
  TaxFilingView,
  TaxPeriodList,
  TaxPeriodQuery,
  WithdrawTaxFilingDto,
} from './tax-filings.dto.js';
import {
  NoTaxPayable,
  TaxExceedsPayable,
  TaxFiled,
  TaxPeriodOpen,
  TaxSecondPersonNeeded,
  TaxTransferKnown,
} from './tax-filings.errors.js';
import { WithdrawTaxFiling } from './withdraw-tax-filing.js';

const FINANCE = { roles: ['finance'] } as const;

@ApiTags('tax filings')
@Controller('v1/finance')
export class TaxFilingsController {
  constructor(
    private readonly queries: TaxFilingQueries,
    private readonly recordFiling: RecordTaxFiling,
    private readonly payTax: PayTax,
    private readonly withdrawFiling: WithdrawTaxFiling,
  ) {}

  /** Read what tax a month collected, gave back and owes, by currency. */
  @Get('tax-periods')
  @Access(FINANCE)
  periods(@Query() { period }: TaxPeriodQuery): Promise<TaxPeriodList> {
    return this.queries.period(period);
  }

  /** List filings, newest first. */
  @Get('tax-filings')
  @Access(FINANCE)
  list(@Query() query: TaxFilingQuery): Promise<TaxFilingPage> {
    return this.queries.page(query);
  }

  /** Record that the tax of a month was filed. The amount is what the closed books say; another person pays it. */
  @Post('tax-filings')
  @Access(FINANCE)
  @Idempotent()
  @Throws(TaxPeriodOpen, NoTaxPayable, TaxFiled)
  record(
    @Caller() actor: UserActor,
    @Body() body: RecordTaxFilingDto,
    @IdempotencyScope() once: Once,
  ): Promise<TaxFilingView> {
    return this.recordFiling.run(actor, body, once);
  }

  /** Pay a filing that another person recorded; it is swept from the clients' account to the operating one and out. */
  @Post('tax-filings/:taxFilingId/payment')
  @HttpCode(200)
  @Access(FINANCE)
  @Idempotent()
  @Throws(NotFound, IllegalTransition, TaxSecondPersonNeeded, TaxTransferKnown, TaxExceedsPayable)
  pay(
    @Caller() actor: UserActor,
    @WireId('txf', 'taxFilingId') id: Id<'txf'>,
    @Body() body: PayTaxDto,
    @IdempotencyScope() once: Once,
  ): Promise<TaxFilingView> {
    return this.payTax.run(actor, id, body, once);
  }

  /** Withdraw a filing that is not paid; the month may be filed again. */
  @Post('tax-filings/:taxFilingId/withdrawal')
  @HttpCode(200)
  @Access(FINANCE)
  @Idempotent()
  @Throws(NotFound, IllegalTransition)
  withdraw(
    @Caller() actor: UserActor,
    @WireId('txf', 'taxFilingId') id: Id<'txf'>,
    @Body() body: WithdrawTaxFilingDto,
    @IdempotencyScope() once: Once,
  ): Promise<TaxFilingView> {
    return this.withdrawFiling.run(actor, id, body, once);
  }
}
