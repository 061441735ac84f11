import { Injectable } from '@nestjs/common';
import type { Actor, Id } from '../../kernel/index.js';
import type { Tx } from '../../platform/database/index.js';
import { MarkDelivered, type Delivery } from './mark-delivered.js';
import { MarkShipped } from './mark-shipped.js';
import { SellerOrdersRepository, type SellerOrder } from './seller-orders.repository.js';

@Injectable()
export class Orders {
  constructor(
    private readonly sellerOrders: SellerOrdersRepository,
    private readonly shipped: MarkShipped,
    private readonly delivered: MarkDelivered,
  ) {}

  /** The seller order and its lines; `undefined` when there is none. Who may see it is the caller's question. */
  sellerOrder(tx: Tx, id: Id<'sor'>): Promise<SellerOrder | undefined> {
    return this.sellerOrders.findIn(tx, id);
  }

  /** The same, locked until the transaction ends, so that its state stays what was read. */
  lock(tx: Tx, id: Id<'sor'>): Promise<SellerOrder | undefined> {
    return this.sellerOrders.lock(tx, id);
  }

  /** The first parcel left. @throws IllegalTransition unless the seller order is accepted. */
  markShipped(tx: Tx, order: SellerOrder, actor: Actor): Promise<void> {
    return this.shipped.run(tx, order, actor);
  }

  /** All goods arrived; publishes `seller-order.delivered`. @throws IllegalTransition unless it is shipped. */
  markDelivered(tx: Tx, order: SellerOrder, delivery: Delivery): Promise<void> {
    return this.delivered.run(tx, order, delivery);
  }
}
