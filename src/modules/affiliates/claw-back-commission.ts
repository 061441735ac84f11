import { Injectable } from '@nestjs/common';
import { Clock, money, system } from '../../kernel/index.js';
import { UnitOfWork } from '../../platform/database/index.js';
import { Ledger } from '../ledger/index.js';
import { clawedBackJournal } from './affiliate-journals.js';
import { clawBackOf } from './commission.domain.js';
import { Referrals } from './referrals.repository.js';

/** Why money of a sale went back. */
export interface ClawBackSource {
  readonly type: 'refund' | 'dispute';
  readonly id: string;
}

/**
 * Goods of a referred sale were refunded in time, or what was paid for them was lost to the card holder's bank: so is the
 * part of the commission that they had earned (A4).
 */
@Injectable()
export class ClawBackCommission {
  constructor(
    private readonly uow: UnitOfWork,
    private readonly clock: Clock,
    private readonly ledger: Ledger,
    private readonly referrals: Referrals,
  ) {}

  /** Once for each refund and chargeback; nothing of what was released, or was not earned yet. */
  run(source: ClawBackSource, sellerOrderId: string): Promise<void> {
    return this.uow.run(async (tx) => {
      const referral = await this.referrals.lock(tx, sellerOrderId);
      if (referral?.state !== 'earned' || referral.currency === null) return;
      const amount = clawBackOf(referral, (await this.referrals.gone(tx, sellerOrderId)).item);
      if (amount === 0) return;
      const at = this.clock.now();
      if (!(await this.referrals.noteClawed(tx, source.id, sellerOrderId, amount, at))) return;
      const { affiliateId, orderId, sellerId, currency, fundedBy } = referral;
      const refs = { orderId, sellerOrderId, sellerId };
      const circumstances = { effectiveAt: at, actor: system('affiliates'), refs };
      const payer = fundedBy === 'seller' ? sellerId : undefined;
      const back = clawedBackJournal(source, affiliateId, money(amount, currency), circumstances, payer);
      await this.ledger.post(tx, back);
    });
  }
}
