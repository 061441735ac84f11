import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Payouts that leave in a file for a bank: the account they leave from, what a file holds, what came back. */
export class PayoutFiles1700000170202 implements MigrationInterface {
  async up(q: QueryRunner): Promise<void> {
    await q.query(`
      create table payout_file_accounts (
        currency char(3) primary key references payout_minimums,
        name text not null check (char_length(name) between 1 and 70),
        account text not null check (account ~ '^[A-Z0-9]{4,34}$'),
        bic text not null check (bic ~ '^[A-Z]{6}[A-Z0-9]{2}([A-Z0-9]{3})?$'),
        is_active boolean not null,
        changed_by uuid not null,
        changed_at timestamptz not null
      );

      -- Everything that a file is written from; its bytes are nowhere else.
      create table payout_batches (
        id uuid primary key,
        currency char(3) not null references ledger.currency,
        debtor_name text not null,
        debtor_account text not null,
        debtor_bic text not null,
        execution_on date not null,
        payout_count integer not null check (payout_count > 0),
        total bigint not null check (total > 0),
        format_version integer not null,
        csv_sha256 text not null check (csv_sha256 ~ '^[0-9a-f]{64}$'),
        xml_sha256 text not null check (xml_sha256 ~ '^[0-9a-f]{64}$'),
        created_by uuid not null,
        created_at timestamptz not null
      );
      create table payout_batch_items (
        batch_id uuid not null references payout_batches,
        nth integer not null check (nth > 0),
        payout_id uuid not null references payouts constraint payout_batch_items_once unique,
        amount bigint not null check (amount > 0),
        creditor_sealed text not null,
        primary key (batch_id, nth)
      );
      create table payout_batch_results (
        batch_id uuid not null references payout_batches,
        line_sha256 text not null,
        line text not null,
        payout_id uuid,
        outcome text not null check (outcome in ('applied', 'no_change', 'mismatch', 'unknown_payout', 'unreadable')),
        received_at timestamptz not null,
        received_by uuid not null,
        constraint payout_batch_results_once primary key (batch_id, line_sha256)
      );
    `);
  }

  async down(q: QueryRunner): Promise<void> {
    await q.query(`
      drop table payout_batch_results;
      drop table payout_batch_items;
      drop table payout_batches;
      drop table payout_file_accounts;
    `);
  }
}
