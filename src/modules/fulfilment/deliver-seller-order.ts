import { Injectable } from '@nestjs/common';
import { actsFor, Clock, toWire, type Actor, type Id } from '../../kernel/index.js';
import { IllegalTransition, moveAll, UnitOfWork } from '../../platform/database/index.js';
import { NotFound, type Once } from '../../platform/http/index.js';
import { Orders } from '../orders/index.js';
import { NotFullyShipped } from './fulfilment.errors.js';
import type { SellerOrderDeliveryView } from './fulfilment.dto.js';
import { owedOf } from './shipment.domain.js';
import { shipmentLifecycle } from './shipment.lifecycle.js';
import { ShipmentsRepository } from './shipments.repository.js';

@Injectable()
export class DeliverSellerOrder {
  constructor(
    private readonly uow: UnitOfWork,
    private readonly clock: Clock,
    private readonly orders: Orders,
    private readonly shipments: ShipmentsRepository,
  ) {}

  /** The seller says that every parcel arrived. @throws NotFound, IllegalTransition, NotFullyShipped */
  run(actor: Actor, sellerOrderId: Id<'sor'>, once: Once): Promise<SellerOrderDeliveryView> {
    return once.run(this.uow, async (tx) => {
      const order = await this.orders.lock(tx, sellerOrderId);
      if (!order || !actsFor(actor, order.sellerId)) throw new NotFound({ what: 'seller order' });
      if (order.state !== 'shipped') throw new IllegalTransition({ subject: 'seller_order', action: 'deliver' });
      const parcels = await this.shipments.ofSellerOrder(tx, sellerOrderId);
      const shipped = parcels.flatMap((parcel) => parcel.lines);
      if (owedOf(order.lines, shipped).length > 0) throw new NotFullyShipped({});
      const at = this.clock.now();
      const ids = parcels.map((parcel) => parcel.id);
      const moved = await moveAll(tx, shipmentLifecycle, ids, { action: 'deliver', actor, at });
      await this.shipments.stamp(
        tx,
        moved.map(({ id }) => id),
        { deliveredAt: at },
      );
      await this.orders.markDelivered(tx, order, { deliveredAt: at, actor });
      return { sellerOrderId: toWire('sor', sellerOrderId), deliveredAt: at.toISOString() };
    });
  }
}
