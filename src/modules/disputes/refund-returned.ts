import { Injectable } from '@nestjs/common';
import { money } from '../../kernel/index.js';
import type { Tx } from '../../platform/database/index.js';
import { ChargeBacks, Payments } from '../payments/index.js';
import { BANK } from './actors.js';
import type { ChargebackRow, ShareRow } from './chargebacks.repository.js';

/** A sale was cancelled while the bank had its money: its refund had found nothing, and what comes back is refunded. */
@Injectable()
export class RefundReturned {
  constructor(
    private readonly counters: ChargeBacks,
    private readonly payments: Payments,
  ) {}

  /** Once for each source. The share has been given back. */
  async run(
    tx: Tx,
    { paymentId, currency }: ChargebackRow,
    share: Pick<ShareRow, 'sellerOrderId' | 'amount'>,
    source: string,
  ): Promise<void> {
    if (share.amount === 0) return;
    const { sellerOrderId } = share;
    const amount = (await this.counters.settledOf(tx, paymentId, share)) ?? money(share.amount, currency);
    const promotion = money(await this.counters.promotionOf(tx, paymentId, share), amount.currency);
    const what = { paymentId, sellerOrderId, amount, promotion, paid: money(share.amount, currency) };
    await this.payments.refundPart(tx, {
      ...what,
      reason: 'dispute_won',
      source: { type: 'chargeback', id: source },
      actor: BANK,
    });
  }
}
