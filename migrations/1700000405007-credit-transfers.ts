import type { MigrationInterface, QueryRunner } from 'typeorm';

/** A private buyer's store credit that two people of finance send to a bank account. */
export class CreditTransfers1700000405007 implements MigrationInterface {
  async up(q: QueryRunner): Promise<void> {
    await q.query(`
      create table credit_transfers (
        id uuid primary key,
        buyer_id uuid not null references users,
        currency char(3) not null references ledger.currency,
        amount bigint not null check (amount > 0),
        holder_sealed text not null,
        account_sealed text not null,
        account_last4 text not null check (length(account_last4) <= 4),
        reason text not null,
        state text not null default 'proposed' check (state in ('proposed', 'approved', 'declined')),
        version integer not null default 1,
        updated_at timestamptz not null,
        proposed_by uuid not null,
        proposed_at timestamptz not null,
        decided_by uuid,
        decided_at timestamptz,
        constraint credit_transfers_four_eyes check (decided_by <> proposed_by),
        constraint credit_transfers_not_to_oneself check (buyer_id <> proposed_by and buyer_id is distinct from decided_by),
        constraint credit_transfers_decided
          check (state = 'proposed' or (decided_by is not null and decided_at is not null))
      );
      create unique index credit_transfers_one_proposal on credit_transfers (buyer_id, currency) where state = 'proposed';
      create index credit_transfers_state on credit_transfers (state, id desc);
    `);
  }

  async down(q: QueryRunner): Promise<void> {
    await q.query(`
      drop table credit_transfers;
      delete from lifecycle_history where subject_type = 'credit_transfer';
    `);
  }
}
