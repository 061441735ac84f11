import { Injectable } from '@nestjs/common';
import { actsFor, type UserActor } from '../../kernel/index.js';
import { UnitOfWork, type Tx } from '../../platform/database/index.js';
import type { Once } from '../../platform/http/index.js';
import { Carts, type Quote } from '../carts/index.js';
import { Inventory } from '../inventory/index.js';
import { AssessOrder } from './assess-order.js';
import type { OrderPlan, OrderRequest } from './order-plan.domain.js';
import type { OrderView } from './orders.dto.js';
import { OwnListing } from './orders.errors.js';
import { PlanOrder } from './plan-order.js';
import { RegisterOrder } from './register-order.js';

@Injectable()
export class PlaceOrder {
  constructor(
    private readonly uow: UnitOfWork,
    private readonly carts: Carts,
    private readonly plans: PlanOrder,
    private readonly assess: AssessOrder,
    private readonly register: RegisterOrder,
    private readonly inventory: Inventory,
  ) {}

  /**
   * Turns a cart into an order: one transaction, whose last statement takes the stock, so that the rows many shoppers
   * want are locked for the shortest time.
   * @throws NotFound, CartEmpty, CartClosed, CartChanged, QuoteChanged, OwnListing, CouponUnusable, OutOfStock, SellerClosedMeanwhile,
   * CreditLineNotActive, CreditLimitExceeded, and what converting throws
   */
  run(actor: UserActor, request: OrderRequest, once: Once): Promise<OrderView> {
    return once.run(this.uow, (tx) => this.place(tx, actor, request, once));
  }

  /** The same in the caller's transaction; `once` stores the view of the order, or nothing. */
  async place(tx: Tx, actor: UserActor, request: OrderRequest, once: Once): Promise<OrderView> {
    const [quote, buyer] = await Promise.all([
      this.carts.checkOut(tx, request.cartId, actor.userId),
      this.assess.buyerOf(tx, actor.userId),
    ]);
    this.carts.assertAgreed(quote, request.quoteVersion);
    if (quote.lines.some(({ offer }) => actsFor(actor, offer.sellerId))) throw new OwnListing({});
    const plan = await this.plans.run(tx, quote, request);
    const assessed = await this.assess.run(tx, plan, buyer);
    return this.register.run(tx, plan, assessed, (view) => this.finish(tx, quote, plan, once, view));
  }

  private async finish(tx: Tx, quote: Quote, plan: OrderPlan, once: Once, view: OrderView): Promise<void> {
    const lines = quote.lines.map(({ offer, quantity }) => ({ variantId: offer.variantId, quantity }));
    // Alone: where the coupon is used up, what follows it in a packet would fail without saying why.
    await this.carts.redeem(tx, quote, plan.orderId);
    // Written in this order, in one packet.
    await Promise.all([
      once.store(tx, view),
      this.inventory.reserve(tx, { reservationId: plan.orderId, lines, expiresAt: plan.payBy }),
    ]);
  }
}
