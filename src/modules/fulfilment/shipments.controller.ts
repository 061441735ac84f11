import { Body, Controller, Get, Post } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { Actor, Id } from '../../kernel/index.js';
import { IllegalTransition } from '../../platform/database/index.js';
import {
  Access,
  Caller,
  Idempotent,
  IdempotencyScope,
  Invalid,
  NotFound,
  parseWireId,
  Throws,
  WireId,
  type Once,
} from '../../platform/http/index.js';
import { DeliverSellerOrder } from './deliver-seller-order.js';
import { NotFullyShipped, NothingToShip, ParcelKnown, ShipmentExceedsOrder } from './fulfilment.errors.js';
import { SellerOrderDeliveryView, ShipDto, ShipmentList, ShipmentView } from './fulfilment.dto.js';
import { ShipmentQueries } from './shipment-queries.js';
import { ShipSellerOrder } from './ship-seller-order.js';

const SELLER_WRITES = { roles: ['seller'], scope: 'fulfilment:write' } as const;

@ApiTags('fulfilment')
@Controller('v1/seller-orders/:sellerOrderId')
export class ShipmentsController {
  constructor(
    private readonly shipOrder: ShipSellerOrder,
    private readonly deliverOrder: DeliverSellerOrder,
    private readonly queries: ShipmentQueries,
  ) {}

  /** Hand a parcel over. The first one ships the order; more follow until every unit has left. */
  @Post('shipments')
  @Access(SELLER_WRITES)
  @Idempotent('optional')
  @Throws(NotFound, Invalid, IllegalTransition, NothingToShip, ShipmentExceedsOrder, ParcelKnown)
  ship(
    @Caller() actor: Actor,
    @WireId('sor', 'sellerOrderId') sellerOrderId: Id<'sor'>,
    @Body() { carrier, trackingNumber, lines, estimatedDeliveryAt }: ShipDto,
    @IdempotencyScope() once: Once,
  ): Promise<ShipmentView> {
    const units = lines?.map(({ lineId, quantity }) => ({ lineId: parseWireId('lin', lineId), quantity }));
    const estimatedAt = estimatedDeliveryAt === undefined ? undefined : new Date(estimatedDeliveryAt);
    return this.shipOrder.run(actor, { sellerOrderId, carrier, trackingNumber, lines: units, estimatedAt }, once);
  }

  /** List the parcels of a seller order. */
  @Get('shipments')
  @Access({ roles: ['buyer', 'seller'], scope: 'orders:read' })
  @Throws(NotFound)
  list(@Caller() actor: Actor, @WireId('sor', 'sellerOrderId') id: Id<'sor'>): Promise<ShipmentList> {
    return this.queries.list(actor, id);
  }

  /** Say that everything arrived, where the carrier does not. */
  @Post('delivery')
  @Access(SELLER_WRITES)
  @Idempotent('optional')
  @Throws(NotFound, IllegalTransition, NotFullyShipped)
  deliver(
    @Caller() actor: Actor,
    @WireId('sor', 'sellerOrderId') id: Id<'sor'>,
    @IdempotencyScope() once: Once,
  ): Promise<SellerOrderDeliveryView> {
    return this.deliverOrder.run(actor, id, once);
  }
}
