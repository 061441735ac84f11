import { Injectable } from '@nestjs/common';
import { actsFor, Clock, plus, type Actor, type Id } from '../../kernel/index.js';
import { IllegalTransition, newId, UnitOfWork, type Tx } from '../../platform/database/index.js';
import { Invalid, NotFound, type Once } from '../../platform/http/index.js';
import { Orders, type SellerOrder } from '../orders/index.js';
import { FollowParcel } from './follow-parcel.js';
import { NothingToShip, ShipmentExceedsOrder } from './fulfilment.errors.js';
import type { ShipmentView } from './fulfilment.dto.js';
import { shipmentView } from './shipment.view.js';
import { overloadOf, owedOf, unshippedOf, type Units } from './shipment.domain.js';
import { shipmentLifecycle } from './shipment.lifecycle.js';
import { ShipmentsRepository } from './shipments.repository.js';

export interface Parcel {
  readonly sellerOrderId: Id<'sor'>;
  readonly carrier: string;
  readonly trackingNumber: string;
  /** Everything that is left when absent. */
  readonly lines?: readonly Units[];
  /** When it arrives at the latest, as far as the seller knows. */
  readonly estimatedAt?: Date;
}

/** A later estimate would keep the buyer's money for longer than anything travels. */
const FARTHEST = 'P180D';

@Injectable()
export class ShipSellerOrder {
  constructor(
    private readonly uow: UnitOfWork,
    private readonly clock: Clock,
    private readonly orders: Orders,
    private readonly shipments: ShipmentsRepository,
    private readonly follow: FollowParcel,
  ) {}

  /**
   * Hands a parcel over; the first one ships the seller order.
   * @throws NotFound, Invalid, IllegalTransition, NothingToShip, ShipmentExceedsOrder, ParcelKnown
   */
  run(actor: Actor, parcel: Parcel, once: Once): Promise<ShipmentView> {
    return once.run(this.uow, async (tx) => {
      const { sellerOrderId, carrier, trackingNumber } = parcel;
      await this.shipments.lockParcel(tx, carrier, trackingNumber);
      const order = await this.orders.lock(tx, sellerOrderId);
      if (!order || !actsFor(actor, order.sellerId)) throw new NotFound({ what: 'seller order' });
      if (order.state !== 'accepted' && order.state !== 'shipped') {
        throw new IllegalTransition({ subject: 'seller_order', action: 'ship' });
      }
      const { lines, isLast } = await this.contents(tx, order, parcel.lines);
      await this.orders.markShipped(tx, order, { actor, isLast, estimatedAt: this.estimateOf(parcel) });
      const id = newId('shp');
      const state = shipmentLifecycle.initial;
      const createdAt = this.clock.now();
      await this.shipments.insert(tx, { id, sellerOrderId, carrier, trackingNumber, state, createdAt, lines });
      await this.follow.run(tx, sellerOrderId, await this.shipments.storedEvents(tx, carrier, trackingNumber));
      return this.view(tx, sellerOrderId, id);
    });
  }

  private estimateOf({ estimatedAt }: Parcel): Date | undefined {
    if (estimatedAt && estimatedAt > plus(this.clock.now(), FARTHEST)) {
      throw new Invalid([{ pointer: '/estimatedDeliveryAt', code: 'too_far', message: 'must be within 180 days' }]);
    }
    return estimatedAt;
  }

  private async contents(
    tx: Tx,
    order: SellerOrder,
    wanted: readonly Units[] | undefined,
  ): Promise<{ lines: readonly Units[]; isLast: boolean }> {
    const parcels = await this.shipments.ofSellerOrder(tx, order.id);
    const shipped = parcels.flatMap((parcel) => parcel.lines);
    const owed = owedOf(order.lines, shipped);
    const unshipped = unshippedOf(order.lines, shipped);
    if (unshipped.length === 0) throw new NothingToShip({});
    const overload = wanted && overloadOf(wanted, unshipped);
    if (overload) throw new ShipmentExceedsOrder({ remaining: overload.remaining });
    const lines = wanted ?? (owed.length > 0 ? owed : unshipped);
    return { lines, isLast: owedOf(order.lines, [...shipped, ...lines]).length === 0 };
  }

  private async view(tx: Tx, sellerOrderId: Id<'sor'>, id: Id<'shp'>): Promise<ShipmentView> {
    const row = (await this.shipments.ofSellerOrder(tx, sellerOrderId)).find((parcel) => parcel.id === id);
    if (!row) throw new NotFound({ what: 'shipment' });
    return shipmentView(row, ['seller']);
  }
}
