import { Module } from '@nestjs/common';
import { OrdersModule } from '../orders/index.js';
import { CarrierEventsController } from './carrier-events.controller.js';
import { DeliverSellerOrder } from './deliver-seller-order.js';
import { FollowParcel } from './follow-parcel.js';
import { RecordCarrierEvent } from './record-carrier-event.js';
import { ShipmentQueries } from './shipment-queries.js';
import { ShipmentsController } from './shipments.controller.js';
import { ShipmentsRepository } from './shipments.repository.js';
import { ShipSellerOrder } from './ship-seller-order.js';

@Module({
  imports: [OrdersModule],
  controllers: [ShipmentsController],
  providers: [
    ShipSellerOrder,
    DeliverSellerOrder,
    FollowParcel,
    RecordCarrierEvent,
    ShipmentQueries,
    ShipmentsRepository,
  ],
  exports: [RecordCarrierEvent],
})
export class FulfilmentModule {}

/** What carriers would call; a sandbox lets anybody speak for them. */
@Module({ imports: [FulfilmentModule], controllers: [CarrierEventsController] })
export class SandboxCarrierModule {}
