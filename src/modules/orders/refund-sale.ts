import { Injectable } from '@nestjs/common';
import { money, type Actor, type Id } from '../../kernel/index.js';
import type { Tx } from '../../platform/database/index.js';
import { Payments } from '../payments/index.js';
import { wholeRefundOf } from './refund.domain.js';
import type { SellerOrderRow } from './seller-orders.repository.js';

/** Gives the buyer back everything paid for one seller order, and the platform what it added. */
@Injectable()
export class RefundSale {
  constructor(private readonly payments: Payments) {}

  /** The seller order is the refund's natural key: it is refunded once, whoever asks and however often. */
  run(tx: Tx, row: SellerOrderRow, reason: string, actor: Actor): Promise<Id<'rfd'>> {
    const { paid, platformDiscount } = wholeRefundOf(row.lines);
    return this.payments.refundPart(tx, {
      paymentId: row.paymentId,
      sellerOrderId: row.id,
      amount: money(paid, row.currency),
      promotion: money(platformDiscount, row.currency),
      reason,
      source: { type: 'seller_order', id: row.id },
      actor,
    });
  }
}
