import { Injectable } from '@nestjs/common';
import { Clock, type Id, type UserActor } from '../../kernel/index.js';
import { UnitOfWork } from '../../platform/database/index.js';
import type { Once } from '../../platform/http/index.js';
import { couponDifferences } from './cart.domain.js';
import { CartQueries } from './cart-queries.js';
import { Carts } from './carts.js';
import type { CartView } from './carts.dto.js';
import { CartChanged } from './carts.errors.js';
import { CartsRepository } from './carts.repository.js';

@Injectable()
export class AcceptQuote {
  constructor(
    private readonly uow: UnitOfWork,
    private readonly carts: Carts,
    private readonly repository: CartsRepository,
    private readonly queries: CartQueries,
    private readonly clock: Clock,
  ) {}

  /** @throws NotFound, CartClosed, CartChanged; QuoteChanged when the cart costs something else again. */
  run(actor: UserActor, accepted: { cartId: Id<'crt'>; quoteVersion: string }, once: Once): Promise<CartView> {
    return once.run(this.uow, async (tx) => {
      const cart = await this.repository.findOpen(tx, accepted.cartId, actor.userId);
      const quote = await this.carts.quote(tx, accepted.cartId, actor.userId);
      this.carts.assertAgreed(quote, accepted.quoteVersion);
      const at = this.clock.now();
      const touched = await this.repository.touch(tx, cart.id, quote.cart.version, cart.currency, at);
      if (!touched) throw new CartChanged({});
      const lines = quote.lines.map(({ offer, quantity, unitPrice }) => ({
        variantId: offer.variantId,
        quantity,
        seenUnitPrice: unitPrice.amount,
        seenShippingFee: offer.shippingFee.amount,
      }));
      await this.repository.putLines(tx, cart.id, lines, at);
      const discounts = quote.coupon?.totals ?? [];
      if (couponDifferences(cart, discounts, true).length > 0) await this.repository.agree(tx, cart, discounts);
      return this.queries.view(tx, cart.id, actor.userId);
    });
  }
}
