import { Injectable } from '@nestjs/common';
import { Clock, type Actor, type Id } from '../../kernel/index.js';
import { moveOne, type Tx } from '../../platform/database/index.js';
import { NotFound } from '../../platform/http/index.js';
import { Deadlines, Outbox } from '../../platform/messaging/index.js';
import { Inventory } from '../inventory/index.js';
import { sellerOrderCancelled, type CancelledBy } from './orders.events.js';
import { RefundSale } from './refund-sale.js';
import { factOf, unitsOf } from './seller-order.domain.js';
import { DEADLINES, sellerOrderLifecycle } from './seller-order.lifecycle.js';
import { SellerOrdersRepository, type SellerOrderRow } from './seller-orders.repository.js';

export interface SaleEnding {
  readonly action: 'cancel' | 'refuse' | 'lapse_acceptance' | 'lapse_shipment';
  readonly by: CancelledBy;
  readonly reason: string;
  readonly note?: string;
  readonly actor: Actor;
}

/** Ends a paid seller order that has not been shipped: the buyer gets the money back, the stock is for sale again. */
@Injectable()
export class EndSale {
  constructor(
    private readonly clock: Clock,
    private readonly sellerOrders: SellerOrdersRepository,
    private readonly refund: RefundSale,
    private readonly inventory: Inventory,
    private readonly deadlines: Deadlines,
    private readonly outbox: Outbox,
  ) {}

  /** @throws IllegalTransition when the seller order is not in a state that can be ended so. */
  async run(tx: Tx, id: Id<'sor'>, ending: SaleEnding): Promise<SellerOrderRow> {
    const at = this.clock.now();
    const { action, by, reason, note, actor } = ending;
    await moveOne(tx, sellerOrderLifecycle, id, { action, actor, at, reason });
    const row = await this.sellerOrders.findIn(tx, id);
    if (!row) throw new NotFound({ what: 'seller order' });
    const refundId = await this.refund.run(tx, row, reason, actor);
    await this.sellerOrders.cancel(tx, id, { by, reason, note, refundId, actor, at });
    for (const kind of [DEADLINES.acceptance, DEADLINES.shipBy, DEADLINES.lateShipment]) {
      await this.deadlines.cancel(tx, kind, id);
    }
    await this.outbox.publish(tx, sellerOrderCancelled, {
      subjectId: id,
      sellerId: row.sellerId,
      payload: { ...factOf(row), by, reason, cancelledAt: at.toISOString() },
    });
    await this.inventory.restock(tx, { sellerOrderId: id, lines: unitsOf(row), reason: 'order_cancelled' });
    return row;
  }
}
