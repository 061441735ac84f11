import type { Id, Money } from '../../kernel/index.js';
import type { Condition } from './listing.domain.js';
import type { ListingState } from './listing.lifecycle.js';

/** From `minQuantity` units on, each costs `unitPrice`. */
export interface OfferTier {
  readonly minQuantity: number;
  readonly unitPrice: Money;
}

/** What a buyer can put into a cart: one variant at its present price. */
export interface Offer {
  readonly variantId: Id<'var'>;
  readonly listingId: Id<'lst'>;
  readonly sellerId: Id<'sel'>;
  readonly categoryId: Id<'cat'>;
  readonly title: string;
  readonly sku: string;
  readonly options: Readonly<Record<string, string>>;
  readonly condition: Condition;
  readonly currency: string;
  readonly unitPrice: Money;
  /** Ascending by quantity, each cheaper than the one before. */
  readonly tiers: readonly OfferTier[];
  readonly minimumQuantity: number;
  /** For one unit. */
  readonly shippingFee: Money;
  readonly state: ListingState;
  /** Whether the listing is live, the variant is part of it, and its seller is visible. Says nothing of stock. */
  readonly isPurchasable: boolean;
  /** Of the listing; grows with every change. */
  readonly version: number;
}

/** The price of one unit when `quantity` of them are bought: that of the highest tier reached. */
export function unitPriceAt(offer: Pick<Offer, 'unitPrice' | 'tiers'>, quantity: number): Money {
  return offer.tiers.findLast((tier) => quantity >= tier.minQuantity)?.unitPrice ?? offer.unitPrice;
}
