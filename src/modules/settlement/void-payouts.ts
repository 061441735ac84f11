import { Injectable } from '@nestjs/common';
import { UnitOfWork } from '../../platform/database/index.js';
import { ClearPayout } from './clear-payout.js';
import { PayoutsRepository } from './payouts.repository.js';
import { WaitingPayouts } from './waiting-payouts.repository.js';

/** The bank account has changed: what waits to be approved or sent to the old one is available again. */
@Injectable()
export class VoidPayouts {
  constructor(
    private readonly uow: UnitOfWork,
    private readonly waiting: WaitingPayouts,
    private readonly payouts: PayoutsRepository,
    private readonly clear: ClearPayout,
  ) {}

  async run(sellerId: string): Promise<void> {
    for (const payoutId of await this.waiting.ofSeller(sellerId)) {
      await this.uow.run(async (tx) => {
        const payout = await this.payouts.lock(tx, payoutId);
        if (payout?.state === 'draft' || payout?.state === 'approved') await this.clear.run(tx, payout);
      });
    }
  }
}
