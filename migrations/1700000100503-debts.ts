import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What sellers owe and since when, what their banks were debited, and what is given up by two people. */
export class Debts1700000100503 implements MigrationInterface {
  async up(q: QueryRunner): Promise<void> {
    await q.query(AGES);
    await q.query(TABLES);
  }

  async down(q: QueryRunner): Promise<void> {
    await q.query(`
      drop table write_offs;
      drop table debt_receipts;
      drop view seller_debts;
      delete from lifecycle_history where subject_type = 'write_off';
    `);
  }
}

/** The oldest debt is paid first: what is left is made of the latest entries. */
const AGES = `
  create view seller_debts as
    select seller_id, currency, since, outstanding
      from (select a.owner_id as seller_id, a.currency, j.effective_at as since,
                   least(e.amount, greatest(0, b.debit_posted - b.credit_posted - coalesce(sum(e.amount) over
                     (partition by e.account_id order by e.account_version desc
                      rows between unbounded preceding and 1 preceding), 0)))::bigint as outstanding
              from ledger.account a
              join ledger.balance b on b.account_id = a.id and b.debit_posted > b.credit_posted
              join ledger.entry e on e.account_id = a.id and e.side = 'D'
              join ledger.journal j on j.id = e.journal_id
             where a.type_code = 'seller_receivable') d
     where outstanding > 0;
  comment on view seller_debts is 'What of each debt of a seller is still owed, and since when';
`;

const TABLES = `
  create table debt_receipts (
    id uuid primary key,
    seller_id uuid not null,
    currency char(3) not null references ledger.currency,
    amount bigint not null check (amount > 0),
    bank_reference text not null,
    received_at timestamptz not null,
    recorded_by uuid not null,
    recorded_at timestamptz not null,
    constraint debt_receipts_reference unique (bank_reference)
  );

  create table write_offs (
    id uuid primary key,
    seller_id uuid not null,
    currency char(3) not null references ledger.currency,
    amount bigint not null check (amount > 0),
    reason text not null,
    state text not null default 'proposed' check (state in ('proposed', 'approved', 'declined')),
    version integer not null default 1,
    updated_at timestamptz not null,
    proposed_by uuid not null,
    proposed_at timestamptz not null,
    decided_by uuid,
    decided_at timestamptz,
    constraint write_offs_four_eyes check (decided_by <> proposed_by),
    constraint write_offs_decided check ((state = 'proposed') or (decided_by is not null and decided_at is not null))
  );
  create unique index write_offs_one_proposal on write_offs (seller_id, currency) where state = 'proposed';
  create index write_offs_state on write_offs (state, id desc);
`;
