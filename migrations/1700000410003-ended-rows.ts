import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What was kept for long enough is found without reading what is kept. */
export class EndedRows1700000410003 implements MigrationInterface {
  async up(q: QueryRunner): Promise<void> {
    await q.query(`create index provider_inbox_applied on provider_inbox (settled_at) where state = 'applied'`);
    await q.query('create index payout_provider_events_received on payout_provider_events (received_at)');
    await q.query('create index carrier_events_received on carrier_events (received_at)');
    await q.query(`create index carts_ordered on carts (updated_at) where state = 'ordered'`);
    await q.query('create index session_tokens_expired on session_tokens (expires_at)');
  }

  async down(q: QueryRunner): Promise<void> {
    await q.query('drop index provider_inbox_applied, payout_provider_events_received, carrier_events_received');
    await q.query('drop index carts_ordered, session_tokens_expired');
  }
}
