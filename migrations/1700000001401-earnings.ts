import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What a delivered seller order earns, until when it is held, what blocks it, and what stays in reserve. */
export class Earnings1700000001401 implements MigrationInterface {
  async up(q: QueryRunner): Promise<void> {
    await q.query(`
      create table earnings (
        id uuid primary key,
        order_id uuid not null,
        seller_id uuid not null,
        payment_id uuid not null,
        currency char(3) not null references ledger.currency,
        item bigint not null,
        tax bigint not null,
        shipping bigint not null,
        commission bigint not null,
        shipping_to text not null check (shipping_to in ('seller', 'platform')),
        net bigint not null constraint earnings_net check (net >= 0),
        fee_rule_version text not null,
        policy_tier text not null,
        policy_version integer not null,
        delivered_at timestamptz not null,
        confirmed_at timestamptz,
        release_at timestamptz not null,
        released_at timestamptz,
        state text not null default 'pending' check (state in ('pending', 'frozen', 'available')),
        version integer not null default 1,
        updated_at timestamptz not null,
        foreign key (policy_tier, policy_version) references settlement_policies
      );
      create index earnings_due on earnings (seller_id, currency, release_at) where state = 'pending';
      create index earnings_seller on earnings (seller_id, currency, released_at);
      comment on column earnings.id is 'the seller order';

      create table earning_blocks (
        seller_order_id uuid not null,
        source_type text not null,
        source_id text not null,
        reason text not null,
        opened_at timestamptz not null,
        closed_at timestamptz,
        primary key (seller_order_id, source_type, source_id)
      );

      create table reserve_lots (
        id uuid primary key,
        seller_order_id uuid not null unique references earnings,
        seller_id uuid not null,
        currency char(3) not null references ledger.currency,
        amount bigint not null check (amount > 0),
        journal_id uuid not null references ledger.journal,
        release_at timestamptz not null,
        released_at timestamptz
      );
      create index reserve_lots_due on reserve_lots (seller_id, currency, release_at) where released_at is null;
    `);
  }

  async down(q: QueryRunner): Promise<void> {
    await q.query(`
      drop table reserve_lots;
      drop table earning_blocks;
      drop table earnings;
      delete from lifecycle_history where subject_type = 'earning';
    `);
  }
}
