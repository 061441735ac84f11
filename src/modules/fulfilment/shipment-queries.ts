import { Injectable } from '@nestjs/common';
import { actsFor, type Actor, type Id } from '../../kernel/index.js';
import { UnitOfWork } from '../../platform/database/index.js';
import { NotFound } from '../../platform/http/index.js';
import { Orders } from '../orders/index.js';
import type { ShipmentList } from './fulfilment.dto.js';
import { shipmentView } from './shipment.view.js';
import { ShipmentsRepository } from './shipments.repository.js';

@Injectable()
export class ShipmentQueries {
  constructor(
    private readonly uow: UnitOfWork,
    private readonly orders: Orders,
    private readonly shipments: ShipmentsRepository,
  ) {}

  /** The parcels of a seller order, in the order they left. @throws NotFound unless it is the caller's. */
  list(actor: Actor, id: Id<'sor'>): Promise<ShipmentList> {
    return this.uow.run(async (tx) => {
      const order = await this.orders.sellerOrder(tx, id);
      const isBuyer = actor.kind === 'user' && actor.userId === order?.buyerId;
      const isSeller = order !== undefined && actsFor(actor, order.sellerId);
      if (!isBuyer && !isSeller) throw new NotFound({ what: 'seller order' });
      const parcels = await this.shipments.ofSellerOrder(tx, id);
      return { data: parcels.map((parcel) => shipmentView(parcel, isSeller ? ['seller'] : [])) };
    });
  }
}
