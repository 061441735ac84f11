import { Body, Controller, Get, HttpCode, Post, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { Id, UserActor } from '../../kernel/index.js';
import {
  Access,
  Caller,
  Idempotent,
  IdempotencyScope,
  NotFound,
  Throws,
  WireId,
  type Once,
} from '../../platform/http/index.js';
import { TermsDecided, TermsDesk, TermsNeedSecondPerson, TermsProposed } from '../../platform/terms/index.js';
import {
  ReconciliationThresholdPage,
  ReconciliationThresholdQuery,
  ReconciliationThresholdView,
  ProposeReconciliationThresholdDto,
} from './reconciliation-thresholds.dto.js';
import { RECONCILIATION_THRESHOLDS } from './reconciliation-thresholds.js';

const FINANCE = { roles: ['finance'] } as const;

@ApiTags('reconciliation')
@Controller('v1/finance/reconciliation/thresholds')
export class ReconciliationThresholdsController {
  constructor(private readonly desk: TermsDesk) {}

  /** List from what on breaks are closed by two people, by currency, every version. The last proposed first. */
  @Get()
  @Access(FINANCE)
  list(@Query() query: ReconciliationThresholdQuery): Promise<ReconciliationThresholdPage> {
    return this.desk.page(RECONCILIATION_THRESHOLDS, query.currency, query);
  }

  /** Propose the next version of a currency's threshold. Somebody else puts it into force. */
  @Post()
  @Access(FINANCE)
  @Idempotent('optional')
  @Throws(TermsProposed)
  propose(
    @Caller() actor: UserActor,
    @Body() body: ProposeReconciliationThresholdDto,
    @IdempotencyScope() once: Once,
  ): Promise<ReconciliationThresholdView> {
    return this.desk.propose(RECONCILIATION_THRESHOLDS, actor, body, once);
  }

  /** Put a proposed threshold into force. For breaks that are closed from now on. */
  @Post(':reconciliationThresholdId/approval')
  @HttpCode(200)
  @Access(FINANCE)
  @Idempotent('optional')
  @Throws(NotFound, TermsDecided, TermsNeedSecondPerson)
  approve(
    @Caller() actor: UserActor,
    @WireId('rth', 'reconciliationThresholdId') id: Id<'rth'>,
    @IdempotencyScope() once: Once,
  ): Promise<ReconciliationThresholdView> {
    return this.desk.decide(RECONCILIATION_THRESHOLDS, actor, id, 'approve', once);
  }

  /** Decline a proposed threshold. */
  @Post(':reconciliationThresholdId/refusal')
  @HttpCode(200)
  @Access(FINANCE)
  @Idempotent('optional')
  @Throws(NotFound, TermsDecided, TermsNeedSecondPerson)
  decline(
    @Caller() actor: UserActor,
    @WireId('rth', 'reconciliationThresholdId') id: Id<'rth'>,
    @IdempotencyScope() once: Once,
  ): Promise<ReconciliationThresholdView> {
    return this.desk.decide(RECONCILIATION_THRESHOLDS, actor, id, 'decline', once);
  }
}
