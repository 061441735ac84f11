import { Body, Controller, Get, HttpCode, Post, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { Actor, Id, UserActor } from '../../kernel/index.js';
import { Audited } from '../../platform/audit/index.js';
import { IllegalTransition } from '../../platform/database/index.js';
import {
  Access,
  Caller,
  Idempotent,
  IdempotencyScope,
  NotFound,
  Once,
  PageQuery,
  Throws,
  WireId,
} from '../../platform/http/index.js';
import { CompanyPage, CompanyTaxIdView } from './companies.dto.js';
import { CreditLineClosed } from './companies.errors.js';
import { CompanyQueries } from './company-queries.js';
import { CreditLineQueries } from './credit-line-queries.js';
import {
  CreditLineHistory,
  CreditLineList,
  CreditLineReasonDto,
  CreditLineView,
  GrantCreditDto,
} from './credit-lines.dto.js';
import { DecideCredit } from './decide-credit.js';
import { GrantCredit } from './grant-credit.js';

const FINANCE = { roles: ['finance'] } as const;
const LINE = 'finance/credit-lines/:creditLineId';

@ApiTags('credit lines')
@Controller('v1')
export class CreditLinesController {
  constructor(
    private readonly companies: CompanyQueries,
    private readonly queries: CreditLineQueries,
    private readonly grantCredit: GrantCredit,
    private readonly decide: DecideCredit,
  ) {}

  /** Read what a company may owe, and how much of it is used. By currency. */
  @Get('companies/:companyId/credit-lines')
  @Access({ roles: ['buyer', 'finance'], scope: 'orders:read' })
  @Audited('company', 'companyId')
  @Throws(NotFound)
  list(@Caller() actor: Actor, @WireId('cmp', 'companyId') id: Id<'cmp'>): Promise<CreditLineList> {
    return this.queries.ofCompany(actor, id);
  }

  /** List companies, newest first. */
  @Get('finance/companies')
  @Access(FINANCE)
  @Audited('company')
  listCompanies(@Query() query: PageQuery): Promise<CompanyPage> {
    return this.companies.all(query);
  }

  /** Read the tax id of a company. */
  @Get('finance/companies/:companyId/tax-id')
  @Access(FINANCE)
  @Audited('company_tax_id', 'companyId')
  @Throws(NotFound)
  taxId(@WireId('cmp', 'companyId') id: Id<'cmp'>): Promise<CompanyTaxIdView> {
    return this.companies.taxIdOf(id);
  }

  /** Grant a company a credit line in a currency, or change its terms for orders from now on. */
  @Post('finance/companies/:companyId/credit-lines')
  @Access(FINANCE)
  @Idempotent()
  @Throws(NotFound, CreditLineClosed)
  grant(
    @Caller() actor: UserActor,
    @WireId('cmp', 'companyId') id: Id<'cmp'>,
    @Body() body: GrantCreditDto,
    @IdempotencyScope() once: Once,
  ): Promise<CreditLineView> {
    return this.grantCredit.run(actor, id, body, once);
  }

  /** List the versions of a credit line, newest first. */
  @Get(`${LINE}/versions`)
  @Access(FINANCE)
  @Audited('credit_line', 'creditLineId')
  @Throws(NotFound)
  versions(@WireId('crl', 'creditLineId') id: Id<'crl'>): Promise<CreditLineHistory> {
    return this.queries.history(id);
  }

  /** Suspend a credit line: nothing more is ordered on it. */
  @Post(`${LINE}/suspension`)
  @HttpCode(200)
  @Access(FINANCE)
  @Idempotent('optional')
  @Throws(NotFound, IllegalTransition)
  suspend(
    @Caller() actor: UserActor,
    @WireId('crl', 'creditLineId') lineId: Id<'crl'>,
    @Body() { reason }: CreditLineReasonDto,
    @IdempotencyScope() once: Once,
  ): Promise<CreditLineView> {
    return this.decide.run(actor, { lineId, action: 'suspend', reason }, once);
  }

  /** Open a suspended credit line again. */
  @Post(`${LINE}/reinstatement`)
  @HttpCode(200)
  @Access(FINANCE)
  @Idempotent('optional')
  @Throws(NotFound, IllegalTransition)
  reinstate(
    @Caller() actor: UserActor,
    @WireId('crl', 'creditLineId') lineId: Id<'crl'>,
    @Body() { reason }: CreditLineReasonDto,
    @IdempotencyScope() once: Once,
  ): Promise<CreditLineView> {
    return this.decide.run(actor, { lineId, action: 'reinstate', reason }, once);
  }

  /** Close a credit line for good; what is owed stays owed. */
  @Post(`${LINE}/closure`)
  @HttpCode(200)
  @Access(FINANCE)
  @Idempotent('optional')
  @Throws(NotFound, IllegalTransition)
  close(
    @Caller() actor: UserActor,
    @WireId('crl', 'creditLineId') lineId: Id<'crl'>,
    @Body() { reason }: CreditLineReasonDto,
    @IdempotencyScope() once: Once,
  ): Promise<CreditLineView> {
    return this.decide.run(actor, { lineId, action: 'close', reason }, once);
  }
}
