import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Coupons, how often each was used by whom, and the code that a cart carries. */
export class Coupons1700000100401 implements MigrationInterface {
  async up(q: QueryRunner): Promise<void> {
    await q.query(`
      create table coupons (
        id uuid primary key,
        code text not null,
        owner text not null check (owner in ('platform', 'seller')),
        seller_id uuid,
        platform_bps integer not null check (platform_bps between 0 and 10000),
        percent_bps integer check (percent_bps between 1 and 10000),
        amounts jsonb not null default '{}',
        starts_at timestamptz not null,
        ends_at timestamptz,
        total_limit integer check (total_limit > 0),
        buyer_limit integer check (buyer_limit > 0),
        redeemed integer not null default 0,
        version integer not null default 1,
        created_at timestamptz not null,
        created_by text not null,
        constraint coupons_code unique (code),
        constraint coupons_code_form check (code ~ '^[A-Z0-9][A-Z0-9-]{2,39}$'),
        constraint coupons_rate_or_amounts check (percent_bps is not null or amounts <> '{}'),
        constraint coupons_seller_pays_own check (owner = 'platform' or (seller_id is not null and platform_bps = 0)),
        constraint coupons_within_limit check (redeemed between 0 and coalesce(total_limit, redeemed))
      );
      create index coupons_of_seller on coupons (seller_id, id desc) where seller_id is not null;
      comment on column coupons.seller_id is 'Whose goods it lowers; null: everybody''s';
      comment on column coupons.platform_bps is 'The share of the discount that the platform pays; the sellers pay the rest';
      comment on column coupons.amounts is 'By currency, minor units: off, minimum of the goods, most that a rate takes off';

      create table coupon_buyers (
        coupon_id uuid not null references coupons,
        buyer_id uuid not null,
        used integer not null,
        most integer,
        primary key (coupon_id, buyer_id),
        constraint coupon_buyers_within_limit check (used between 0 and coalesce(most, used))
      );

      create table coupon_redemptions (
        order_id uuid primary key,
        coupon_id uuid not null references coupons,
        buyer_id uuid not null,
        currency char(3) not null,
        platform_part bigint not null check (platform_part >= 0),
        seller_part bigint not null check (seller_part >= 0),
        redeemed_at timestamptz not null,
        returned_at timestamptz,
        constraint coupon_redemptions_take_something_off check (platform_part + seller_part > 0)
      );
      create index coupon_redemptions_of_coupon on coupon_redemptions (coupon_id);
      comment on column coupon_redemptions.returned_at is 'The order was never paid, so that it can be used again';

      alter table carts
        add column coupon_code text,
        add column seen_discount bigint not null default 0 check (seen_discount >= 0);
      comment on column carts.seen_discount is 'Minor units; what the coupon took off when the buyer last agreed';
    `);
  }

  async down(q: QueryRunner): Promise<void> {
    await q.query(`
      alter table carts drop column coupon_code, drop column seen_discount;
      drop table coupon_redemptions, coupon_buyers, coupons;
    `);
  }
}
