import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Seller orders whose release risk has stopped: why, by whom and until when. */
export class ReleaseHolds1700000179903 implements MigrationInterface {
  async up(q: QueryRunner): Promise<void> {
    await q.query(`
      create table release_holds (
        id uuid primary key,
        seller_order_id uuid not null,
        seller_id uuid not null,
        reason text not null check (reason in ('risk_review', 'risk_identity', 'risk_authority', 'risk_other')),
        note text,
        state text not null default 'active' check (state in ('active', 'lifted')),
        version integer not null default 1,
        expires_at timestamptz not null,
        placed_by uuid not null,
        created_at timestamptz not null,
        updated_at timestamptz not null,
        constraint release_holds_expire_later check (expires_at > created_at)
      );
      create index release_holds_of_seller_order on release_holds (seller_order_id, id desc);
      create index release_holds_state on release_holds (state, id desc);
    `);
  }

  async down(q: QueryRunner): Promise<void> {
    await q.query(`drop table release_holds`);
    await q.query(`delete from earning_blocks where source_type = 'release_hold'`);
    await q.query(`delete from lifecycle_history where subject_type = 'release_hold'`);
  }
}
