import { Injectable } from '@nestjs/common';
import type { Id } from '../../kernel/index.js';
import { Db, query, queryOne, statement, violatedConstraint, type Tx } from '../../platform/database/index.js';
import type { ListingContent, VariantContent } from './listing.domain.js';
import type { ListingState } from './listing.lifecycle.js';
import { SkuTaken } from './listings.errors.js';
import type { RevisionState } from './revision.lifecycle.js';

/** Why screening or a moderator stopped something. */
export interface Reason {
  readonly code: string;
  readonly text: string;
  readonly textZh: string;
}

export interface RevisionRow {
  readonly id: Id<'lrv'>;
  readonly number: number;
  readonly state: RevisionState;
  readonly content: ListingContent;
  readonly reasons: readonly Reason[];
  readonly caseId: Id<'cas'> | null;
  readonly statementId: Id<'sta'> | null;
  /** RFC 3339. */
  readonly createdAt: string;
}

/** A listing as its seller knows it, with its live variants and its latest revision. */
export interface ListingRow extends ListingContent {
  readonly id: Id<'lst'>;
  readonly sellerId: Id<'sel'>;
  readonly state: ListingState;
  readonly version: number;
  readonly reasons: readonly Reason[];
  readonly caseId: Id<'cas'> | null;
  readonly statementId: Id<'sta'> | null;
  readonly publishedAt: Date | null;
  readonly createdAt: Date;
  readonly updatedAt: Date;
  readonly revision: RevisionRow | null;
}

const ROW = `
  select l.id, l.seller_id as "sellerId", l.state, l.version, l.title, l.description, l.category_id as "categoryId",
         l.attributes, l.brand_id as "brandId", l.model, l.condition, l.media, l.currency, l.reasons,
         l.case_id as "caseId", l.statement_id as "statementId", l.published_at as "publishedAt",
         l.created_at as "createdAt", l.updated_at as "updatedAt", v.variants, r.revision
    from listings l
    cross join lateral (
      select coalesce(jsonb_agg(jsonb_build_object('id', id, 'sku', sku, 'options', options, 'amount', price_amount,
               'shippingAmount', shipping_amount, 'minimumQuantity', minimum_quantity, 'tiers', tiers) order by position),
               '[]') as variants
        from listing_variants where listing_id = l.id and retired_at is null) v
    left join lateral (
      select jsonb_build_object('id', id, 'number', number, 'state', state, 'content', content, 'reasons', reasons,
               'caseId', case_id, 'statementId', statement_id, 'createdAt', created_at) as revision
        from listing_revisions where listing_id = l.id order by number desc limit 1) r on true`;

const found = statement<[string], ListingRow>('listings.find', `${ROW} where l.id = $1`);
/** Locked first and read then: who waits for a listing would get its variants and revision as they were before. */
const locked = statement<[string], { readonly id: string }>(
  'listings.lock',
  'select id from listings where id = $1 for no key update',
);
const ofSeller = statement<
  [seller: string, state: string | null, sku: string | null, at: Date | null, id: string | null, limit: number],
  ListingRow
>(
  'listings.of_seller',
  `${ROW} where l.seller_id = $1 and ($2::text is null or l.state = $2)
      and ($3::text is null or l.id in (
            select listing_id from listing_variants where seller_id = $1 and sku = $3 and retired_at is null))
      and ($4::timestamptz is null or (l.created_at, l.id) < ($4, $5::uuid))
    order by l.created_at desc, l.id desc limit $6`,
);
const inserted = statement<[string, string, string, Date], never>(
  'listings.insert',
  `insert into listings (id, seller_id, title, description, category_id, attributes, brand_id, model, condition, media,
                         currency, created_at, updated_at)
   select $1, $2, c.title, c.description, c."categoryId", c.attributes, c."brandId", c.model, c.condition, c.media,
          c.currency, $4, $4
     from jsonb_to_record($3::jsonb) as c(title text, description text, "categoryId" uuid, attributes jsonb, "brandId" uuid,
                                          model text, condition text, media jsonb, currency text)`,
);
const replaced = statement<[string, string, Date], never>(
  'listings.replace_content',
  `update listings l
      set title = c.title, description = c.description, category_id = c."categoryId", attributes = c.attributes,
          brand_id = c."brandId", model = c.model, condition = c.condition, media = c.media, version = version + 1,
          updated_at = $3
     from jsonb_to_record($2::jsonb) as c(title text, description text, "categoryId" uuid, attributes jsonb, "brandId" uuid,
                                          model text, condition text, media jsonb)
    where l.id = $1`,
);
const retired = statement<[listing: string, kept: string[], at: Date], never>(
  'listings.retire_variants',
  `update listing_variants set retired_at = $3
    where listing_id = $1 and retired_at is null and id <> all($2::uuid[])`,
);
const written = statement<[listing: string, seller: string, variants: string], never>(
  'listings.write_variants',
  `insert into listing_variants (id, listing_id, seller_id, sku, options, price_amount, shipping_amount,
                                 minimum_quantity, tiers, position)
   select v.id, $1, $2, v.sku, v.options, v.amount, v."shippingAmount", v."minimumQuantity", v.tiers, v.position
     from jsonb_to_recordset($3::jsonb) as v(id uuid, sku text, options jsonb, amount bigint, "shippingAmount" bigint,
                                             "minimumQuantity" int, tiers jsonb, position int)
   on conflict (id) do update
      set sku = excluded.sku, options = excluded.options, price_amount = excluded.price_amount,
          shipping_amount = excluded.shipping_amount, minimum_quantity = excluded.minimum_quantity,
          tiers = excluded.tiers, position = excluded.position
    where listing_variants.listing_id = $1`,
);
const takenSkus = statement<[seller: string, listing: string, skus: string[]], { readonly sku: string }>(
  'listings.taken_skus',
  `select sku from listing_variants
    where seller_id = $1 and listing_id <> $2 and sku = any($3) and retired_at is null`,
);
const noted = statement<[string, string, string | null, string | null, Date | null], never>(
  'listings.note_screening',
  `update listings set reasons = $2::jsonb, case_id = $3, statement_id = $4, published_at = coalesce(published_at, $5)
    where id = $1`,
);

const refuseTakenSku = (error: unknown): never => {
  throw violatedConstraint(error) === 'listing_variants_sku_unique' ? new SkuTaken({}) : error;
};

@Injectable()
export class ListingsRepository {
  constructor(private readonly db: Db) {}

  find(id: string): Promise<ListingRow | undefined> {
    return this.db.queryOne(found, [id]);
  }

  findIn(tx: Tx, id: string): Promise<ListingRow | undefined> {
    return queryOne(tx, found, [id]);
  }

  /** Changes of one listing follow each other. */
  async lock(tx: Tx, id: string): Promise<ListingRow | undefined> {
    return (await queryOne(tx, locked, [id])) && queryOne(tx, found, [id]);
  }

  /** Newest first, after the given position. */
  ofSeller(
    sellerId: string,
    filter: { readonly state?: string; readonly sku?: string },
    after: readonly [at: string, id: string] | undefined,
    limit: number,
  ): Promise<ListingRow[]> {
    const [at, id] = after ?? [];
    const { state = null, sku = null } = filter;
    return this.db.query(ofSeller, [sellerId, state, sku, at ? new Date(at) : null, id ?? null, limit]);
  }

  /** @throws SkuTaken */
  async insert(tx: Tx, id: Id<'lst'>, sellerId: Id<'sel'>, content: ListingContent, at: Date): Promise<void> {
    await query(tx, inserted, [id, sellerId, JSON.stringify(content), at]);
    await this.writeVariants(tx, id, sellerId, content.variants);
  }

  /** Makes the content that of the listing; variants it no longer has are retired. @throws SkuTaken */
  async replaceContent(tx: Tx, listing: ListingRow, content: ListingContent, at: Date): Promise<void> {
    await query(tx, replaced, [listing.id, JSON.stringify(content), at]);
    await this.retireVariants(
      tx,
      listing.id,
      content.variants.map((variant) => variant.id),
      at,
    );
    await this.writeVariants(tx, listing.id, listing.sellerId, content.variants);
  }

  /** Retires every live variant of the listing that is not kept, which frees its SKU. */
  async retireVariants(tx: Tx, id: Id<'lst'>, kept: readonly string[], at: Date): Promise<void> {
    await query(tx, retired, [id, [...kept], at]);
  }

  /** Whether another live variant of the seller has one of the SKUs. */
  async isSkuTaken(tx: Tx, sellerId: string, listingId: string, skus: readonly string[]): Promise<boolean> {
    return (await query(tx, takenSkus, [sellerId, listingId, [...skus]])).length > 0;
  }

  /** Records what screening or a moderator said; `publishedAt` is kept from the first time. */
  async note(
    tx: Tx,
    id: string,
    said: { reasons: readonly Reason[]; caseId?: string | null; statementId?: string | null; publishedAt?: Date },
  ): Promise<void> {
    const { reasons, caseId = null, statementId = null, publishedAt = null } = said;
    await query(tx, noted, [id, JSON.stringify(reasons), caseId, statementId, publishedAt]);
  }

  private async writeVariants(
    tx: Tx,
    id: string,
    sellerId: string,
    variants: readonly VariantContent[],
  ): Promise<void> {
    const rows = variants.map((variant, position) => ({ ...variant, position }));
    await query(tx, written, [id, sellerId, JSON.stringify(rows)]).catch(refuseTakenSku);
  }
}
