import { Injectable } from '@nestjs/common';
import { Clock, money, type Id } from '../../kernel/index.js';
import type { Tx } from '../../platform/database/index.js';
import { disputeWonJournal, Ledger } from '../ledger/index.js';
import type { SellerOrder } from '../orders/index.js';
import { ChargeBacks, Payments } from '../payments/index.js';
import { BANK } from './actors.js';
import { ChargebacksRepository, type ChargebackRow, type ShareRow } from './chargebacks.repository.js';
import { RecoverShares } from './recover-shares.js';

/** C2 and H4: the bank gave the money back; holds are lifted, and what was cancelled meanwhile is refunded. */
@Injectable()
export class WinChargeback {
  constructor(
    private readonly clock: Clock,
    private readonly chargebacks: ChargebacksRepository,
    private readonly ledger: Ledger,
    private readonly counters: ChargeBacks,
    private readonly payments: Payments,
    private readonly shares: RecoverShares,
  ) {}

  async run(
    tx: Tx,
    chargeback: ChargebackRow,
    orders: ReadonlyMap<Id<'sor'>, SellerOrder>,
    fee: number,
  ): Promise<void> {
    const { id, paymentId, orderId, currency, amount } = chargeback;
    const at = { effectiveAt: this.clock.now(), actor: BANK, refs: { orderId, paymentId } };
    const feeBack = money(Math.max(0, chargeback.fee - fee), currency);
    await this.ledger.post(tx, disputeWonJournal(id, money(amount, currency), at, feeBack));
    await this.chargebacks.noteFee(tx, id, chargeback.fee - feeBack.amount);
    await this.counters.giveBack(tx, paymentId, chargeback.shares);
    for (const share of chargeback.shares) {
      await this.shares.lift(tx, share, [], 'dispute_won');
      if (orders.get(share.sellerOrderId)?.state === 'cancelled') await this.refund(tx, chargeback, share);
    }
  }

  /** Its refund had found nothing to give back while the bank had the money. */
  private async refund(tx: Tx, { id, paymentId, currency }: ChargebackRow, share: ShareRow): Promise<void> {
    if (share.amount === 0) return;
    const { sellerOrderId } = share;
    const amount = (await this.counters.settledOf(tx, paymentId, share)) ?? money(share.amount, currency);
    const promotion = money(await this.counters.promotionOf(tx, paymentId, share), amount.currency);
    const what = { paymentId, sellerOrderId, amount, promotion, paid: money(share.amount, currency) };
    await this.payments.refundPart(tx, {
      ...what,
      reason: 'dispute_won',
      source: { type: 'chargeback', id },
      actor: BANK,
    });
  }
}
