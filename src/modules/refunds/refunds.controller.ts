import { Body, Controller, Get, Post } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { Actor, Id } from '../../kernel/index.js';
import { Audited } from '../../platform/audit/index.js';
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
import { RefundExceedsOrder } from '../orders/index.js';
import { RefundExceedsCapture } from '../payments/index.js';
import { RefundQueries } from './refund-queries.js';
import { RefundSellerOrder } from './refund-seller-order.js';
import { RefundDto, SellerOrderRefundList, SellerOrderRefundView } from './refunds.dto.js';
import { NothingToRefund, NotRefundable } from './refunds.errors.js';

@ApiTags('refunds')
@Controller('v1/seller-orders/:sellerOrderId/refunds')
export class RefundsController {
  constructor(
    private readonly refundOrder: RefundSellerOrder,
    private readonly queries: RefundQueries,
  ) {}

  /**
   * Refund a seller order, or units of it, or some of its shipping. At any time after the payment; what the seller has
   * been paid out already is owed.
   */
  @Post()
  @Access({ roles: ['seller', 'finance'], scope: 'orders:write' })
  @Idempotent()
  @Throws(NotFound, NotRefundable, NothingToRefund, RefundExceedsOrder, RefundExceedsCapture)
  refund(
    @Caller() actor: Actor,
    @WireId('sor', 'sellerOrderId') id: Id<'sor'>,
    @Body() body: RefundDto,
    @IdempotencyScope() once: Once,
  ): Promise<SellerOrderRefundView> {
    return this.refundOrder.run(actor, id, body, once);
  }

  /** List the refunds of a seller order, oldest first. */
  @Get()
  @Access({ roles: ['buyer', 'seller', 'finance'], scope: 'orders:read' })
  @Audited('seller_order', 'sellerOrderId')
  @Throws(NotFound)
  list(@Caller() actor: Actor, @WireId('sor', 'sellerOrderId') id: Id<'sor'>): Promise<SellerOrderRefundList> {
    return this.queries.ofSellerOrder(actor, id);
  }
}
