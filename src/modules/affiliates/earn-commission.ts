import { Injectable, type OnModuleInit } from '@nestjs/common';
import { Clock, money, plus, system } from '../../kernel/index.js';
import { moveOne, type Tx } from '../../platform/database/index.js';
import { Deadlines } from '../../platform/messaging/index.js';
import { affiliateEarnedJournal, Ledger } from '../ledger/index.js';
import { EarningCompanions, type StartedEarning } from '../settlement/index.js';
import { referralLifecycle } from './affiliate.lifecycle.js';
import { commissionOf } from './commission.domain.js';
import { Referrals } from './referrals.repository.js';

export const WINDOW_END = 'affiliates.window-end';
const ACTOR = system('affiliates');

/** The goods of a referred sale have arrived: its affiliate earns (A1, A2), in the transaction of the seller's earning. */
@Injectable()
export class EarnCommission implements OnModuleInit {
  constructor(
    private readonly companions: EarningCompanions,
    private readonly clock: Clock,
    private readonly ledger: Ledger,
    private readonly referrals: Referrals,
    private readonly deadlines: Deadlines,
  ) {}

  onModuleInit(): void {
    this.companions.add((tx, earning) => this.run(tx, earning));
  }

  /** What the seller pays of it, in minor units: nothing where the platform does, or nobody referred the sale. */
  async run(tx: Tx, earning: StartedEarning): Promise<number> {
    const { sellerOrderId, orderId, sellerId, currency, item, deliveredAt } = earning;
    const referral = await this.referrals.lock(tx, sellerOrderId);
    if (referral?.state !== 'referred') return 0;
    const { affiliateId, fundedBy, windowDays } = referral;
    const earned = commissionOf(earning, referral);
    const isOfSeller = fundedBy === 'seller';
    if (earned > 0) {
      const at = { effectiveAt: deliveredAt, actor: ACTOR, refs: { orderId, sellerOrderId, sellerId } };
      const payer = isOfSeller ? sellerId : undefined;
      const amount = money(earned, currency);
      await this.ledger.post(tx, affiliateEarnedJournal(sellerOrderId, affiliateId, amount, at, payer));
    }
    const endsAt = plus(deliveredAt, `P${windowDays}D`);
    await this.referrals.noteEarned(tx, sellerOrderId, currency, item, earned, endsAt);
    await moveOne(tx, referralLifecycle, sellerOrderId, { action: 'earn', actor: ACTOR, at: this.clock.now() });
    await this.deadlines.set(tx, WINDOW_END, sellerOrderId, endsAt);
    return isOfSeller ? earned : 0;
  }
}
