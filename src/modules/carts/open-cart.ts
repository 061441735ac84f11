import { Injectable } from '@nestjs/common';
import { Clock, type UserActor } from '../../kernel/index.js';
import { newId, UnitOfWork } from '../../platform/database/index.js';
import type { Once } from '../../platform/http/index.js';
import { CartQueries } from './cart-queries.js';
import type { CartView } from './carts.dto.js';
import { CartsRepository } from './carts.repository.js';
import { PriceLines, type WantedLine } from './price-lines.js';

@Injectable()
export class OpenCart {
  constructor(
    private readonly uow: UnitOfWork,
    private readonly carts: CartsRepository,
    private readonly prices: PriceLines,
    private readonly queries: CartQueries,
    private readonly clock: Clock,
  ) {}

  /** @throws VariantUnavailable, BelowMinimumQuantity, CartCurrencyDiffers */
  run(actor: UserActor, wanted: readonly WantedLine[], isMixed: boolean, once: Once): Promise<CartView> {
    return once.run(this.uow, async (tx) => {
      const { lines, offers, currency } = await this.prices.run(tx, wanted, { currency: null, isMixed });
      const cart = await this.carts.insert(
        tx,
        { id: newId('crt'), buyerId: actor.userId, currency, isMixed, lines },
        this.clock.now(),
      );
      return this.queries.viewOf(tx, cart, offers);
    });
  }
}
