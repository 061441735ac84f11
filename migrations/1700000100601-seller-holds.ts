import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Money of a seller that is stopped for a reason: how much was asked for, how much of it is held. */
export class SellerHolds1700000100601 implements MigrationInterface {
  async up(q: QueryRunner): Promise<void> {
    await q.query(`
      create table seller_holds (
        id uuid primary key,
        seller_id uuid not null,
        currency char(3) not null references ledger.currency,
        source_type text not null check (source_type in ('staff', 'chargeback')),
        source_id text not null,
        reason text not null,
        note text,
        requested bigint check (requested > 0),
        held bigint not null default 0 check (held >= 0),
        used bigint not null default 0 check (used >= 0),
        state text not null default 'active' check (state in ('active', 'lifted', 'used')),
        version integer not null default 1,
        expires_at timestamptz,
        placed_by_type text not null,
        placed_by_id text not null,
        created_at timestamptz not null,
        updated_at timestamptz not null,
        constraint seller_holds_source unique (source_type, source_id),
        constraint seller_holds_held check (held <= requested)
      );
      create index seller_holds_active on seller_holds (seller_id, currency, id) where state = 'active';
      create index seller_holds_state on seller_holds (state, id);
      comment on column seller_holds.requested is 'Null: everything, also what becomes available later';
      comment on column seller_holds.held is 'What was moved out of what is available; the rest is taken when there is more';
    `);
  }

  async down(q: QueryRunner): Promise<void> {
    await q.query(`drop table seller_holds`);
    await q.query(`delete from lifecycle_history where subject_type = 'seller hold'`);
  }
}
