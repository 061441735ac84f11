import { Injectable } from '@nestjs/common';
import { money, type Actor, type Id } from '../../kernel/index.js';
import { newId, type Tx } from '../../platform/database/index.js';
import { Orders, restOfSale, type SaleParts, type SellerOrder, type Wanted } from '../orders/index.js';
import { ChargeBacks, Payments } from '../payments/index.js';
import { Settlement } from '../settlement/index.js';
import { NothingToRefund } from './refunds.errors.js';

interface Back extends SaleParts {
  /** To the buyer, in the currency of the sale; minor units. */
  readonly paid: number;
  readonly platformDiscount: number;
}

/** What is asked for; the rest of a sale, whatever that is, is more than units that are named. */
export type Asked = Wanted & { readonly isRest: boolean };

/** Takes the money of a refund from wherever it is, and sends it back. */
@Injectable()
export class GiveBackSale {
  constructor(
    private readonly orders: Orders,
    private readonly settlement: Settlement,
    private readonly payments: Payments,
    private readonly chargeBacks: ChargeBacks,
  ) {}

  /** The seller order is locked. @throws NothingToRefund, RefundExceedsOrder, RefundExceedsCapture */
  async run(
    tx: Tx,
    order: SellerOrder,
    { isRest, ...wanted }: Asked,
    { actor, reason }: { readonly actor: Actor; readonly reason: string },
  ): Promise<Id<'rfd'>> {
    const { id: sellerOrderId, sellerId, paymentId, currency, shippingTo } = order;
    const all = await this.orders.takeBack(tx, order, wanted);
    const rest = isRest ? await this.restOf(tx, order, all) : undefined;
    const { paid, platformDiscount, item, tax, shipping, fees, returnedFees } = rest ?? all;
    if (paid + platformDiscount === 0) throw new NothingToRefund({});
    const refundId = newId('rfd');
    const about = { refundId, sellerOrderId, sellerId, currency };
    const parts = { item, tax, shipping, shippingTo, fees, returnedFees };
    const from = await this.settlement.takeBack(tx, { ...about, ...parts });
    return this.payments.refundPart(tx, {
      refundId,
      paymentId,
      sellerOrderId,
      amount: money(paid, currency),
      paid: rest?.given,
      promotion: money(platformDiscount, currency),
      from,
      reason,
      source: { type: 'refund', id: refundId },
      actor,
    });
  }

  /**
   * What banks have left of a sale once they have decided; what a bank has and may give back is nobody's to refund, and
   * refuses a refund of all of it.
   */
  private async restOf(tx: Tx, order: SellerOrder, all: Back) {
    const { id: sellerOrderId, paymentId, currency } = order;
    if (await this.settlement.isStoppedBy(tx, sellerOrderId, 'chargeback')) return undefined;
    const left = await this.chargeBacks.left(tx, paymentId, { sellerOrderId, amount: all.paid });
    if (!left) return undefined;
    const lost = all.paid + all.platformDiscount - left.paid - left.platformDiscount;
    return { ...left, ...restOfSale(money(lost, currency), all) };
  }
}
