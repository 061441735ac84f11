import { Injectable } from '@nestjs/common';
import { Clock, type Id, type UserActor } from '../../kernel/index.js';
import { UnitOfWork } from '../../platform/database/index.js';
import { NotFound } from '../../platform/http/index.js';
import { CartQueries } from './cart-queries.js';
import type { CartView } from './carts.dto.js';
import { CartChanged } from './carts.errors.js';
import { CartsRepository } from './carts.repository.js';

@Injectable()
export class RemoveCartLine {
  constructor(
    private readonly uow: UnitOfWork,
    private readonly carts: CartsRepository,
    private readonly queries: CartQueries,
    private readonly clock: Clock,
  ) {}

  /** The last line takes the cart's currency with it. @throws NotFound, CartClosed, CartChanged */
  run(actor: UserActor, cartId: Id<'crt'>, variantId: Id<'var'>): Promise<CartView> {
    return this.uow.run(async (tx) => {
      const cart = await this.carts.findOpen(tx, cartId, actor.userId);
      const currency = cart.lines.some((line) => line.variantId !== variantId) ? cart.currency : null;
      if (!(await this.carts.touch(tx, cartId, cart.version, currency, this.clock.now()))) throw new CartChanged({});
      if (!(await this.carts.dropLine(tx, cartId, variantId))) throw new NotFound({ what: 'cart line' });
      return this.queries.changed(tx, cartId, actor.userId);
    });
  }
}
