import { Injectable } from '@nestjs/common';
import { money, toWire, type Id } from '../../kernel/index.js';
import type { Tx } from '../../platform/database/index.js';
import { Orders, type SellerOrder } from '../orders/index.js';
import type { ChargedPart } from '../payments/index.js';
import { SellerHolds } from '../seller-holds/index.js';
import { Settlement } from '../settlement/index.js';
import { BANK } from './actors.js';
import { partOfSale, sellerPartOf } from './chargeback.domain.js';
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

  /** Returns what of the seller's part had left its hold and could be paid out, in minor units of the payment. */
  async run(
    tx: Tx,
    order: SellerOrder | undefined,
    share: Omit<ShareRow, 'exposure' | 'absorbed'> & Pick<ChargedPart, 'settled'>,
    chargebackId: string,
  ): Promise<number> {
    if (!order) return 0;
    const { sellerOrderId, sellerId, amount, settled = amount } = share;
    const source = { type: 'chargeback', id: chargebackId, objectId: toWire('dsp', chargebackId) };
    await this.settlement.freeze(tx, { sellerOrderId, source, reason: 'chargeback', actor: BANK });
    const earning = await this.settlement.earning(tx, sellerOrderId);
    if (earning?.state !== 'available' || amount === 0) return 0;
    const { currency, shippingTo } = order;
    const parts = partOfSale(money(settled, currency), await this.orders.left(tx, order));
    const exposure = sellerPartOf(parts, shippingTo);
    if (exposure <= 0) return 0;
    const what = {
      sellerId,
      currency,
      requested: exposure,
      expiresAt: null,
      reason: 'chargeback',
      note: null,
    } as const;
    await this.holds.place(tx, { ...what, sellerOrderId, sourceType: 'chargeback', sourceId: share.id, actor: BANK });
    return Number((BigInt(exposure) * BigInt(amount)) / BigInt(settled));
  }
}
