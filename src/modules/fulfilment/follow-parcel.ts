import { Injectable } from '@nestjs/common';
import { Clock, type Actor, type Id } from '../../kernel/index.js';
import { moveAll, type Tx } from '../../platform/database/index.js';
import { Orders } from '../orders/index.js';
import { arrivedAt, isNews, owedOf } from './shipment.domain.js';
import { ACTION_OF_STATUS, shipmentLifecycle } from './shipment.lifecycle.js';
import { ShipmentsRepository, type CarrierEvent } from './shipments.repository.js';

/** Brings parcels to where their carrier says they are. */
@Injectable()
export class FollowParcel {
  constructor(
    private readonly clock: Clock,
    private readonly shipments: ShipmentsRepository,
    private readonly orders: Orders,
  ) {}

  /**
   * Applies what a carrier said about the parcels of one locked seller order, and marks it delivered with its last
   * parcel. True when a parcel has moved.
   */
  async run(tx: Tx, sellerOrderId: Id<'sor'>, events: readonly CarrierEvent[]): Promise<boolean> {
    let hasMoved = false;
    for (const event of events) hasMoved = (await this.apply(tx, sellerOrderId, event)) || hasMoved;
    const [last] = events;
    if (last && hasMoved) await this.arrive(tx, sellerOrderId, { kind: 'provider', name: last.carrier });
    return hasMoved;
  }

  private async apply(tx: Tx, sellerOrderId: Id<'sor'>, event: CarrierEvent): Promise<boolean> {
    const parcels = await this.shipments.ofSellerOrder(tx, sellerOrderId);
    const ids = parcels
      .filter(({ carrier, trackingNumber }) => carrier === event.carrier && trackingNumber === event.trackingNumber)
      .filter((parcel) => isNews(parcel, event.status, event.occurredAt))
      .map(({ id }) => id);
    const action = ACTION_OF_STATUS[event.status];
    const actor: Actor = { kind: 'provider', name: event.carrier };
    const moved = await moveAll(tx, shipmentLifecycle, ids, { action, actor, at: this.clock.now() });
    if (moved.length === 0) return false;
    const isDelivery = event.status === 'delivered';
    const at = { lastEventAt: event.occurredAt, ...(isDelivery && { deliveredAt: event.occurredAt }) };
    await this.shipments.stamp(
      tx,
      moved.map(({ id }) => id),
      at,
    );
    return true;
  }

  private async arrive(tx: Tx, sellerOrderId: Id<'sor'>, actor: Actor): Promise<void> {
    const order = await this.orders.sellerOrder(tx, sellerOrderId);
    const parcels = await this.shipments.ofSellerOrder(tx, sellerOrderId);
    const deliveredAt = arrivedAt(parcels);
    if (order?.state !== 'shipped' || !deliveredAt) return;
    const shipped = parcels.flatMap((parcel) => parcel.lines);
    if (owedOf(order.lines, shipped).length > 0) return;
    await this.orders.markDelivered(tx, order, { deliveredAt, actor });
  }
}
