import { Injectable } from '@nestjs/common';
import { Clock, type Id, type UserActor } from '../../kernel/index.js';
import { IllegalTransition, UnitOfWork, type Tx } from '../../platform/database/index.js';
import { NotFound, type Once } from '../../platform/http/index.js';
import { APPROVALS_NEEDED, Payouts, type PayoutRow } from '../settlement/index.js';
import { approvalsSince, isInvolved, PayoutApprovalQueries, valid } from './payout-approval-queries.js';
import type { PayoutApprovalView } from './payout-approvals.dto.js';
import { PayoutApprovedByYou, PayoutApproverInvolved, PayoutChanged } from './payout-approvals.errors.js';
import { PayoutApprovals } from './payout-approvals.repository.js';

/** One of the two people whom a payout needs; with the second it may leave. */
@Injectable()
export class ApprovePayout {
  constructor(
    private readonly uow: UnitOfWork,
    private readonly clock: Clock,
    private readonly payouts: Payouts,
    private readonly approvals: PayoutApprovals,
    private readonly queries: PayoutApprovalQueries,
  ) {}

  /** @throws NotFound, IllegalTransition, PayoutApproverInvolved, PayoutChanged, PayoutApprovedByYou */
  run(actor: UserActor, payoutId: Id<'pyo'>, payloadHash: string, once: Once): Promise<PayoutApprovalView> {
    return once.run(this.uow, async (tx) => {
      const payout = await this.payouts.lock(tx, payoutId);
      if (!payout) throw new NotFound({ what: 'payout' });
      if (payout.state !== 'draft') throw new IllegalTransition({ subject: 'payout', action: 'approve' });
      if (isInvolved(payout, actor)) throw new PayoutApproverInvolved({});
      if (payloadHash !== payout.bindingHash || !(await this.queries.isCurrent(tx, payout)))
        throw new PayoutChanged({});
      await this.give(tx, payout, actor, payloadHash);
      return this.queries.view(tx, actor, payoutId);
    });
  }

  private async give(tx: Tx, payout: PayoutRow, actor: UserActor, payloadHash: string): Promise<void> {
    const { payoutId } = payout;
    const at = this.clock.now();
    const isNew = await this.approvals.add(tx, payoutId, actor.userId, payloadHash, at, approvalsSince(at));
    if (!isNew) throw new PayoutApprovedByYou({});
    const given = valid(await this.approvals.list(payoutId, tx), at);
    if (given.length >= APPROVALS_NEEDED) await this.payouts.approve(tx, payout, actor);
  }
}
