import { Injectable } from '@nestjs/common';
import type { Id } from '../../kernel/index.js';
import type { Tx } from '../../platform/database/index.js';
import { Listings, unitPriceAt, type Offer } from '../listings/index.js';
import { isCountable, type CartLine, type CartRow } from './cart.domain.js';

import { BelowMinimumQuantity, CartCurrencyDiffers, LineTooLarge, VariantUnavailable } from './carts.errors.js';

export interface WantedLine {
  readonly variantId: Id<'var'>;
  readonly quantity: number;
}

export interface PricedLines {
  readonly lines: readonly CartLine[];
  /** By variant, as of now. */
  readonly offers: ReadonlyMap<string, Offer>;
  /** The one currency of the lines and of the cart they go into; null without any, and where it is mixed. */
  readonly currency: string | null;
}

/** Turns what a buyer wants into lines that remember the price the buyer was told. */
@Injectable()
export class PriceLines {
  constructor(private readonly listings: Listings) {}

  /** @throws VariantUnavailable, BelowMinimumQuantity, CartCurrencyDiffers, LineTooLarge */
  async run(tx: Tx, wanted: readonly WantedLine[], cart: Pick<CartRow, 'currency' | 'isMixed'>): Promise<PricedLines> {
    const offers = await this.listings.offersOf(
      tx,
      wanted.map((line) => line.variantId),
    );
    const [first] = wanted.flatMap(({ variantId }) => offers.get(variantId) ?? []);
    const currency = cart.isMixed ? null : (cart.currency ?? first?.currency ?? null);
    return { lines: wanted.map((line) => lineOf(line, offers.get(line.variantId), currency)), offers, currency };
  }
}

function lineOf({ variantId, quantity }: WantedLine, offer: Offer | undefined, currency: string | null): CartLine {
  if (!offer?.isPurchasable) throw new VariantUnavailable({});
  if (currency !== null && offer.currency !== currency) {
    throw new CartCurrencyDiffers({ cart: currency, offer: offer.currency });
  }
  if (quantity < offer.minimumQuantity) throw new BelowMinimumQuantity({ minimum: offer.minimumQuantity });
  const unitPrice = unitPriceAt(offer, quantity);
  if (!isCountable(offer, quantity, unitPrice)) throw new LineTooLarge({});
  return { variantId, quantity, seenUnitPrice: unitPrice.amount, seenShippingFee: offer.shippingFee.amount };
}
