import { Body, Controller, Get, Post, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { Id } from '../../kernel/index.js';
import { Audited } from '../../platform/audit/index.js';
import {
  Access,
  IdempotencyScope,
  Idempotent,
  NotFound,
  Once,
  parseWireId,
  Throws,
  WireId,
} from '../../platform/http/index.js';
import { ControlTotals } from './control-totals.js';
import { IssueOnDemand } from './issue-on-demand.js';
import { MonthNotOver, NothingToState } from './statements.errors.js';
import {
  ControlQuery,
  ControlTotalsView,
  IssueStatementDto,
  SellerStatementDetailView,
  StatementVerificationView,
} from './statements.dto.js';
import { VerifyStatement } from './verify-statement.js';

@ApiTags('statements')
@Controller('v1/finance/statements')
export class FinanceStatementsController {
  constructor(
    private readonly issueOnDemand: IssueOnDemand,
    private readonly controlTotals: ControlTotals,
    private readonly verifyStatement: VerifyStatement,
  ) {}

  /** Issue a statement now. Of a month that is over; the one that is issued is returned and never made anew. */
  @Post()
  @Access({ roles: ['finance'] })
  @Audited('seller', undefined, 'sellerId')
  @Idempotent('optional')
  @Throws(MonthNotOver, NothingToState)
  issue(@Body() body: IssueStatementDto, @IdempotencyScope() once: Once): Promise<SellerStatementDetailView> {
    const { sellerId, currency, period } = body;
    return this.issueOnDemand.run(parseWireId('sel', sellerId), currency, period, once);
  }

  /** Prove the statements of a month. All sellers' balances together against the ledger, by currency and account. */
  @Get('control-totals')
  @Access({ roles: ['finance'] })
  control(@Query() query: ControlQuery): Promise<ControlTotalsView> {
    return this.controlTotals.run(query.period);
  }

  /** Verify a statement. Its hash is computed again out of the ledger, and held against the statement after it. */
  @Get(':sellerStatementId/verification')
  @Access({ roles: ['finance'] })
  @Audited('statement', 'sellerStatementId')
  @Throws(NotFound)
  verify(@WireId('stm', 'sellerStatementId') id: Id<'stm'>): Promise<StatementVerificationView> {
    return this.verifyStatement.run(id);
  }
}
