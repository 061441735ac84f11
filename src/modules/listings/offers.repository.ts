import { Injectable } from '@nestjs/common';
import { money, type Id } from '../../kernel/index.js';
import { query, queryOne, statement, type Tx } from '../../platform/database/index.js';
import type { Tier } from './listing.domain.js';
import type { Offer } from './offer.domain.js';

interface OfferRow extends Omit<Offer, 'unitPrice' | 'tiers' | 'shippingFee'> {
  readonly amount: number;
  readonly shippingAmount: number;
  readonly tiers: readonly Tier[];
}

const offers = statement<[ids: readonly string[]], OfferRow>(
  'listings.offers',
  `select v.id as "variantId", l.id as "listingId", l.seller_id as "sellerId", l.category_id as "categoryId", l.title,
          v.sku, v.options, l.condition, l.currency, v.price_amount as amount, v.shipping_amount as "shippingAmount",
          v.tiers, v.minimum_quantity as "minimumQuantity", l.state, l.version,
          l.state = 'active' and v.retired_at is null and s.seller_id is not null as "isPurchasable"
     from listing_variants v
     join listings l on l.id = v.listing_id
     left join public_sellers s on s.seller_id = l.seller_id
    where v.id = any($1::uuid[])`,
);

/** Where a listing stands and whose it is. */
export interface ListingPlace {
  readonly sellerId: Id<'sel'>;
  readonly categoryId: Id<'cat'>;
  readonly currency: string;
}

const place = statement<[id: string], ListingPlace>(
  'listings.place',
  `select seller_id as "sellerId", category_id as "categoryId", currency from listings where id = $1`,
);

@Injectable()
export class OffersRepository {
  place(tx: Tx, listingId: string): Promise<ListingPlace | undefined> {
    return queryOne(tx, place, [listingId]);
  }

  async find(tx: Tx, variantIds: readonly string[]): Promise<ReadonlyMap<Id<'var'>, Offer>> {
    const rows = variantIds.length === 0 ? [] : await query(tx, offers, [variantIds]);
    return new Map(rows.map((row) => [row.variantId, offerOf(row)]));
  }
}

function offerOf({ amount, shippingAmount, tiers, ...row }: OfferRow): Offer {
  return {
    ...row,
    unitPrice: money(amount, row.currency),
    shippingFee: money(shippingAmount, row.currency),
    tiers: tiers.map((tier) => ({ minQuantity: tier.minQuantity, unitPrice: money(tier.amount, row.currency) })),
  };
}
