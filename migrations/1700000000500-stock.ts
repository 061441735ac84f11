import type { MigrationInterface, QueryRunner } from 'typeorm';

export class Stock1700000000500 implements MigrationInterface {
  async up(q: QueryRunner): Promise<void> {
    await q.query(`
      -- hot: no foreign key points here or away, and half of each page stays free for updates in place
      create table stock_counters (
        variant_id uuid primary key,
        listing_id uuid not null,
        seller_id uuid not null,
        on_hand int not null,
        reserved int not null default 0,
        updated_at timestamptz not null,
        constraint stock_counters_on_hand_not_negative check (on_hand >= 0),
        constraint stock_counters_on_hand_bounded check (on_hand <= 1000000000),
        constraint stock_counters_reserved_not_negative check (reserved >= 0),
        constraint stock_counters_reserved_on_hand check (reserved <= on_hand)
      ) with (fillfactor = 50);
      create index stock_counters_of_listing on stock_counters (listing_id);

      -- every change of on_hand; its sum is the counter
      create table stock_movements (
        id uuid primary key,
        variant_id uuid not null,
        delta int not null,
        reason text not null,
        note text,
        -- what caused it, once per variant
        source_type text not null,
        source_id text not null,
        on_hand_after int not null,
        actor_type text not null,
        actor_id text not null,
        at timestamptz not null,
        constraint stock_movements_source_unique unique (source_type, source_id, variant_id),
        constraint stock_movements_not_zero check (delta <> 0),
        constraint stock_movements_reason check (reason in
          ('received', 'counted', 'found', 'damaged', 'lost', 'withdrawn', 'sold', 'restocked'))
      );
      create index stock_movements_of_variant on stock_movements (variant_id, at desc, id desc);
    `);
  }

  async down(q: QueryRunner): Promise<void> {
    await q.query('drop table stock_movements; drop table stock_counters');
  }
}
