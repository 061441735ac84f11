import { Injectable } from '@nestjs/common';
import { Clock, money, system } from '../../kernel/index.js';
import { moveOne, UnitOfWork } from '../../platform/database/index.js';
import { affiliateReleasedJournal, Ledger } from '../ledger/index.js';
import { referralLifecycle } from './affiliate.lifecycle.js';
import { Referrals } from './referrals.repository.js';

const ACTOR = system('affiliates');

/** The time in which goods may go back is over: what is left of the commission is the affiliate's (A3). */
@Injectable()
export class ReleaseCommission {
  constructor(
    private readonly uow: UnitOfWork,
    private readonly clock: Clock,
    private readonly ledger: Ledger,
    private readonly referrals: Referrals,
  ) {}

  /** Does nothing before that, while a chargeback of the sale is not decided, and when it was released before. */
  run(sellerOrderId: string): Promise<void> {
    return this.uow.run(async (tx) => {
      const referral = await this.referrals.lock(tx, sellerOrderId);
      const at = this.clock.now();
      if (referral?.state !== 'earned' || referral.currency === null) return;
      if (referral.windowEndsAt === null || at < referral.windowEndsAt) return;
      if ((await this.referrals.gone(tx, sellerOrderId)).isDisputed) return;
      const { affiliateId, orderId, sellerId, currency, earned, clawed } = referral;
      await moveOne(tx, referralLifecycle, sellerOrderId, { action: 'release', actor: ACTOR, at });
      if (earned === clawed) return;
      const circumstances = { effectiveAt: at, actor: ACTOR, refs: { orderId, sellerOrderId, sellerId } };
      const amount = money(earned - clawed, currency);
      await this.ledger.post(tx, affiliateReleasedJournal(sellerOrderId, affiliateId, amount, circumstances));
    });
  }
}
