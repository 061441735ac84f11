import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Payouts with the entries they consist of, why a seller was skipped, and what the bank told us. */
export class Payouts1700000001402 implements MigrationInterface {
  async up(q: QueryRunner): Promise<void> {
    await q.query(TABLES);
  }

  async down(q: QueryRunner): Promise<void> {
    await q.query(`
      drop table payout_provider_events;
      drop table payout_skips;
      drop table payout_items;
      drop table payouts;
      delete from lifecycle_history where subject_type = 'payout';
    `);
  }
}

const TABLES = `
  create table payouts (
    id uuid primary key,
    seller_id uuid not null,
    currency char(3) not null references ledger.currency,
    amount bigint not null check (amount > 0),
    opening_balance bigint not null check (opening_balance >= 0),
    closing_balance bigint not null check (closing_balance >= 0),
    journal_id uuid not null references ledger.journal,
    through_version bigint not null,
    run_at timestamptz not null,
    attempt integer not null default 1 check (attempt > 0),
    retry_of uuid unique references payouts,
    account_changed_at timestamptz not null,
    provider text not null,
    provider_reference text,
    failure_code text,
    failure_class text check (failure_class in ('account', 'transient')),
    lookups integer not null default 0,
    submitted_at timestamptz,
    settled_at timestamptz,
    created_at timestamptz not null,
    state text not null default 'draft' check (state in ('draft', 'approved', 'submitted', 'in_transit', 'paid',
      'failed', 'canceled', 'returned', 'unknown')),
    version integer not null default 1,
    updated_at timestamptz not null
  );
  create unique index payouts_once_a_run on payouts (seller_id, currency, run_at) where retry_of is null;
  create index payouts_seller on payouts (seller_id, id desc);
  create index payouts_state on payouts (state, id desc);

  -- Every entry of the available balance explains at most one payout.
  create table payout_items (
    payout_id uuid not null references payouts,
    nth integer not null,
    journal_id uuid not null,
    line integer not null,
    amount bigint not null,
    source_type text not null,
    source_id text not null,
    kind text not null,
    seller_order_id uuid,
    effective_at timestamptz not null,
    primary key (payout_id, nth),
    constraint payout_items_once unique (journal_id, line),
    foreign key (journal_id, line) references ledger.entry (journal_id, line)
  );

  create table payout_skips (
    seller_id uuid not null,
    currency char(3) not null,
    reason text not null,
    run_at timestamptz not null,
    primary key (seller_id, currency)
  );

  create table payout_provider_events (
    provider text not null,
    event_id text not null,
    body jsonb not null,
    outcome text not null,
    received_at timestamptz not null,
    primary key (provider, event_id)
  );
`;
