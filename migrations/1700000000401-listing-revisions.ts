import type { MigrationInterface, QueryRunner } from 'typeorm';

export class ListingRevisions1700000000401 implements MigrationInterface {
  async up(q: QueryRunner): Promise<void> {
    await q.query(`
      create table listing_revisions (
        id uuid primary key,
        listing_id uuid not null references listings (id),
        number int not null,
        state text not null default 'pending',
        version int not null default 1,
        content jsonb not null,
        reasons jsonb not null default '[]',
        case_id uuid,
        statement_id uuid,
        created_at timestamptz not null,
        updated_at timestamptz not null,
        constraint listing_revisions_number_unique unique (listing_id, number),
        constraint listing_revisions_state check
          (state in ('pending', 'requires_action', 'approved', 'declined', 'cancelled'))
      );
      create unique index listing_revisions_one_pending on listing_revisions (listing_id) where state = 'pending';
    `);
  }

  async down(q: QueryRunner): Promise<void> {
    await q.query('drop table listing_revisions');
  }
}
