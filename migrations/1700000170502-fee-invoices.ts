import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What the platform invoices sellers for its fees, and credits when it returns them. */
export class FeeInvoices1700000170502 implements MigrationInterface {
  async up(q: QueryRunner): Promise<void> {
    await q.query(`create index entry_memo on ledger.entry (memo_code, journal_id) where memo_code is not null`);
    await q.query(INVOICES);
    for (const table of TABLES) {
      await q.query(`create trigger immutable before update or delete or truncate on ${table}
                       for each statement execute function document_immutable()`);
    }
  }

  async down(q: QueryRunner): Promise<void> {
    for (const table of [...TABLES].reverse()) await q.query(`drop table ${table}`);
    await q.query('drop table fee_invoice_series');
    await q.query('drop index ledger.entry_memo');
  }
}

const TABLES = ['fee_invoices', 'fee_invoice_items', 'fee_invoice_entries'] as const;

const INVOICES = `
  -- One row for each kind of document and year: whoever issues holds it, so that numbers have no gaps.
  create table fee_invoice_series (
    kind text not null check (kind in ('invoice', 'credit_note')),
    year integer not null,
    last_number integer not null default 0,
    last_hash bytea not null default '\\x',
    primary key (kind, year)
  );

  create table fee_invoices (
    id uuid primary key,
    kind text not null,
    year integer not null,
    number integer not null constraint fee_invoice_counts check (number > 0),
    seller_id uuid not null,
    currency char(3) not null references ledger.currency,
    period date not null constraint fee_invoice_month check (extract(day from period) = 1),
    net bigint not null constraint fee_invoice_net check (net >= 0),
    tax bigint not null constraint fee_invoice_tax check (tax >= 0),
    gross bigint not null,
    party_sealed text not null,
    previous_hash bytea not null,
    hash bytea not null constraint fee_invoice_hash check (octet_length(hash) = 32),
    issued_at timestamptz not null,
    foreign key (kind, year) references fee_invoice_series,
    constraint fee_invoice_once unique (seller_id, currency, period, kind),
    constraint fee_invoice_number unique (kind, year, number),
    constraint fee_invoice_gross check (gross = net + tax and gross > 0),
    constraint fee_invoice_year check (year = extract(year from issued_at at time zone 'UTC'))
  );
  create index fee_invoices_of_seller on fee_invoices (seller_id, id desc);

  create table fee_invoice_items (
    invoice_id uuid not null constraint fee_invoice_item_of references fee_invoices,
    position smallint not null,
    component text not null,
    -- Basis points of the sale; null: not charged by one rate.
    bps integer,
    -- Basis points of the fee; null: not taxed at one rate.
    tax_bps integer,
    net bigint not null constraint fee_invoice_item_net check (net >= 0),
    tax bigint not null constraint fee_invoice_item_tax check (tax >= 0),
    primary key (invoice_id, position),
    constraint fee_invoice_item_once unique nulls not distinct (invoice_id, component, bps, tax_bps)
  );

  -- The entries of the ledger that a document is made of: each is on one.
  create table fee_invoice_entries (
    journal_id uuid not null,
    line smallint not null,
    invoice_id uuid not null constraint fee_invoice_entry_of references fee_invoices deferrable initially deferred,
    constraint fee_invoice_entry_once primary key (journal_id, line)
  );
  create index fee_invoice_entries_of on fee_invoice_entries (invoice_id, journal_id, line);
`;
