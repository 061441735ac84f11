import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Status reports of banks about files of payouts; each message once. */
export class PayoutStatusReports1700000401004 implements MigrationInterface {
  async up(q: QueryRunner): Promise<void> {
    await q.query(`
      create table payout_status_reports (
        batch_id uuid not null references payout_batches,
        message_id text not null check (char_length(message_id) between 1 and 70),
        sha256 text not null check (sha256 ~ '^[0-9a-f]{64}$'),
        group_status text check (char_length(group_status) between 1 and 10),
        applied integer not null check (applied >= 0),
        received_at timestamptz not null,
        received_by uuid not null,
        constraint payout_status_reports_once primary key (batch_id, message_id)
      );
    `);
  }

  async down(q: QueryRunner): Promise<void> {
    await q.query('drop table payout_status_reports;');
  }
}
