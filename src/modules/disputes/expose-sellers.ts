import { Injectable } from '@nestjs/common';
import { money, toWire, type Id } from '../../kernel/index.js';
import type { Tx } from '../../platform/database/index.js';
import { Orders, partOfSale, type SellerOrder } from '../orders/index.js';
import type { ChargedPart } from '../payments/index.js';
import { SellerHolds } from '../seller-holds/index.js';
import { Settlement } from '../settlement/index.js';
import { BANK } from './actors.js';
import { sellerPartOf } from './chargeback.domain.js';
import type { ShareRow } from './chargebacks.repository.js';

/** Stops what sellers earned of a disputed sale: its clock, and what of it has become available. */
@Injectable()
export class ExposeSellers {
  constructor(
    private readonly orders: Orders,
    private readonly settlement: Settlement,
    private readonly holds: SellerHolds,
  ) {}

  /** The seller orders of an order, locked until the transaction ends. */
  async lock(tx: Tx, orderId: Id<'ord'>): Promise<Map<Id<'sor'>, SellerOrder>> {
    const orders = await this.orders.lockAll(tx, orderId);
    return new Map(orders.map((order) => [order.id, order]));
  }

  /**
   * Returns what of the seller's part had left its hold and could be paid out, in minor units of the payment. Said
   * again with another amount, the hold follows.
   */
  async run(
    tx: Tx,
    order: SellerOrder | undefined,
    share: Omit<ShareRow, 'exposure' | 'absorbed'> & Pick<ChargedPart, 'settled'>,
    chargebackId: string,
  ): Promise<number> {
    if (!order) return 0;
    const { sellerOrderId, sellerId, amount, settled = amount } = share;
    const source = { type: 'chargeback', id: chargebackId, objectId: toWire('dsp', chargebackId) };
    await this.orders.stop(tx, sellerOrderId, source);
    await this.settlement.freeze(tx, { sellerOrderId, source, reason: 'chargeback', actor: BANK });
    const earning = await this.settlement.earning(tx, sellerOrderId);
    const { currency, shippingTo } = order;
    const isOut = earning?.state === 'available' && amount > 0;
    const exposure = isOut
      ? sellerPartOf(partOfSale(money(settled, currency), await this.orders.left(tx, order)), shippingTo)
      : 0;
    const hold = await this.holds.ofChargeback(tx, share.id);
    if (hold) await this.holds.resize(tx, hold, Math.max(0, exposure), BANK);
    if (exposure <= 0) return 0;
    const seen = Number((BigInt(exposure) * BigInt(amount)) / BigInt(settled));
    if (hold) return seen;
    const what = {
      sellerId,
      currency,
      requested: exposure,
      expiresAt: null,
      reason: 'chargeback',
      note: null,
    } as const;
    await this.holds.place(tx, { ...what, sellerOrderId, sourceType: 'chargeback', sourceId: share.id, actor: BANK });
    return seen;
  }
}
