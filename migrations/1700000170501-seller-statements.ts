import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Statements of sellers' accounts, month by month: numbered, chained and never changed. */
export class SellerStatements1700000170501 implements MigrationInterface {
  async up(q: QueryRunner): Promise<void> {
    await q.query(STATEMENTS);
    await q.query(PARTS);
    for (const table of TABLES) {
      await q.query(`create trigger immutable before update or delete or truncate on ${table}
                       for each statement execute function document_immutable()`);
    }
  }

  async down(q: QueryRunner): Promise<void> {
    for (const table of [...TABLES].reverse()) await q.query(`drop table ${table}`);
    await q.query('drop table seller_statement_books');
    await q.query('drop function document_immutable()');
  }
}

const TABLES = [
  'seller_statements',
  'seller_statement_balances',
  'seller_statement_kinds',
  'seller_statement_lines',
] as const;

const STATEMENTS = `
  create function document_immutable() returns trigger language plpgsql as $$
  begin
    raise exception '% of % is not possible: a document is never changed', tg_op, tg_table_name
      using errcode = '23514', constraint = 'document_immutable';
  end $$;

  -- One row for each seller: whoever issues holds it, so that numbers have no gaps and hashes no forks.
  create table seller_statement_books (
    seller_id uuid primary key,
    last_number integer not null default 0,
    last_hash bytea not null default '\\x'
  );

  create table seller_statements (
    id uuid primary key,
    seller_id uuid not null,
    number integer not null constraint seller_statement_counts check (number > 0),
    currency char(3) not null references ledger.currency,
    -- First day of a calendar month in UTC.
    period date not null constraint seller_statement_month check (extract(day from period) = 1),
    starts_at timestamptz not null,
    ends_at timestamptz not null,
    previous_id uuid constraint seller_statement_previous references seller_statements,
    entries integer not null constraint seller_statement_entries check (entries >= 0),
    corrections integer not null
      constraint seller_statement_corrections check (corrections between 0 and entries),
    -- Every entry of journals with smaller ids is listed, here or before.
    listed_until uuid not null,
    party_sealed text not null,
    previous_hash bytea not null,
    hash bytea not null constraint seller_statement_hash check (octet_length(hash) = 32),
    issued_at timestamptz not null,
    constraint seller_statement_once unique (seller_id, currency, period),
    constraint seller_statement_number unique (seller_id, number),
    constraint seller_statement_follows unique nulls not distinct (seller_id, currency, previous_id),
    constraint seller_statement_bounds check (starts_at = period::timestamp at time zone 'UTC'
      and ends_at = (period + interval '1 month') at time zone 'UTC' and issued_at >= ends_at)
  );
  create index seller_statements_of_period on seller_statements (period, id);
  comment on column seller_statements.hash is 'SHA-256 of the statement as CSV, which names the previous hash';
`;

const PARTS = `
  -- Amounts in minor units on the account's normal side. A statement opens with what the one before it closed with.
  create table seller_statement_balances (
    statement_id uuid not null references seller_statements,
    previous_id uuid,
    account text not null constraint seller_statement_account
      check (account in ('pending', 'available', 'reserve', 'held', 'receivable')),
    opening bigint not null,
    increase bigint not null constraint seller_statement_increase check (increase >= 0),
    decrease bigint not null constraint seller_statement_decrease check (decrease >= 0),
    closing bigint not null,
    -- How many entries of the account are listed in all its statements until this one.
    listed bigint not null constraint seller_statement_listed check (listed >= 0),
    primary key (statement_id, account),
    constraint seller_statement_closing unique (statement_id, account, closing),
    constraint seller_statement_adds_up check (closing = opening + increase - decrease),
    constraint seller_statement_begins check (previous_id is not null or opening = 0),
    constraint seller_statement_opens_as_closed foreign key (previous_id, account, opening)
      references seller_statement_balances (statement_id, account, closing)
  );

  create table seller_statement_kinds (
    statement_id uuid not null references seller_statements,
    kind text not null,
    entries integer not null constraint seller_statement_kind_entries check (entries > 0),
    increase bigint not null constraint seller_statement_kind_increase check (increase >= 0),
    decrease bigint not null constraint seller_statement_kind_decrease check (decrease >= 0),
    primary key (statement_id, kind)
  );

  -- Which entries of the ledger a statement lists, in its order. An entry is on one statement: the first one that is
  -- issued after it was posted and ends after it took effect.
  create table seller_statement_lines (
    statement_id uuid not null constraint seller_statement_line_of
      references seller_statements deferrable initially deferred,
    effective_at timestamptz not null,
    journal_id uuid not null,
    line smallint not null,
    primary key (statement_id, effective_at, journal_id, line),
    constraint seller_statement_line_once unique (journal_id, line)
  );
`;
