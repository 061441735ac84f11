import { Body, Controller, Get, HttpCode, Post, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { Id, UserActor } from '../../kernel/index.js';
import { Audited } from '../../platform/audit/index.js';
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
import { ApprovePayout } from './approve-payout.js';
import { PayoutAlarms } from './payout-alarms.js';
import { PayoutApprovalQueries } from './payout-approval-queries.js';
import {
  ApprovePayoutDto,
  PayoutAlarmPage,
  PayoutAlarmQuery,
  PayoutAlarmView,
  PayoutApprovalView,
  ReleaseAlarmDto,
  RequestPayoutDto,
} from './payout-approvals.dto.js';
import {
  AlarmReleased,
  PayoutApprovedByYou,
  PayoutApproverInvolved,
  PayoutChanged,
  PayoutNotPossible,
} from './payout-approvals.errors.js';
import { RequestPayout } from './request-payout.js';

const FINANCE = { roles: ['finance'] } as const;

@ApiTags('payouts')
@Controller('v1/finance')
export class PayoutApprovalsController {
  constructor(
    private readonly queries: PayoutApprovalQueries,
    private readonly approvePayout: ApprovePayout,
    private readonly requestPayout: RequestPayout,
    private readonly alarms: PayoutAlarms,
  ) {}

  /** Read what a payout's approval is about. Why it needs one, what is approved by its hash, and who has. */
  @Get('payouts/:payoutId/approval')
  @Access(FINANCE)
  @Audited('payout', 'payoutId')
  @Throws(NotFound)
  approval(@Caller() actor: UserActor, @WireId('pyo', 'payoutId') id: Id<'pyo'>): Promise<PayoutApprovalView> {
    return this.queries.one(actor, id);
  }

  /** Approve a payout. Two different people within a day; neither asked for it nor belongs to the seller. */
  @Post('payouts/:payoutId/approvals')
  @HttpCode(200)
  @Access(FINANCE)
  @Idempotent()
  @Throws(NotFound, IllegalTransition, PayoutApproverInvolved, PayoutChanged, PayoutApprovedByYou)
  approve(
    @Caller() actor: UserActor,
    @WireId('pyo', 'payoutId') id: Id<'pyo'>,
    @Body() body: ApprovePayoutDto,
    @IdempotencyScope() once: Once,
  ): Promise<PayoutApprovalView> {
    return this.approvePayout.run(actor, id, body.payloadHash, once);
  }

  /** Request the payout of everything a seller has available. For sellers that no run pays; two others approve it. */
  @Post('sellers/:sellerId/payouts')
  @Access(FINANCE)
  @Idempotent()
  @Throws(NotFound, PayoutNotPossible)
  request(
    @Caller() actor: UserActor,
    @WireId('sel', 'sellerId') sellerId: Id<'sel'>,
    @Body() body: RequestPayoutDto,
    @IdempotencyScope() once: Once,
  ): Promise<PayoutApprovalView> {
    return this.requestPayout.run(actor, sellerId, body.currency, once);
  }

  /** List alarms on the total of a day's payouts. Newest first; the payouts beyond the ceiling wait. */
  @Get('payout-alarms')
  @Access(FINANCE)
  listAlarms(@Query() query: PayoutAlarmQuery): Promise<PayoutAlarmPage> {
    return this.alarms.page(query);
  }

  /** Let the payouts of a day go on. There is no ceiling for the rest of that day. */
  @Post('payout-alarms/:alarmId/release')
  @HttpCode(200)
  @Access(FINANCE)
  @Idempotent()
  @Throws(NotFound, AlarmReleased)
  release(
    @Caller() actor: UserActor,
    @WireId('pal', 'alarmId') id: Id<'pal'>,
    @Body() body: ReleaseAlarmDto,
    @IdempotencyScope() once: Once,
  ): Promise<PayoutAlarmView> {
    return this.alarms.release(actor, id, body.reason, once);
  }
}
