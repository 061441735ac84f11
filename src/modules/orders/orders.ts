import { Injectable } from '@nestjs/common';
import type { Id } from '../../kernel/index.js';
import type { Tx } from '../../platform/database/index.js';
import { MarkDelivered, type Delivery } from './mark-delivered.js';
import { MarkShipped, type Departure } from './mark-shipped.js';
import { OrderStops, type StopSource } from './order-stops.js';
import { SellerOrdersRepository, type SellerOrder } from './seller-orders.repository.js';
import { TakeBack } from './take-back.js';
import type { TakenBack, Wanted } from './taken-back.domain.js';

@Injectable()
export class Orders {
  constructor(
    private readonly sellerOrders: SellerOrdersRepository,
    private readonly shipped: MarkShipped,
    private readonly delivered: MarkDelivered,
    private readonly taken: TakeBack,
    private readonly stops: OrderStops,
  ) {}

  /** The seller order and its lines; `undefined` when there is none. Who may see it is the caller's question. */
  sellerOrder(tx: Tx, id: Id<'sor'>): Promise<SellerOrder | undefined> {
    return this.sellerOrders.findIn(tx, id);
  }

  /** The same, locked until the transaction ends, so that its state stays what was read. */
  lock(tx: Tx, id: Id<'sor'>): Promise<SellerOrder | undefined> {
    return this.sellerOrders.lock(tx, id);
  }

  /** All seller orders of an order, locked in the order of their ids. */
  lockAll(tx: Tx, orderId: Id<'ord'>): Promise<SellerOrder[]> {
    return this.sellerOrders.lockOfOrder(tx, orderId);
  }

  /**
   * A parcel left; the first one ships the seller order, and with the last its arrival is waited for.
   * @throws IllegalTransition unless the seller order is accepted or shipped.
   */
  markShipped(tx: Tx, order: SellerOrder, parcel: Departure): Promise<void> {
    return this.shipped.run(tx, order, parcel);
  }

  /** All goods arrived; publishes `seller-order.delivered`. @throws IllegalTransition unless it is shipped. */
  markDelivered(tx: Tx, order: SellerOrder, delivery: Delivery): Promise<void> {
    return this.delivered.run(tx, order, delivery);
  }

  /**
   * Counts what of a locked seller order is refunded, everything that is left unless said what, and returns the part of
   * each amount that goes with it. @throws RefundExceedsOrder when so much is not left
   */
  takeBack(tx: Tx, order: SellerOrder, wanted?: Wanted): Promise<TakenBack> {
    return this.taken.run(tx, order, wanted);
  }

  /** A claim about a locked seller order: until it has ended, the silence of the buyer confirms nothing. */
  stop(tx: Tx, id: Id<'sor'>, source: StopSource): Promise<void> {
    return this.stops.stop(tx, id, source);
  }

  /** The claim has ended; after the last one time passes again, from now at the earliest. */
  resume(tx: Tx, id: Id<'sor'>, source: StopSource): Promise<void> {
    return this.stops.resume(tx, id, source);
  }

  /** Where an order is shipped to: ISO 3166-1 alpha-2. */
  countryOf(tx: Tx, orderId: Id<'ord'>): Promise<string> {
    return this.sellerOrders.countryOf(tx, orderId);
  }

  /** What would go back if all that is left of a seller order did. */
  left(tx: Tx, order: SellerOrder): Promise<TakenBack> {
    return this.taken.partsOf(tx, order);
  }
}
