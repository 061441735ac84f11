import { Injectable } from '@nestjs/common';
import { Clock, type Id, type UserActor } from '../../kernel/index.js';
import { UnitOfWork } from '../../platform/database/index.js';
import { CouponUnusable } from '../coupons/index.js';
import { cartView } from './cart.view.js';
import type { CartView } from './carts.dto.js';
import { CartChanged } from './carts.errors.js';
import { Carts } from './carts.js';
import { CartsRepository } from './carts.repository.js';

@Injectable()
export class PutCartCoupon {
  constructor(
    private readonly uow: UnitOfWork,
    private readonly carts: Carts,
    private readonly repository: CartsRepository,
    private readonly clock: Clock,
  ) {}

  /**
   * Puts a code on the cart, or takes it off. Nothing is used up before the cart is ordered.
   * @throws NotFound, CartClosed, CartChanged; CouponUnusable when the code takes nothing off this cart
   */
  run(actor: UserActor, cartId: Id<'crt'>, code: string | null): Promise<CartView> {
    return this.uow.run(async (tx) => {
      const cart = await this.repository.findOpen(tx, cartId, actor.userId);
      if (!(await this.repository.putCoupon(tx, cart, code, this.clock.now()))) throw new CartChanged({});
      const quote = await this.carts.quote(tx, cartId, actor.userId, 'with stock');
      if (code !== null && (!quote.coupon || quote.coupon.refusal)) {
        throw new CouponUnusable({ reason: quote.coupon?.refusal ?? 'no_goods' });
      }
      return cartView(await this.carts.agreeToDiscount(tx, quote));
    });
  }
}
