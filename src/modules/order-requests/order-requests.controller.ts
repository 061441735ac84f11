import { Body, Controller, Get, HttpCode, Post, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { Id, UserActor } from '../../kernel/index.js';
import { IllegalTransition } from '../../platform/database/index.js';
import {
  Access,
  Caller,
  Forbidden,
  Idempotent,
  IdempotencyScope,
  NotFound,
  Throws,
  WireId,
  type Once,
} from '../../platform/http/index.js';
import { CartChanged, CartClosed, CartEmpty, QuoteChanged } from '../carts/index.js';
import { CreditLimitExceeded, CreditLineNotActive } from '../companies/index.js';
import { CouponUnusable } from '../coupons/index.js';
import { FxRateUnavailable } from '../fx/index.js';
import { OutOfStock } from '../inventory/index.js';
import { OwnListing, PaymentCurrencyNeeded, SellerClosedMeanwhile } from '../orders/index.js';
import { ApproveOrderRequest } from './approve-order-request.js';
import { DecideOrderRequest } from './decide-order-request.js';
import { OrderRequestQueries } from './order-request-queries.js';
import {
  OrderRequestDto,
  OrderRequestPage,
  OrderRequestQuery,
  OrderRequestRefusalDto,
  OrderRequestView,
} from './order-requests.dto.js';
import {
  AnotherApproverNeeded,
  ApprovalLimitExceeded,
  OrderRequestWaits,
  RequesterLeft,
} from './order-requests.errors.js';
import { RequestOrder } from './request-order.js';

const WRITES = { roles: ['buyer'], scope: 'orders:write' } as const;
const READS = { roles: ['buyer'], scope: 'orders:read' } as const;
const DECIDING = [NotFound, Forbidden, AnotherApproverNeeded, IllegalTransition] as const;

@ApiTags('order requests')
@Controller('v1')
export class OrderRequestsController {
  constructor(
    private readonly queries: OrderRequestQueries,
    private readonly requestOrder: RequestOrder,
    private readonly approveRequest: ApproveOrderRequest,
    private readonly decide: DecideOrderRequest,
  ) {}

  /** Ask that your company orders your cart. Nothing is reserved; an approver places the order by confirming it within a week. */
  @Post('order-requests')
  @Access(WRITES)
  @Idempotent()
  @Throws(NotFound, CartEmpty, CartClosed, QuoteChanged, OwnListing, OrderRequestWaits)
  request(
    @Caller() actor: UserActor,
    @Body() body: OrderRequestDto,
    @IdempotencyScope() once: Once,
  ): Promise<OrderRequestView> {
    return this.requestOrder.run(actor, body, once);
  }

  /** List the order requests of a company, newest first. Yours; all of them, if you may approve. */
  @Get('companies/:companyId/order-requests')
  @Access(READS)
  @Throws(NotFound)
  list(
    @Caller() actor: UserActor,
    @WireId('cmp', 'companyId') id: Id<'cmp'>,
    @Query() query: OrderRequestQuery,
  ): Promise<OrderRequestPage> {
    return this.queries.ofCompany(actor, id, query);
  }

  /** Read an order request. */
  @Get('order-requests/:orderRequestId')
  @Access(READS)
  @Throws(NotFound)
  get(@Caller() actor: UserActor, @WireId('orq', 'orderRequestId') id: Id<'orq'>): Promise<OrderRequestView> {
    return this.queries.get(actor, id);
  }

  /** Approve an order request that somebody else made: the order is placed. A refusal to place it leaves the request as it is. */
  @Post('order-requests/:orderRequestId/approval')
  @HttpCode(200)
  @Access(WRITES)
  @Idempotent()
  @Throws(
    ...[...DECIDING, RequesterLeft, ApprovalLimitExceeded, CreditLineNotActive, CreditLimitExceeded, OutOfStock],
    ...[CartEmpty, CartClosed, CartChanged, QuoteChanged, OwnListing, CouponUnusable],
    ...[PaymentCurrencyNeeded, FxRateUnavailable, SellerClosedMeanwhile],
  )
  approve(
    @Caller() actor: UserActor,
    @WireId('orq', 'orderRequestId') id: Id<'orq'>,
    @IdempotencyScope() once: Once,
  ): Promise<OrderRequestView> {
    return this.approveRequest.run(actor, id, once);
  }

  /** Refuse an order request that somebody else made. */
  @Post('order-requests/:orderRequestId/refusal')
  @HttpCode(200)
  @Access(WRITES)
  @Idempotent('optional')
  @Throws(...DECIDING)
  refuse(
    @Caller() actor: UserActor,
    @WireId('orq', 'orderRequestId') id: Id<'orq'>,
    @Body() { reason }: OrderRequestRefusalDto,
    @IdempotencyScope() once: Once,
  ): Promise<OrderRequestView> {
    return this.decide.run(actor, id, { action: 'refuse', reason }, once);
  }

  /** Withdraw an order request: your own, or as an admin of its company. */
  @Post('order-requests/:orderRequestId/withdrawal')
  @HttpCode(200)
  @Access(WRITES)
  @Idempotent('optional')
  @Throws(...DECIDING)
  withdraw(
    @Caller() actor: UserActor,
    @WireId('orq', 'orderRequestId') id: Id<'orq'>,
    @IdempotencyScope() once: Once,
  ): Promise<OrderRequestView> {
    return this.decide.run(actor, id, { action: 'withdraw' }, once);
  }
}
