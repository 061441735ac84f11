import { Injectable } from '@nestjs/common';
import { Clock, type Id, type UserActor } from '../../kernel/index.js';
import { UnitOfWork } from '../../platform/database/index.js';
import { NotFound, type Once } from '../../platform/http/index.js';
import { CartQueries } from './cart-queries.js';
import { LARGEST_CART, LARGEST_QUANTITY, type CartView } from './carts.dto.js';
import { CartChanged, CartFull } from './carts.errors.js';
import type { CartRow } from './cart.domain.js';
import { CartsRepository } from './carts.repository.js';
import { PriceLines, type WantedLine } from './price-lines.js';

export interface PutLine {
  readonly cartId: Id<'crt'>;
  readonly line: WantedLine;
  /** Add the units to what is there, or set the quantity of a line that is there. */
  readonly mode: 'add' | 'set';
}

@Injectable()
export class PutCartLines {
  constructor(
    private readonly uow: UnitOfWork,
    private readonly carts: CartsRepository,
    private readonly prices: PriceLines,
    private readonly queries: CartQueries,
    private readonly clock: Clock,
  ) {}

  /** @throws NotFound, CartClosed, CartFull, CartChanged, and what pricing a line throws. */
  run(actor: UserActor, put: PutLine, once: Once): Promise<CartView> {
    return once.run(this.uow, async (tx) => {
      const cart = await this.carts.findOpen(tx, put.cartId, actor.userId);
      const { lines, currency } = await this.prices.run(tx, [{ ...put.line, quantity: quantityOf(cart, put) }], cart);
      const at = this.clock.now();
      if (!(await this.carts.touch(tx, cart.id, cart.version, currency, at))) throw new CartChanged({});
      await this.carts.putLines(tx, cart.id, lines, at);
      return this.queries.changed(tx, cart.id, actor.userId);
    });
  }
}

function quantityOf(cart: CartRow, { line, mode }: PutLine): number {
  const present = cart.lines.find((each) => each.variantId === line.variantId);
  if (mode === 'set') {
    if (!present) throw new NotFound({ what: 'cart line' });
    return line.quantity;
  }
  if (!present && cart.lines.length >= LARGEST_CART) throw new CartFull({ limit: LARGEST_CART });
  return Math.min(LARGEST_QUANTITY, line.quantity + (present?.quantity ?? 0));
}
