import { Body, Controller, Get, HttpCode, Post, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { Actor, Id, UserActor } from '../../kernel/index.js';
import { Audited } from '../../platform/audit/index.js';
import { IllegalTransition } from '../../platform/database/index.js';
import {
  Access,
  Caller,
  IdempotencyScope,
  Idempotent,
  NotFound,
  Once,
  PageQuery,
  Throws,
  WireId,
} from '../../platform/http/index.js';
import { SellerIsClosed } from '../sellers/index.js';
import { ChangeSubscription } from './change-subscription.js';
import { RefundSubscription } from './refund-subscription.js';
import { Subscribe } from './subscribe.js';
import { SubscriptionQueries } from './subscription-queries.js';
import {
  AddPlanDto,
  PlanList,
  PlanView,
  RefundSubscriptionDto,
  SubscribeDto,
  SubscriptionInvoicePage,
  SubscriptionInvoiceView,
  SubscriptionView,
} from './subscriptions.dto.js';
import {
  PlanChangedMeanwhile,
  PlanClosed,
  PlanInOtherCurrency,
  SubscriptionExists,
  SubscriptionRefunded,
} from './subscriptions.errors.js';

const OWN = 'sellers/:sellerId/subscription';

@ApiTags('subscriptions')
@Controller('v1')
export class SubscriptionsController {
  constructor(
    private readonly queries: SubscriptionQueries,
    private readonly subscribing: Subscribe,
    private readonly change: ChangeSubscription,
    private readonly refunds: RefundSubscription,
  ) {}

  /** List the plans that sellers may subscribe to. */
  @Get('subscription-plans')
  @Access({ roles: ['anyone'] })
  plans(): Promise<PlanList> {
    return this.queries.openPlans();
  }

  /** Add a plan, in place of the one with the same code and currency. Who has that one keeps it. */
  @Post('finance/subscription-plans')
  @Access({ roles: ['finance'] })
  @Idempotent('optional')
  @Throws(PlanChangedMeanwhile)
  addPlan(@Caller() actor: UserActor, @Body() body: AddPlanDto, @IdempotencyScope() once: Once): Promise<PlanView> {
    return this.queries.addPlan(actor, body, once);
  }

  /** Read the subscription of a seller: the one that is running, or the last one. */
  @Get(OWN)
  @Access({ roles: ['seller', 'finance'] })
  @Audited('seller', 'sellerId')
  @Throws(NotFound)
  get(@Caller() actor: Actor, @WireId('sel', 'sellerId') sellerId: Id<'sel'>): Promise<SubscriptionView> {
    return this.queries.latest(actor, sellerId);
  }

  /** Subscribe to a plan. The first month is taken from the available balance at once; what is missing is owed. */
  @Post(OWN)
  @Access({ roles: ['seller'] })
  @Idempotent()
  @Throws(NotFound, SellerIsClosed, PlanClosed, PlanInOtherCurrency, SubscriptionExists)
  subscribe(
    @Caller() actor: UserActor,
    @WireId('sel', 'sellerId') sellerId: Id<'sel'>,
    @Body() body: SubscribeDto,
    @IdempotencyScope() once: Once,
  ): Promise<SubscriptionView> {
    return this.subscribing.run(actor, sellerId, body, once);
  }

  /** Cancel the subscription. It lasts until the end of the month that is paid for. */
  @Post(`${OWN}/cancellation`)
  @HttpCode(200)
  @Access({ roles: ['seller'] })
  @Idempotent('optional')
  @Throws(NotFound, IllegalTransition)
  cancel(
    @Caller() actor: UserActor,
    @WireId('sel', 'sellerId') sellerId: Id<'sel'>,
    @IdempotencyScope() once: Once,
  ): Promise<SubscriptionView> {
    return this.change.run(actor, sellerId, 'cancel', once);
  }

  /** Go on with a subscription that was cancelled and has not ended. */
  @Post(`${OWN}/resumption`)
  @HttpCode(200)
  @Access({ roles: ['seller'] })
  @Idempotent('optional')
  @Throws(NotFound, IllegalTransition, SellerIsClosed)
  resume(
    @Caller() actor: UserActor,
    @WireId('sel', 'sellerId') sellerId: Id<'sel'>,
    @IdempotencyScope() once: Once,
  ): Promise<SubscriptionView> {
    return this.change.run(actor, sellerId, 'resume', once);
  }

  /** List what the subscriptions of a seller cost, newest first. */
  @Get(`${OWN}/invoices`)
  @Access({ roles: ['seller', 'finance'] })
  @Audited('seller', 'sellerId')
  @Throws(NotFound)
  invoices(
    @Caller() actor: Actor,
    @WireId('sel', 'sellerId') sellerId: Id<'sel'>,
    @Query() query: PageQuery,
  ): Promise<SubscriptionInvoicePage> {
    return this.queries.invoicesOf(actor, sellerId, query);
  }

  /** Give a month back. What the seller owes is settled with it, the rest is available. */
  @Post('finance/subscription-invoices/:subscriptionInvoiceId/refund')
  @HttpCode(200)
  @Access({ roles: ['finance'] })
  @Idempotent()
  @Throws(NotFound, SubscriptionRefunded)
  refund(
    @Caller() actor: UserActor,
    @WireId('sbi', 'subscriptionInvoiceId') id: Id<'sbi'>,
    @Body() { reason }: RefundSubscriptionDto,
    @IdempotencyScope() once: Once,
  ): Promise<SubscriptionInvoiceView> {
    return this.refunds.run(actor, id, reason, once);
  }
}
