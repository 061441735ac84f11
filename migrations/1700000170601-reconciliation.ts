import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What provider and bank report line by line, and which entries of the books each line is. */
export class Reconciliation1700000170601 implements MigrationInterface {
  async up(q: QueryRunner): Promise<void> {
    await q.query(TABLES);
    await q.query(REFERENCES);
    await q.query(OPEN_ENTRIES);
    await q.query(BOOKED_ONCE);
  }

  async down(q: QueryRunner): Promise<void> {
    await q.query(`
      drop trigger account_receipts_line on account_receipts;
      drop function account_receipts_line();
      drop view reconciliation_open_entries;
      drop view provider_references;
      drop index payouts_provider_reference;
      drop index refunds_provider_ref;
      drop table reconciliation_matched_entries;
      drop table reconciliation_items;
      drop table reconciliation_matches;
      drop table reconciliation_files;
      drop table reconciliation_accounts;
    `);
  }
}

const TABLES = `
  create table reconciliation_accounts (
    id uuid primary key,
    code text not null,
    kind text not null check (kind in ('provider', 'bank')),
    provider text not null,
    ledger_account text not null
      generated always as (case kind when 'provider' then 'psp_clearing' else 'bank_client' end) stored,
    identification text,
    expected_from timestamptz not null,
    created_at timestamptz not null,
    constraint reconciliation_accounts_code unique (code)
  );
  comment on column reconciliation_accounts.identification is 'What statements call the account; any when null';
  comment on column reconciliation_accounts.expected_from is 'Entries since then must be on a statement';

  create table reconciliation_files (
    id uuid primary key,
    account_id uuid not null references reconciliation_accounts,
    sha256 bytea not null check (length(sha256) = 32),
    format text not null,
    encoding text not null,
    bytes bigint not null check (bytes > 0),
    lines integer not null check (lines >= 0),
    added integer not null,
    balances jsonb not null,
    imported_by uuid,
    imported_at timestamptz not null,
    constraint reconciliation_files_once unique (account_id, sha256),
    constraint reconciliation_files_added check (added between 0 and lines)
  );

  create table reconciliation_matches (
    id uuid primary key default gen_random_uuid(),
    account_id uuid not null references reconciliation_accounts,
    rule text not null check (rule in ('reference', 'amount', 'booked', 'person')),
    matched_at timestamptz not null
  );

  create table reconciliation_items (
    id uuid primary key,
    account_id uuid not null references reconciliation_accounts,
    origin text not null check (origin in ('external', 'internal')),
    file_id uuid references reconciliation_files,
    external_id text,
    journal_id uuid,
    entry_line smallint,
    kind text not null,
    currency char(3) not null references ledger.currency,
    amount bigint not null check (amount <> 0),
    value_date date not null,
    reference text,
    own_id uuid,
    tokens text[] not null default '{}',
    names_settlement boolean not null default false,
    body text,
    source_type text,
    source_id text,
    source_kind text,
    status text not null default 'waiting' check (status in ('waiting', 'matched', 'missing_internal', 'missing_external',
      'amount_diff', 'ignored_with_reason')),
    difference bigint,
    match_id uuid references reconciliation_matches,
    booked_journal_id uuid references ledger.journal,
    since timestamptz not null,
    assigned_to uuid,
    resolution text,
    reason text,
    resolved_by uuid,
    resolved_at timestamptz,
    constraint reconciliation_items_line unique (account_id, external_id),
    constraint reconciliation_items_entry unique (journal_id, entry_line),
    constraint reconciliation_items_of_books foreign key (journal_id, entry_line)
      references ledger.entry (journal_id, line),
    constraint reconciliation_items_origin check (case origin
      when 'external' then external_id is not null and file_id is not null and journal_id is null
      else external_id is null and journal_id is not null and entry_line is not null end),
    constraint reconciliation_items_ignored check (status <> 'ignored_with_reason'
      or (reason is not null and resolved_by is not null and resolved_at is not null)),
    constraint reconciliation_items_matched check (status <> 'matched' or match_id is not null or origin = 'internal')
  );
  create index reconciliation_items_open on reconciliation_items (since, id)
    where status not in ('matched', 'ignored_with_reason');
  create index reconciliation_items_source on reconciliation_items (source_type, source_id, source_kind)
    where source_id is not null;
  create index reconciliation_items_settlement on reconciliation_items (reference, currency) where kind = 'settlement';
  create index reconciliation_items_file on reconciliation_items (file_id) where file_id is not null;

  -- Each entry of the books is in one match at most; an item names its match itself.
  create table reconciliation_matched_entries (
    journal_id uuid not null,
    line smallint not null,
    match_id uuid not null references reconciliation_matches,
    primary key (journal_id, line),
    foreign key (journal_id, line) references ledger.entry (journal_id, line)
  );
  create index reconciliation_matched_entries_match on reconciliation_matched_entries (match_id);

  create index refunds_provider_ref on refunds (provider_ref) where provider_ref is not null;
  create index payouts_provider_reference on payouts (provider_reference) where provider_reference is not null;
`;

const REFERENCES = `
  create view provider_references as
    select 'charge' as about, provider, provider_ref as reference, null::uuid as own_id,
           'payment' as source_type, id::text as source_id, 'capture' as source_kind
      from payments where provider_ref is not null
    union all
    select 'refund', p.provider, r.provider_ref, r.id, 'refund', r.id::text, 'confirmed'
      from refunds r join payments p on p.id = r.payment_id
    union all
    select k.about, c.provider, c.provider_ref, null, 'dispute', c.id::text, k.kind
      from chargebacks c
     cross join (values ('chargeback', 'opened'), ('dispute_fee', 'opened'), ('chargeback_reversal', 'won'),
                        ('dispute_fee_return', 'won')) as k(about, kind)
    union all
    select k.about, p.provider, p.provider_reference, p.id, 'payout', p.id::text, k.kind
      from payouts p
     cross join (values ('payout', 'paid'), ('debit', 'paid'), ('credit', 'paid'), ('payout_return', 'returned'),
                        ('return', 'returned')) as k(about, kind);
  comment on view provider_references is
    'What lines of providers and banks are about: which journals a line of that kind with that reference is';
`;

const OPEN_ENTRIES = `
  create view reconciliation_open_entries as
    select e.journal_id, e.line, a.type_code as account, e.currency, case e.side when 'D' then e.amount else -e.amount end as amount,
           j.source_type, j.source_id, j.effective_at,
           case when j.source_type = 'bank_receipt' and split_part(j.kind, ':', 1) in ('unknown', 'invoice_paid', 'recovered')
                then 'receipt' else split_part(j.kind, ':', 1) end as source_kind,
           coalesce(p.provider, o.provider) as provider
      from ledger.entry e
      join ledger.account a on a.id = e.account_id and a.type_code in ('psp_clearing', 'bank_client')
      join ledger.journal j on j.id = e.journal_id
      left join payments p on p.id = j.payment_id
      left join payouts o on o.id = j.payout_id
     where not exists (select from reconciliation_matched_entries m where m.journal_id = e.journal_id and m.line = e.line);
  comment on view reconciliation_open_entries is 'Money in between that no line of a statement has confirmed';
`;

/** A credit that a statement told of first is booked already: it is not recorded by hand once more. */
const BOOKED_ONCE = `
  create function account_receipts_line() returns trigger language plpgsql as $$
  begin
    if exists (select from reconciliation_items i
                where i.external_id = new.external_line_id and i.currency = new.currency and i.booked_journal_id is not null
                  and not exists (select from ledger.journal j where j.reverses_id = i.booked_journal_id)) then
      raise exception 'the line % was booked from a statement', new.external_line_id
        using errcode = '23505', constraint = 'account_receipts_line';
    end if;
    return new;
  end $$;
  create trigger account_receipts_line before insert on account_receipts
    for each row execute function account_receipts_line();
  create index reconciliation_items_booked on reconciliation_items (external_id) where booked_journal_id is not null;
`;
