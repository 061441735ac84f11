import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What the public reads: one row per active listing, written in the transaction that changes it. */
export class PublishedListings1700000000410 implements MigrationInterface {
  async up(q: QueryRunner): Promise<void> {
    await q.query(`
      create table published_listings (
        listing_id uuid primary key references listings (id),
        seller_id uuid not null references sellers (id),
        brand_id uuid,
        model_key text,
        condition text not null,
        currency char(3) not null,
        -- lowest unit price of a variant
        price_amount bigint not null,
        published_at timestamptz not null,
        variant_ids uuid[] not null,
        -- JSON of the listing in a list, and on its own page
        card text not null,
        detail text not null,
        -- what is searched, and the short part of it that ranks
        tokens tsvector not null,
        title_tokens tsvector not null
      );
      -- read for one listing at a time; kept out of the rows that lists and searches pass over
      alter table published_listings alter column detail set storage external;
      create index published_listings_newest on published_listings (published_at desc, listing_id desc);
      create index published_listings_of_seller on published_listings (seller_id, published_at desc, listing_id desc);
      create index published_listings_of_brand on published_listings (brand_id, published_at desc, listing_id desc);
      create index published_listings_by_price on published_listings (currency, price_amount, listing_id);
      create index published_listings_of_model on published_listings (brand_id, model_key, condition, currency)
        where model_key is not null;
      create index published_listings_tokens on published_listings using gin (tokens) with (fastupdate = off);

      -- one row per category of the listing's branch: a subtree in any order is one index range
      create table listing_category_entries (
        category_id uuid not null,
        listing_id uuid not null references published_listings (listing_id) on delete cascade,
        published_at timestamptz not null,
        currency char(3) not null,
        price_amount bigint not null,
        constraint listing_category_entries_pkey primary key (listing_id, category_id)
      );
      create index listing_category_entries_newest
        on listing_category_entries (category_id, published_at desc, listing_id desc);
      create index listing_category_entries_by_price
        on listing_category_entries (category_id, currency, price_amount, listing_id);
    `);
  }

  async down(q: QueryRunner): Promise<void> {
    await q.query('drop table listing_category_entries; drop table published_listings');
  }
}
