import { Injectable } from '@nestjs/common';
import type { Id } from '../../kernel/index.js';
import { Db, query, queryOne, statement, type Tx } from '../../platform/database/index.js';
import { lowestAmount, modelKey, type ListingContent } from './listing.domain.js';
import { SELLER_COLUMNS, type LiveFacts, type PublicListing } from './public-listing.domain.js';

export interface Publication {
  readonly listing: PublicListing;
  readonly branchIds: readonly string[];
  readonly card: string;
  readonly detail: string;
  readonly tokens: string;
  readonly titleTokens: string;
}

export interface DetailRow extends LiveFacts {
  readonly detail: string;
  readonly variantIds: readonly string[];
  readonly available: readonly number[];
}

type Put = [
  listing: string,
  seller: string,
  brand: string | null,
  modelKey: string | null,
  condition: string,
  currency: string,
  amount: number,
  publishedAt: Date,
  variants: string[],
  card: string,
  detail: string,
  tokens: string,
  titleTokens: string,
  branch: readonly string[],
];

const put = statement<Put, never>(
  'listings.publish',
  `with row as (
     insert into published_listings (listing_id, seller_id, brand_id, model_key, condition, currency, price_amount,
                                     published_at, variant_ids, card, detail, tokens, title_tokens)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12::tsvector, $13::tsvector)
     on conflict (listing_id) do update
        set brand_id = excluded.brand_id, model_key = excluded.model_key, condition = excluded.condition,
            price_amount = excluded.price_amount, variant_ids = excluded.variant_ids, card = excluded.card,
            detail = excluded.detail, tokens = excluded.tokens, title_tokens = excluded.title_tokens
     returning listing_id, published_at, currency, price_amount),
   left_behind as (
     delete from listing_category_entries where listing_id = $1 and category_id <> all($14::uuid[]))
   insert into listing_category_entries (listing_id, category_id, published_at, currency, price_amount)
   select row.listing_id, category_id, row.published_at, row.currency, row.price_amount
     from row cross join unnest($14::uuid[]) category_id
   on conflict (listing_id, category_id) do update set price_amount = excluded.price_amount`,
);
const taken = statement<[string], never>('listings.unpublish', 'delete from published_listings where listing_id = $1');
const detail = statement<[string], DetailRow>(
  'listings.detail',
  `select p.detail, p.variant_ids as "variantIds", ${SELLER_COLUMNS},
          array(select coalesce(a.available, 0) from unnest(p.variant_ids) with ordinality v(id, position)
                  left join available_stock a on a.variant_id = v.id order by v.position) as available
     from published_listings p
     join public_sellers s on s.seller_id = p.seller_id
     left join seller_rating_summaries r on r.seller_id = p.seller_id
    where p.listing_id = $1`,
);
const median = statement<
  [brand: string | null, model: string, condition: string, currency: string, except: string],
  { readonly amount: number | null; readonly count: number }
>(
  'listings.model_median',
  `select round(percentile_cont(0.5) within group (order by price_amount))::bigint as amount, count(*) as count
     from published_listings
    where brand_id is not distinct from $1 and model_key = $2 and condition = $3 and currency = $4 and listing_id <> $5`,
);

@Injectable()
export class PublishedListingsRepository {
  constructor(private readonly db: Db) {}

  /** Publishes the listing, or replaces what is published of it. */
  async put(tx: Tx, publication: Publication): Promise<void> {
    const { listing, branchIds, card, detail: page, tokens, titleTokens } = publication;
    const { id, sellerId, brandId, model, condition, currency, publishedAt, variants } = listing;
    const key = model === null ? null : modelKey(model);
    const ids = variants.map((variant) => variant.id);
    const amount = lowestAmount(listing);
    const about = [id, sellerId, brandId, key, condition, currency, amount, publishedAt] as const;
    await query(tx, put, [...about, ids, card, page, tokens, titleTokens, branchIds]);
  }

  async take(tx: Tx, listingId: Id<'lst'>): Promise<void> {
    await query(tx, taken, [listingId]);
  }

  detail(listingId: Id<'lst'>): Promise<DetailRow | undefined> {
    return this.db.queryOne(detail, [listingId]);
  }

  /** Median of the lowest prices of other active listings of the same model, condition and currency. */
  async modelMedian(
    tx: Tx,
    listingId: Id<'lst'>,
    content: ListingContent,
  ): Promise<{ amount: number; count: number } | undefined> {
    if (content.model === null) return undefined;
    const { brandId, model, condition, currency } = content;
    const row = await queryOne(tx, median, [brandId, modelKey(model), condition, currency, listingId]);
    return row && row.amount !== null ? { amount: row.amount, count: row.count } : undefined;
  }
}
