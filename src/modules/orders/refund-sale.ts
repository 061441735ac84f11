import { Injectable } from '@nestjs/common';
import { money, type Actor, type Id } from '../../kernel/index.js';
import type { Tx } from '../../platform/database/index.js';
import { ChargeBacks, Payments } from '../payments/index.js';
import { SellerOrdersRepository, type SellerOrderRow } from './seller-orders.repository.js';
import { TakeBack } from './take-back.js';

/**
 * Gives the buyer back whatever was paid for one seller order and not refunded yet, and the platform what it added. What
 * the buyer's bank has taken back stays in the escrow until that is decided.
 */
@Injectable()
export class RefundSale {
  constructor(
    private readonly sellerOrders: SellerOrdersRepository,
    private readonly takeBack: TakeBack,
    private readonly payments: Payments,
    private readonly chargeBacks: ChargeBacks,
  ) {}

  /** Once, whoever asks and however often. `undefined`: all of it was refunded before. */
  async run(tx: Tx, { id }: SellerOrderRow, reason: string, actor: Actor): Promise<Id<'rfd'> | undefined> {
    const order = await this.sellerOrders.lock(tx, id);
    if (!order) return undefined;
    const all = await this.takeBack.run(tx, order);
    const share = { sellerOrderId: order.id, amount: all.paid };
    const left = await this.chargeBacks.left(tx, order.paymentId, share);
    const { paid, platformDiscount } = left ?? all;
    if (paid + platformDiscount === 0) return undefined;
    return this.payments.refundPart(tx, {
      paymentId: order.paymentId,
      sellerOrderId: order.id,
      amount: money(paid, order.currency),
      paid: left?.given,
      promotion: money(platformDiscount, order.currency),
      reason,
      source: { type: 'seller_order', id: order.id },
      actor,
    });
  }
}
