import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What providers told us, as they told it, stored before they are thanked and applied once. */
export class ProviderInbox1700000000702 implements MigrationInterface {
  async up(q: QueryRunner): Promise<void> {
    await q.query(`
      create table provider_inbox (
        provider text not null,
        event_id text not null,
        type text not null,
        reference text,
        object_version int not null,
        raw text not null,
        state text not null check (state in ('received', 'applied', 'quarantined')),
        note text,
        received_at timestamptz not null,
        settled_at timestamptz,
        primary key (provider, event_id)
      );
      create index provider_inbox_open on provider_inbox (received_at) where state <> 'applied';
    `);
  }

  async down(q: QueryRunner): Promise<void> {
    await q.query('drop table provider_inbox');
  }
}
