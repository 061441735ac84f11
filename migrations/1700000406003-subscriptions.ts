import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What sellers pay by the month: plans as data, one subscription each, an invoice for each period. */
export class Subscriptions1700000406003 implements MigrationInterface {
  async up(q: QueryRunner): Promise<void> {
    await q.query(PLANS);
    await q.query(SUBSCRIPTIONS);
  }

  async down(q: QueryRunner): Promise<void> {
    await q.query(`
      drop table subscription_invoices;
      drop table subscriptions;
      drop table subscription_plans;
      drop function subscription_plans_are_fixed();
      drop function subscription_invoices_are_fixed();
      delete from deadlines where kind = 'subscriptions.period-end';
      delete from lifecycle_history where subject_type = 'subscription';
    `);
  }
}

const PLANS = `
  create table subscription_plans (
    id uuid primary key,
    code text not null check (code ~ '^[a-z0-9-]{2,40}$'),
    version integer not null check (version > 0),
    currency char(3) not null references ledger.currency,
    fee bigint not null check (fee > 0),
    tax_bps integer not null check (tax_bps between 0 and 10000),
    name_en text not null,
    name_zh text not null,
    created_by uuid not null,
    created_at timestamptz not null,
    -- Nobody subscribes to it any more; who did keeps it.
    closed_at timestamptz,
    constraint subscription_plans_version unique (code, currency, version)
  );
  create unique index subscription_plans_open on subscription_plans (code, currency) where closed_at is null;

  create function subscription_plans_are_fixed() returns trigger language plpgsql as $$
  begin
    if (new.code, new.version, new.currency, new.fee, new.tax_bps) is distinct from
       (old.code, old.version, old.currency, old.fee, old.tax_bps) or old.closed_at is not null then
      raise exception 'A plan is never changed, only closed' using errcode = 'restrict_violation';
    end if;
    return new;
  end $$;
  create trigger subscription_plans_are_fixed before update on subscription_plans
    for each row execute function subscription_plans_are_fixed();
`;

const SUBSCRIPTIONS = `
  create table subscriptions (
    id uuid primary key,
    seller_id uuid not null,
    plan_id uuid not null references subscription_plans,
    state text not null default 'active' check (state in ('active', 'cancelled', 'ended')),
    version integer not null default 1,
    updated_at timestamptz not null,
    started_at timestamptz not null,
    -- How many periods were charged, and when the last of them ends.
    periods integer not null default 0 check (periods >= 0),
    paid_until timestamptz not null,
    cancelled_at timestamptz
  );
  create unique index subscriptions_one on subscriptions (seller_id) where state <> 'ended';
  create index subscriptions_of_seller on subscriptions (seller_id, id desc);

  create table subscription_invoices (
    id uuid primary key,
    subscription_id uuid not null references subscriptions,
    period integer not null check (period > 0),
    seller_id uuid not null,
    currency char(3) not null references ledger.currency,
    fee bigint not null check (fee > 0),
    tax bigint not null check (tax >= 0),
    -- The part that was not available and became a debt.
    owed bigint not null,
    starts_at timestamptz not null,
    ends_at timestamptz not null,
    charged_at timestamptz not null,
    journal_id uuid not null,
    refunded_at timestamptz,
    refunded_by uuid,
    refund_reason text,
    constraint subscription_invoices_once unique (subscription_id, period),
    constraint subscription_invoices_order check (starts_at < ends_at),
    constraint subscription_invoices_owed check (owed between 0 and fee + tax),
    constraint subscription_invoices_refunded check ((refunded_at is null) = (refunded_by is null)
      and (refunded_at is null) = (refund_reason is null))
  );
  create index subscription_invoices_of_seller on subscription_invoices (seller_id, id desc);

  create function subscription_invoices_are_fixed() returns trigger language plpgsql as $$
  begin
    if (new.subscription_id, new.period, new.seller_id, new.currency, new.fee, new.tax, new.owed, new.journal_id)
       is distinct from
       (old.subscription_id, old.period, old.seller_id, old.currency, old.fee, old.tax, old.owed, old.journal_id)
       or old.refunded_at is not null then
      raise exception 'an invoice is never changed, only refunded once' using errcode = 'restrict_violation';
    end if;
    return new;
  end $$;
  create trigger subscription_invoices_are_fixed before update on subscription_invoices
    for each row execute function subscription_invoices_are_fixed();
`;
