import { Injectable } from '@nestjs/common';
import { actsFor, Clock, plus, type Id, type UserActor } from '../../kernel/index.js';
import { newId, UnitOfWork } from '../../platform/database/index.js';
import type { Once } from '../../platform/http/index.js';
import { Carts, type Quote } from '../carts/index.js';
import { Inventory } from '../inventory/index.js';
import { AssessOrder } from './assess-order.js';
import { planOrder, type OrderPlan, type ShippingAddress } from './order-plan.domain.js';
import type { OrderView } from './orders.dto.js';
import { OwnListing } from './orders.errors.js';
import { RegisterOrder } from './register-order.js';
import { WINDOWS } from './seller-order.lifecycle.js';

export interface OrderRequest {
  readonly cartId: Id<'crt'>;
  readonly shippingAddress: ShippingAddress;
  readonly email?: string;
  readonly quoteVersion?: string;
  /** Store credit pays as much as there is. */
  readonly useStoreCredit?: boolean;
  /** The company that orders on account. */
  readonly companyId?: Id<'cmp'>;
}

@Injectable()
export class PlaceOrder {
  constructor(
    private readonly uow: UnitOfWork,
    private readonly clock: Clock,
    private readonly carts: Carts,
    private readonly assess: AssessOrder,
    private readonly register: RegisterOrder,
    private readonly inventory: Inventory,
  ) {}

  /**
   * Turns a cart into an order: one transaction, whose last statement takes the stock, so that the rows many shoppers
   * want are locked for the shortest time.
   * @throws NotFound, CartEmpty, CartClosed, CartChanged, QuoteChanged, OwnListing, CouponUnusable, OutOfStock,
   * CreditLineNotActive, CreditLimitExceeded
   */
  run(actor: UserActor, request: OrderRequest, once: Once): Promise<OrderView> {
    return once.run(this.uow, async (tx) => {
      const quote = await this.carts.checkOut(tx, request.cartId, actor.userId);
      this.carts.assertAgreed(quote, request.quoteVersion);
      if (quote.lines.some(({ offer }) => actsFor(actor, offer.sellerId))) throw new OwnListing({});
      const plan = this.plan(quote, request);
      const assessed = await this.assess.run(tx, plan);
      const view = await this.register.run(tx, plan, assessed);
      const lines = quote.lines.map(({ offer, quantity }) => ({ variantId: offer.variantId, quantity }));
      // Alone: where the coupon is used up, what follows it in a packet would fail without saying why.
      await this.carts.redeem(tx, quote, plan.orderId);
      // Written in this order, in one packet.
      await Promise.all([
        once.store(tx, view),
        this.inventory.reserve(tx, { reservationId: plan.orderId, lines, expiresAt: plan.payBy }),
      ]);
      return view;
    });
  }

  private plan(quote: Quote, { shippingAddress, email, useStoreCredit, companyId }: OrderRequest): OrderPlan {
    const placedAt = this.clock.now();
    return planOrder({
      quote,
      shippingAddress,
      email,
      useStoreCredit,
      companyId,
      placedAt,
      payBy: plus(placedAt, WINDOWS.payment),
      orderId: newId('ord'),
      newSellerOrderId: () => newId('sor'),
    });
  }
}
