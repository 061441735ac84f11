import { Injectable } from '@nestjs/common';
import type { Actor, Id } from '../../kernel/index.js';
import { IllegalTransition, UnitOfWork } from '../../platform/database/index.js';
import { NotFound, type Once } from '../../platform/http/index.js';
import { PayoutQueries } from './payout-queries.js';
import type { PayoutDetailView } from './payouts.dto.js';
import { PayoutsRepository } from './payouts.repository.js';
import { SettlePayout } from './settle-payout.js';

/** Finance stops a payout that the bank has not been asked for; the money is available again. */
@Injectable()
export class CancelPayout {
  constructor(
    private readonly uow: UnitOfWork,
    private readonly payouts: PayoutsRepository,
    private readonly settle: SettlePayout,
    private readonly queries: PayoutQueries,
  ) {}

  /** @throws NotFound, IllegalTransition once it was submitted */
  async run(actor: Actor, payoutId: Id<'pyo'>, reason: string, once: Once): Promise<PayoutDetailView> {
    await once.run(this.uow, async (tx) => {
      const payout = await this.payouts.lock(tx, payoutId);
      if (!payout) throw new NotFound({ what: 'payout' });
      const done = await this.settle.failed(tx, payout, 'cancel', actor, { code: 'canceled', reason });
      if (done !== 'applied') throw new IllegalTransition({ subject: 'payout', action: 'cancel' });
    });
    return this.queries.one(actor, null, payoutId);
  }
}
