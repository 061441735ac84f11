import { Body, Controller, Get, Post, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { Id, UserActor } from '../../kernel/index.js';
import {
  Access,
  Caller,
  Idempotent,
  IdempotencyScope,
  NotFound,
  PageQuery,
  parseWireId,
  Throws,
  WireId,
  type Once,
} from '../../platform/http/index.js';
import { CouponUnusable } from '../coupons/index.js';
import { CartChanged, CartClosed, CartEmpty, QuoteChanged } from '../carts/index.js';
import { CreditLimitExceeded, CreditLineNotActive, SpendingLimitExceeded } from '../companies/index.js';
import { FxQuoteExpired, FxQuoteUnfit, FxQuoteUsed, FxRateUnavailable } from '../fx/index.js';
import { OutOfStock } from '../inventory/index.js';
import { companyOf } from './payment-method.js';
import { OrderPage, OrderView, PlaceOrderDto } from './orders.dto.js';
import { OwnListing, PaymentCurrencyNeeded, SellerClosedMeanwhile } from './orders.errors.js';
import { OrderQueries } from './order-queries.js';
import { PlaceOrder } from './place-order.js';

const CONVERTING = [PaymentCurrencyNeeded, FxQuoteExpired, FxQuoteUsed, FxQuoteUnfit, FxRateUnavailable];

@ApiTags('orders')
@Controller('v1/orders')
export class OrdersController {
  constructor(
    private readonly placeOrder: PlaceOrder,
    private readonly queries: OrderQueries,
  ) {}

  /** Place an order: a cart becomes one order with one payment, split by seller. Pay it before `payBy`, or order on account. */
  @Post()
  @Access({ roles: ['buyer'], scope: 'orders:write' })
  @Idempotent()
  @Throws(
    ...[NotFound, CartEmpty, CartClosed, CartChanged, QuoteChanged, OwnListing, CouponUnusable, OutOfStock],
    ...[CreditLineNotActive, CreditLimitExceeded, SpendingLimitExceeded, SellerClosedMeanwhile, ...CONVERTING],
  )
  place(@Caller() actor: UserActor, @Body() body: PlaceOrderDto, @IdempotencyScope() once: Once): Promise<OrderView> {
    const { cartId, shippingAddress, email, quoteVersion, useStoreCredit, affiliateCode, paymentCurrency } = body;
    const companyId = companyOf(body);
    const fxQuoteIds = body.fxQuoteIds?.map((id) => parseWireId('fxq', id));
    const told = {
      shippingAddress,
      email,
      quoteVersion,
      useStoreCredit,
      companyId,
      affiliateCode,
      paymentCurrency,
      fxQuoteIds,
    };
    return this.placeOrder.run(actor, { cartId: parseWireId('crt', cartId), ...told }, once);
  }

  /** List your orders, newest first. */
  @Get()
  @Access({ roles: ['buyer'], scope: 'orders:read' })
  list(@Caller() actor: UserActor, @Query() query: PageQuery): Promise<OrderPage> {
    return this.queries.list(actor, query);
  }

  /** Read one of your orders. */
  @Get(':orderId')
  @Access({ roles: ['buyer'], scope: 'orders:read' })
  @Throws(NotFound)
  get(@Caller() actor: UserActor, @WireId('ord', 'orderId') id: Id<'ord'>): Promise<OrderView> {
    return this.queries.get(actor, id);
  }
}
