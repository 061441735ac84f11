import { Injectable } from '@nestjs/common';
import type { Id, UserActor } from '../../kernel/index.js';
import { UnitOfWork } from '../../platform/database/index.js';
import { NotFound, type Once } from '../../platform/http/index.js';
import { Sellers } from '../sellers/index.js';
import { Payouts } from '../settlement/index.js';
import { PayoutApprovalQueries } from './payout-approval-queries.js';
import type { PayoutApprovalView } from './payout-approvals.dto.js';
import { PayoutNotPossible } from './payout-approvals.errors.js';

/** Finance asks for the payout of a seller whom no run pays, whatever the minimum; two others approve it. */
@Injectable()
export class RequestPayout {
  constructor(
    private readonly uow: UnitOfWork,
    private readonly sellers: Sellers,
    private readonly payouts: Payouts,
    private readonly queries: PayoutApprovalQueries,
  ) {}

  /** @throws NotFound, PayoutNotPossible */
  run(actor: UserActor, sellerId: Id<'sel'>, currency: string, once: Once): Promise<PayoutApprovalView> {
    return once.run(this.uow, async (tx) => {
      if (!(await this.sellers.viewsOf([sellerId], tx)).has(sellerId)) throw new NotFound({ what: 'seller' });
      const made = await this.payouts.request(tx, { sellerId, currency }, actor.userId);
      if (made.payoutId === undefined) throw new PayoutNotPossible({ reason: made.reason });
      return this.queries.view(tx, actor, made.payoutId);
    });
  }
}
