import { Body, Controller, Get, HttpCode, Post, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { Actor, Id, UserActor } from '../../kernel/index.js';
import { IllegalTransition } from '../../platform/database/index.js';
import {
  Access,
  Caller,
  Idempotent,
  IdempotencyScope,
  NotFound,
  Throws,
  WireId,
  type Once,
} from '../../platform/http/index.js';
import { AcceptSellerOrder } from './accept-seller-order.js';
import { CancelSellerOrder } from './cancel-seller-order.js';
import { ConfirmDelivery } from './confirm-delivery.js';
import {
  CancellationDto,
  IncludeQuery,
  RefusalDto,
  SellerOrderPage,
  SellerOrderQuery,
  SellerOrderView,
} from './orders.dto.js';
import { RefuseSellerOrder } from './refuse-seller-order.js';
import { SellerOrderQueries } from './seller-order-queries.js';

const SELLER_WRITES = { roles: ['seller'], scope: 'orders:write' } as const;
const BUYER_WRITES = { roles: ['buyer'], scope: 'orders:write' } as const;

@ApiTags('seller-orders')
@Controller('v1')
export class SellerOrdersController {
  constructor(
    private readonly queries: SellerOrderQueries,
    private readonly accept: AcceptSellerOrder,
    private readonly refuse: RefuseSellerOrder,
    private readonly cancel: CancelSellerOrder,
    private readonly confirm: ConfirmDelivery,
  ) {}

  /** List the orders that a seller fills, newest first. */
  @Get('sellers/:sellerId/seller-orders')
  @Access({ roles: ['seller'], scope: 'orders:read' })
  @Throws(NotFound)
  list(
    @Caller() actor: Actor,
    @WireId('sel', 'sellerId') sellerId: Id<'sel'>,
    @Query() query: SellerOrderQuery,
  ): Promise<SellerOrderPage> {
    return this.queries.list(actor, sellerId, query);
  }

  /** Read a seller order, as its buyer or its seller. A seller sees its share and never the payment. */
  @Get('seller-orders/:sellerOrderId')
  @Access({ roles: ['buyer', 'seller'], scope: 'orders:read' })
  @Throws(NotFound)
  get(
    @Caller() actor: Actor,
    @WireId('sor', 'sellerOrderId') id: Id<'sor'>,
    @Query() { include }: IncludeQuery,
  ): Promise<SellerOrderView> {
    return this.queries.get(actor, id, include);
  }

  /** Accept a paid order; ship it before `shipBy`. */
  @Post('seller-orders/:sellerOrderId/acceptance')
  @HttpCode(200)
  @Access(SELLER_WRITES)
  @Idempotent('optional')
  @Throws(NotFound, IllegalTransition)
  acceptance(
    @Caller() actor: Actor,
    @WireId('sor', 'sellerOrderId') id: Id<'sor'>,
    @IdempotencyScope() once: Once,
  ): Promise<SellerOrderView> {
    return this.accept.run(actor, id, once);
  }

  /** Refuse an order that you cannot fill; the buyer is refunded. */
  @Post('seller-orders/:sellerOrderId/refusal')
  @HttpCode(200)
  @Access(SELLER_WRITES)
  @Idempotent()
  @Throws(NotFound, IllegalTransition)
  refusal(
    @Caller() actor: Actor,
    @WireId('sor', 'sellerOrderId') id: Id<'sor'>,
    @Body() body: RefusalDto,
    @IdempotencyScope() once: Once,
  ): Promise<SellerOrderView> {
    return this.refuse.run(actor, id, body, once);
  }

  /** Cancel what has not been shipped; its part of the payment is refunded. */
  @Post('seller-orders/:sellerOrderId/cancellation')
  @HttpCode(200)
  @Access(BUYER_WRITES)
  @Idempotent()
  @Throws(NotFound, IllegalTransition)
  cancellation(
    @Caller() actor: UserActor,
    @WireId('sor', 'sellerOrderId') id: Id<'sor'>,
    @Body() body: CancellationDto,
    @IdempotencyScope() once: Once,
  ): Promise<SellerOrderView> {
    return this.cancel.run(actor, id, body.note, once);
  }

  /** Confirm that the goods arrived as ordered; the seller is paid sooner. */
  @Post('seller-orders/:sellerOrderId/confirmation')
  @HttpCode(200)
  @Access(BUYER_WRITES)
  @Idempotent()
  @Throws(NotFound, IllegalTransition)
  confirmation(
    @Caller() actor: UserActor,
    @WireId('sor', 'sellerOrderId') id: Id<'sor'>,
    @IdempotencyScope() once: Once,
  ): Promise<SellerOrderView> {
    return this.confirm.run(actor, id, once);
  }
}
