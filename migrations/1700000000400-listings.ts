import type { MigrationInterface, QueryRunner } from 'typeorm';

export class Listings1700000000400 implements MigrationInterface {
  async up(q: QueryRunner): Promise<void> {
    await q.query(`
      create table listings (
        id uuid primary key,
        seller_id uuid not null references sellers (id),
        state text not null default 'draft',
        version int not null default 1,
        title text not null,
        description text not null,
        category_id uuid not null references categories (id),
        attributes jsonb not null,
        brand_id uuid references brands (id),
        model text,
        condition text not null,
        media jsonb not null,
        currency char(3) not null,
        -- why screening stopped it, and where it is decided
        reasons jsonb not null default '[]',
        case_id uuid,
        statement_id uuid,
        published_at timestamptz,
        created_at timestamptz not null,
        updated_at timestamptz not null,
        constraint listings_state check
          (state in ('draft', 'submitted', 'pending_review', 'active', 'paused', 'removed', 'archived')),
        constraint listings_condition check (condition in ('new', 'used_like_new', 'used_good', 'used_acceptable')),
        constraint listings_active_was_published check (state <> 'active' or published_at is not null)
      );
      create index listings_by_seller on listings (seller_id, created_at desc, id desc);

      create table listing_variants (
        id uuid primary key,
        listing_id uuid not null references listings (id),
        seller_id uuid not null,
        sku text not null,
        options jsonb not null,
        price_amount bigint not null,
        shipping_amount bigint not null,
        minimum_quantity int not null,
        -- [{minQuantity, amount}], ascending: the unit price from that quantity on
        tiers jsonb not null,
        position int not null,
        retired_at timestamptz,
        constraint listing_variants_price_positive check (price_amount > 0),
        constraint listing_variants_shipping_not_negative check (shipping_amount >= 0),
        constraint listing_variants_minimum_positive check (minimum_quantity > 0)
      );
      create unique index listing_variants_sku_unique on listing_variants (seller_id, sku) where retired_at is null;
      create index listing_variants_of_listing on listing_variants (listing_id, position) where retired_at is null;
    `);
  }

  async down(q: QueryRunner): Promise<void> {
    await q.query('drop table listing_variants; drop table listings');
  }
}
