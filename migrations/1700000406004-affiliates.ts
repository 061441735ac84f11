import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Who brings buyers, what they earn with each sale, when it is theirs, and what they are paid; terms are data. */
export class Affiliates1700000406004 implements MigrationInterface {
  async up(q: QueryRunner): Promise<void> {
    await q.query(TERMS);
    await q.query(AFFILIATES);
    await q.query(REFERRALS);
    await q.query(PAYOUTS);
  }

  async down(q: QueryRunner): Promise<void> {
    await q.query(`
      drop view affiliate_refunds;
      drop table affiliate_payouts;
      drop table affiliate_claw_backs;
      drop table affiliate_referrals;
      drop table affiliates;
      drop table affiliate_terms;
      drop function affiliate_terms_are_final();
      drop function affiliate_payouts_are_fixed();
      delete from deadlines where kind = 'affiliates.window-end';
      delete from lifecycle_history
       where subject_type in ('affiliate', 'affiliate_referral', 'affiliate_payout');
    `);
  }
}

const TERMS = `
  create table affiliate_terms (
    version integer primary key check (version > 0),
    commission_bps integer not null check (commission_bps between 1 and 5000),
    funded_by text not null check (funded_by in ('platform', 'seller')),
    -- From delivery; until then the commission goes back with the goods.
    window_days integer not null check (window_days between 0 and 365),
    -- Null: as of the start.
    set_by uuid,
    set_at timestamptz not null
  );
  insert into affiliate_terms values (1, 500, 'platform', 30, null, timestamptz '2026-01-01');

  create function affiliate_terms_are_final() returns trigger language plpgsql as $$
  begin
    raise exception 'Terms are never changed, only followed by others' using errcode = 'restrict_violation';
  end $$;
  create trigger affiliate_terms_are_final before update or delete on affiliate_terms
    for each row execute function affiliate_terms_are_final();
`;

const AFFILIATES = `
  create table affiliates (
    id uuid primary key,
    user_id uuid not null,
    code text not null check (code ~ '^[A-Z0-9-]{3,30}$'),
    state text not null default 'applied' check (state in ('applied', 'active', 'suspended')),
    version integer not null default 1,
    updated_at timestamptz not null,
    applied_at timestamptz not null,
    constraint affiliates_person unique (user_id),
    constraint affiliates_code unique (code)
  );
`;

const REFERRALS = `
  -- The id is the seller order's.
  create table affiliate_referrals (
    id uuid primary key,
    order_id uuid not null,
    seller_id uuid not null,
    affiliate_id uuid not null references affiliates,
    -- As of the purchase.
    terms_version integer not null references affiliate_terms,
    state text not null default 'referred' check (state in ('referred', 'earned', 'released')),
    version integer not null default 1,
    updated_at timestamptz not null,
    referred_at timestamptz not null,
    currency char(3) references ledger.currency,
    -- What the commission is a share of, the commission, and what of it went back with refunds; minor units.
    base bigint not null default 0 check (base >= 0),
    earned bigint not null default 0 check (earned >= 0),
    clawed bigint not null default 0,
    window_ends_at timestamptz,
    constraint affiliate_referrals_clawed check (clawed between 0 and earned),
    constraint affiliate_referrals_earned check (state = 'referred' or (currency is not null and window_ends_at is not null))
  );
  create index affiliate_referrals_of on affiliate_referrals (affiliate_id, id desc);

  create table affiliate_claw_backs (
    refund_id uuid primary key,
    referral_id uuid not null references affiliate_referrals,
    amount bigint not null check (amount > 0),
    at timestamptz not null
  );

  create view affiliate_refunds as
    select seller_order_id, sum(item)::bigint as item from earning_refunds where stage <> 'escrow' group by 1;
  comment on view affiliate_refunds is 'What of the goods of a delivered seller order went back';
`;

const PAYOUTS = `
  create table affiliate_payouts (
    id uuid primary key,
    affiliate_id uuid not null references affiliates,
    currency char(3) not null references ledger.currency,
    amount bigint not null check (amount > 0),
    state text not null default 'created' check (state in ('created', 'paid', 'failed')),
    version integer not null default 1,
    updated_at timestamptz not null,
    journal_id uuid not null,
    created_by uuid not null,
    created_at timestamptz not null,
    decided_by uuid,
    decided_at timestamptz,
    bank_reference text,
    failure text,
    constraint affiliate_payouts_four_eyes check (state <> 'paid' or decided_by <> created_by),
    constraint affiliate_payouts_decided check (state = 'created' or (decided_by is not null and decided_at is not null)),
    constraint affiliate_payouts_paid check (state <> 'paid' or bank_reference is not null),
    constraint affiliate_payouts_bank_reference unique (bank_reference)
  );
  create unique index affiliate_payouts_open on affiliate_payouts (affiliate_id, currency) where state = 'created';

  create function affiliate_payouts_are_fixed() returns trigger language plpgsql as $$
  begin
    if (new.affiliate_id, new.currency, new.amount, new.journal_id, new.created_by) is distinct from
       (old.affiliate_id, old.currency, old.amount, old.journal_id, old.created_by) then
      raise exception 'the terms of a payout are fixed' using errcode = 'restrict_violation';
    end if;
    return new;
  end $$;
  create trigger affiliate_payouts_are_fixed before update on affiliate_payouts
    for each row execute function affiliate_payouts_are_fixed();
`;
