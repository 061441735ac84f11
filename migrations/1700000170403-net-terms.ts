import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Invoices of orders on account, what reduces them, and the bank transfers that pay them. */
export class NetTerms1700000170403 implements MigrationInterface {
  async up(q: QueryRunner): Promise<void> {
    await q.query(INVOICES);
    await q.query(FROZEN);
    await q.query(RECEIPTS);
    await q.query(FOLLOW_UP);
  }

  async down(q: QueryRunner): Promise<void> {
    await q.query(`
      drop view company_receivables;
      drop table company_credit_uses, invoice_write_offs, invoice_reminders, account_receipt_returns,
        account_receipt_applications, account_receipts, account_credit_notes, account_invoices, invoice_series;
      drop function account_documents_frozen();
      delete from lifecycle_history where subject_type in ('account_invoice', 'invoice_write_off');
    `);
  }
}

const INVOICES = `
  -- Counted up with the document that takes the number, so that there is no gap.
  create table invoice_series (
    legal_entity text not null,
    kind text not null check (kind in ('invoice', 'credit_note')),
    last_number bigint not null check (last_number > 0),
    primary key (legal_entity, kind)
  );

  create table account_invoices (
    id uuid primary key,
    legal_entity text not null,
    number bigint not null,
    company_id uuid not null references companies,
    -- As it was when the invoice was issued, like the lines.
    company jsonb not null,
    payment_id uuid not null,
    order_id uuid not null,
    seller_order_id uuid not null,
    seller_id uuid not null,
    currency char(3) not null references ledger.currency,
    lines jsonb not null,
    total bigint not null check (total > 0),
    paid bigint not null default 0,
    reduced bigint not null default 0,
    written_off bigint not null default 0,
    given_back bigint not null default 0,
    recovered bigint not null default 0,
    state text not null default 'issued' check (state in
      ('issued', 'partially_paid', 'overdue', 'paid', 'credited', 'written_off')),
    version integer not null default 1,
    term_days integer not null,
    is_financed boolean not null,
    issued_at timestamptz not null,
    due_at timestamptz not null,
    updated_at timestamptz not null,
    constraint account_invoices_number unique (legal_entity, number),
    constraint account_invoices_seller_order unique (seller_order_id),
    constraint account_invoices_settled
      check (least(paid, reduced, written_off) >= 0 and paid + reduced + written_off <= total),
    constraint account_invoices_given_back check (given_back between 0 and paid),
    constraint account_invoices_recovered check (recovered between 0 and written_off)
  );
  create index account_invoices_company on account_invoices (company_id, id desc);
  create index account_invoices_state on account_invoices (state, id desc);
  create index account_invoices_open on account_invoices (company_id, currency, due_at)
    where state in ('issued', 'partially_paid', 'overdue');

  create table account_credit_notes (
    id uuid primary key,
    legal_entity text not null,
    number bigint not null,
    invoice_id uuid not null references account_invoices,
    refund_id uuid not null,
    amount bigint not null check (amount > 0),
    reduced bigint not null check (reduced >= 0),
    given_back bigint not null check (given_back >= 0),
    recovered bigint not null check (recovered >= 0),
    issued_at timestamptz not null,
    constraint account_credit_notes_number unique (legal_entity, number),
    constraint account_credit_notes_refund unique (refund_id),
    constraint account_credit_notes_parts check (amount = reduced + given_back + recovered)
  );
  create index account_credit_notes_invoice on account_credit_notes (invoice_id);
`;

const FROZEN = `
  create function account_documents_frozen() returns trigger language plpgsql as $$
  begin
    raise exception 'A document that was issued does not change' using errcode = 'integrity_constraint_violation';
  end $$;
  create trigger account_invoices_frozen before update on account_invoices for each row
    when ((old.legal_entity, old.number, old.company_id, old.company, old.seller_order_id, old.currency, old.lines, old.total,
           old.issued_at, old.due_at)
          is distinct from
          (new.legal_entity, new.number, new.company_id, new.company, new.seller_order_id, new.currency, new.lines, new.total,
           new.issued_at, new.due_at))
    execute function account_documents_frozen();
  create trigger account_credit_notes_frozen before update on account_credit_notes for each row
    execute function account_documents_frozen();
`;

const RECEIPTS = `
  create table account_receipts (
    id uuid primary key,
    external_line_id text not null,
    currency char(3) not null references ledger.currency,
    amount bigint not null check (amount > 0),
    applied bigint not null default 0,
    returned bigint not null default 0,
    value_on date not null,
    remittance text not null,
    recorded_by uuid not null,
    recorded_at timestamptz not null,
    constraint account_receipts_line unique (external_line_id),
    constraint account_receipts_used check (least(applied, returned) >= 0 and applied + returned <= amount)
  );
  create index account_receipts_unapplied on account_receipts (id desc) where applied + returned < amount;

  create table account_receipt_applications (
    id uuid primary key,
    receipt_id uuid not null references account_receipts,
    invoice_id uuid not null references account_invoices,
    amount bigint not null check (amount > 0),
    applied_by uuid not null,
    applied_at timestamptz not null
  );
  create index account_receipt_applications_receipt on account_receipt_applications (receipt_id);
  create index account_receipt_applications_invoice on account_receipt_applications (invoice_id);

  create table account_receipt_returns (
    id uuid primary key,
    receipt_id uuid not null references account_receipts,
    amount bigint not null check (amount > 0),
    reason text not null,
    returned_by uuid not null,
    returned_at timestamptz not null
  );
  create index account_receipt_returns_receipt on account_receipt_returns (receipt_id);

  create table company_credit_uses (
    id uuid primary key,
    company_id uuid not null references companies,
    currency char(3) not null references ledger.currency,
    amount bigint not null check (amount > 0),
    -- Null: paid out by bank transfer.
    invoice_id uuid references account_invoices,
    used_by uuid not null,
    used_at timestamptz not null
  );
  create index company_credit_uses_company on company_credit_uses (company_id);
`;

const FOLLOW_UP = `
  create table invoice_reminders (
    invoice_id uuid not null references account_invoices,
    step text not null check (step in ('due', 'after_7_days', 'after_14_days', 'after_30_days')),
    open_amount bigint not null check (open_amount > 0),
    reminded_at timestamptz not null,
    primary key (invoice_id, step)
  );
  create index invoice_reminders_latest on invoice_reminders (reminded_at desc, invoice_id desc);

  create table invoice_write_offs (
    id uuid primary key,
    invoice_id uuid not null references account_invoices,
    reason text not null,
    state text not null default 'proposed' check (state in ('proposed', 'approved', 'declined')),
    version integer not null default 1,
    updated_at timestamptz not null,
    amount bigint,
    proposed_by uuid not null,
    proposed_at timestamptz not null,
    decided_by uuid,
    decided_at timestamptz,
    constraint invoice_write_offs_four_eyes check (decided_by <> proposed_by),
    constraint invoice_write_offs_decided check (state = 'proposed' or decided_by is not null)
  );
  create unique index invoice_write_offs_one_proposal on invoice_write_offs (invoice_id) where state = 'proposed';

  create view company_receivables as
    select a.owner_id as company_id, a.currency,
           (coalesce(sum(b.debit_posted - b.credit_posted) filter (where a.type_code = 'buyer_receivable'), 0))::bigint as owed,
           (coalesce(sum(b.credit_posted - b.debit_posted) filter (where a.type_code = 'buyer_credit'), 0))::bigint as credit
      from ledger.account a join companies c on c.id = a.owner_id join ledger.balance b on b.account_id = a.id
     where a.type_code in ('buyer_receivable', 'buyer_credit') group by 1, 2;
  comment on view company_receivables is 'What companies owe and what they have in credit, by the books';
`;
