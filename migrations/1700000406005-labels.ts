import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Labels that the platform buys from carriers for seller orders, what carriers charge by zone and weight, their invoices. */
export class Labels1700000406005 implements MigrationInterface {
  async up(q: QueryRunner): Promise<void> {
    await q.query(RATES);
    await q.query(INVOICES);
    await q.query(LABELS);
    await q.query(SANDBOX);
  }

  async down(q: QueryRunner): Promise<void> {
    await q.query(`
      drop table sandbox_labels;
      drop view label_parcels;
      drop table labels;
      drop table carrier_invoices;
      drop table label_rates;
      drop table label_zones;
      drop function labels_are_fixed();
      delete from lifecycle_history where subject_type in ('label', 'carrier_invoice');
    `);
  }
}

const RATES = `
  create table label_zones (
    carrier text not null,
    -- ISO 3166-1 alpha-2; '*': every country that has no line of its own.
    from_country text not null check (from_country ~ '^([A-Z]{2}|[*])$'),
    to_country text not null check (to_country ~ '^([A-Z]{2}|[*])$'),
    zone text not null,
    primary key (carrier, from_country, to_country)
  );
  create table label_rates (
    carrier text not null,
    service text not null check (service in ('standard', 'express')),
    zone text not null,
    currency char(3) not null references ledger.currency,
    up_to_grams integer not null check (up_to_grams > 0),
    price bigint not null check (price > 0),
    primary key (carrier, service, zone, currency, up_to_grams)
  );

  insert into label_zones
  select 'sandbox-post', c, c, 'domestic'
    from unnest('{US,DE,FR,GB,ES,IT,NL,PL,CN,JP,BR,KW}'::text[]) c
  union all select 'sandbox-post', '*', '*', 'world';
  insert into label_rates
  select 'sandbox-post', service, zone, currency, up_to_grams, round(price * unit * factor)
    from (values ('domestic', 500, 5.00), ('domestic', 2000, 8.00), ('domestic', 10000, 14.00),
                 ('world', 500, 15.00), ('world', 2000, 27.00), ('world', 10000, 62.00)) r (zone, up_to_grams, price)
   cross join (values ('USD', 100), ('EUR', 90), ('GBP', 80), ('CNY', 700), ('BRL', 500), ('JPY', 150), ('KWD', 310))
     c (currency, unit)
   cross join (values ('standard', 1), ('express', 2)) s (service, factor);
`;

const INVOICES = `
  create table carrier_invoices (
    id uuid primary key,
    carrier text not null,
    number text not null,
    currency char(3) not null references ledger.currency,
    total bigint not null check (total > 0),
    labels integer not null check (labels > 0),
    state text not null default 'recorded' check (state in ('recorded', 'paid')),
    version integer not null default 1,
    updated_at timestamptz not null,
    recorded_by uuid not null,
    recorded_at timestamptz not null,
    paid_by uuid,
    paid_at timestamptz,
    bank_reference text,
    constraint carrier_invoices_number unique (carrier, number),
    constraint carrier_invoices_four_eyes check (paid_by <> recorded_by),
    constraint carrier_invoices_paid check (state <> 'paid'
      or (paid_by is not null and paid_at is not null and bank_reference is not null)),
    constraint carrier_invoices_bank_reference unique (bank_reference)
  );
`;

const LABELS = `
  create table labels (
    id uuid primary key,
    seller_order_id uuid not null,
    order_id uuid not null,
    seller_id uuid not null,
    carrier text not null,
    service text not null check (service in ('standard', 'express')),
    weight_grams integer not null check (weight_grams between 1 and 1000000),
    from_country char(2) not null,
    to_country char(2) not null,
    currency char(3) not null references ledger.currency,
    state text not null default 'requested'
      check (state in ('requested', 'bought', 'refused', 'voiding', 'voided')),
    version integer not null default 1,
    updated_at timestamptz not null,
    requested_at timestamptz not null,
    -- What the carrier has said.
    cost bigint check (cost > 0),
    tracking_number text,
    refusal text,
    bought_at timestamptz,
    journal_id uuid,
    carrier_invoice_id uuid references carrier_invoices,
    constraint labels_bought check (state not in ('bought', 'voiding', 'voided')
      or (cost is not null and tracking_number is not null and journal_id is not null)),
    constraint labels_refused check (state <> 'refused' or refusal is not null),
    constraint labels_invoiced check (carrier_invoice_id is null or state = 'bought'),
    constraint labels_tracking unique (carrier, tracking_number)
  );
  create index labels_of_seller_order on labels (seller_order_id, id desc);
  create index labels_not_invoiced on labels (carrier, currency, bought_at)
    where state = 'bought' and carrier_invoice_id is null;

  create function labels_are_fixed() returns trigger language plpgsql as $$
  begin
    if old.journal_id is not null
       and (new.cost, new.currency, new.tracking_number, new.journal_id, new.carrier, new.seller_order_id)
           is distinct from
           (old.cost, old.currency, old.tracking_number, old.journal_id, old.carrier, old.seller_order_id) then
      raise exception 'a label that was bought is not changed' using errcode = 'restrict_violation';
    end if;
    return new;
  end $$;
  create trigger labels_are_fixed before update on labels for each row execute function labels_are_fixed();

  create view label_parcels as select carrier, tracking_number from shipments;
  comment on view label_parcels is 'Parcels that have left; their labels are used';
`;

/** The books of the stand-in for a carrier. */
const SANDBOX = `
  create table sandbox_labels (
    reference uuid primary key,
    tracking_number text not null unique,
    cost bigint not null,
    voided_at timestamptz
  );
`;
