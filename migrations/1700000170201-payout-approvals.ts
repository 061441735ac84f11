import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Payouts that two people approve, the terms of a currency, each seller's cut-off, and the alarm on a day's total. */
export class PayoutApprovals1700000170201 implements MigrationInterface {
  async up(q: QueryRunner): Promise<void> {
    await q.query(TERMS);
    await q.query(APPROVALS);
    await q.query(CUTOFFS);
    await q.query(VOLUME);
  }

  async down(q: QueryRunner): Promise<void> {
    await q.query(`
      drop table payout_alarms;
      drop table payout_days;
      drop table payout_countries;
      drop table payout_cutoffs;
      drop table payout_approvals;
      drop trigger payouts_four_eyes on payouts;
      drop function payouts_four_eyes;
      drop trigger payouts_terms_are_fixed on payouts;
      drop function payouts_terms_are_fixed;
      alter table payouts
        drop constraint payouts_binding,
        drop column binding_hash,
        drop column approval_reasons,
        drop column requested_by,
        drop column retry_at;
      alter table seller_payout_accounts drop column trusted_at;
      alter table payout_minimums drop column automatic_up_to, drop column alarm_floor, drop column provider;
    `);
  }
}

const TERMS = `
  alter table payout_minimums
    add column automatic_up_to bigint not null default 0 check (automatic_up_to >= 0),
    add column alarm_floor bigint not null default 0 check (alarm_floor >= 0),
    add column provider text;
  comment on column payout_minimums.automatic_up_to is 'a larger payout is approved by two people';
  comment on column payout_minimums.alarm_floor is 'a day''s total up to which there is never an alarm';
  comment on column payout_minimums.provider is 'who pays the currency out; the configured provider when null';

  -- 5,000 and 100,000 US dollars, and about as much.
  update payout_minimums m set automatic_up_to = v.up_to, alarm_floor = v.up_to * 20
    from (values ('BRL', 2500000), ('CNY', 3500000), ('EUR', 500000), ('GBP', 400000), ('JPY', 750000),
                 ('KWD', 1500000), ('USD', 500000)) as v(currency, up_to)
   where m.currency = v.currency;

  -- An account that was paid once is trusted until it is replaced.
  alter table seller_payout_accounts add column trusted_at timestamptz;
  update seller_payout_accounts a set trusted_at = p.settled_at
    from payouts p where p.seller_id = a.seller_id and p.account_changed_at = a.changed_at and p.state = 'paid';
`;

const APPROVALS = `
  alter table payouts
    add column binding_hash text check (binding_hash ~ '^[0-9a-f]{64}$'),
    add column approval_reasons text[] not null default '{}',
    add column requested_by uuid,
    add column retry_at timestamptz,
    add constraint payouts_binding unique (id, binding_hash);
  comment on column payouts.binding_hash is 'SHA-256 of payee, destination, amount and currency';

  create table payout_approvals (
    payout_id uuid not null,
    approved_by uuid not null,
    binding_hash text not null,
    approved_at timestamptz not null,
    constraint payout_approvals_once primary key (payout_id, approved_by),
    constraint payout_approvals_bound foreign key (payout_id, binding_hash) references payouts (id, binding_hash)
  );

  create function payouts_terms_are_fixed() returns trigger language plpgsql as $$
  begin
    if (new.seller_id, new.currency, new.amount, new.journal_id, new.binding_hash, new.approval_reasons, new.requested_by)
       is distinct from
       (old.seller_id, old.currency, old.amount, old.journal_id, old.binding_hash, old.approval_reasons, old.requested_by)
    then
      raise exception 'the terms of a payout are fixed' using errcode = '23514', constraint = 'payouts_terms_are_fixed';
    end if;
    return new;
  end $$;
  create trigger payouts_terms_are_fixed
    before update of seller_id, currency, amount, journal_id, binding_hash, approval_reasons, requested_by on payouts
    for each row execute function payouts_terms_are_fixed();

  -- Whoever moves it: a payout with a reason to be looked at leaves its draft with two approvals of a day at most.
  create function payouts_four_eyes() returns trigger language plpgsql as $$
  begin
    if (select count(*) from payout_approvals a
         where a.payout_id = new.id and a.binding_hash = new.binding_hash
           and a.approved_by is distinct from new.requested_by
           and a.approved_at > new.updated_at - interval '24 hours') < 2
    then
      raise exception 'two people have to approve the payout'
        using errcode = '23514', constraint = 'payouts_four_eyes';
    end if;
    return new;
  end $$;
  create trigger payouts_four_eyes before update of state on payouts for each row
    when (old.state = 'draft' and new.state = 'approved' and cardinality(new.approval_reasons) > 0)
    execute function payouts_four_eyes();
`;

const CUTOFFS = `
  -- Until when the cut-offs of a time zone, two hours after its midnight, have been paid; null before the first look.
  create table payout_cutoffs (
    time_zone text primary key,
    paid_until timestamptz
  );
  -- The zone of most people, where a country has several. Any other country goes by UTC.
  create table payout_countries (
    country char(2) primary key check (country ~ '^[A-Z]{2}$'),
    time_zone text not null references payout_cutoffs
  );
  with zones(country, time_zone) as (values
    ('AE', 'Asia/Dubai'), ('AR', 'America/Argentina/Buenos_Aires'), ('AT', 'Europe/Vienna'), ('AU', 'Australia/Sydney'),
    ('BE', 'Europe/Brussels'), ('BR', 'America/Sao_Paulo'), ('CA', 'America/Toronto'), ('CH', 'Europe/Zurich'),
    ('CL', 'America/Santiago'), ('CN', 'Asia/Shanghai'), ('CZ', 'Europe/Prague'), ('DE', 'Europe/Berlin'),
    ('DK', 'Europe/Copenhagen'), ('EG', 'Africa/Cairo'), ('ES', 'Europe/Madrid'), ('FI', 'Europe/Helsinki'),
    ('FR', 'Europe/Paris'), ('GB', 'Europe/London'), ('GR', 'Europe/Athens'), ('HK', 'Asia/Hong_Kong'),
    ('HU', 'Europe/Budapest'), ('ID', 'Asia/Jakarta'), ('IE', 'Europe/Dublin'), ('IL', 'Asia/Jerusalem'),
    ('IN', 'Asia/Kolkata'), ('IT', 'Europe/Rome'), ('JP', 'Asia/Tokyo'), ('KR', 'Asia/Seoul'), ('KW', 'Asia/Kuwait'),
    ('MX', 'America/Mexico_City'), ('MY', 'Asia/Kuala_Lumpur'), ('NL', 'Europe/Amsterdam'), ('NO', 'Europe/Oslo'),
    ('NP', 'Asia/Kathmandu'), ('NZ', 'Pacific/Auckland'), ('PH', 'Asia/Manila'), ('PL', 'Europe/Warsaw'),
    ('PT', 'Europe/Lisbon'), ('RO', 'Europe/Bucharest'), ('SA', 'Asia/Riyadh'), ('SE', 'Europe/Stockholm'),
    ('SG', 'Asia/Singapore'), ('TH', 'Asia/Bangkok'), ('TR', 'Europe/Istanbul'), ('TW', 'Asia/Taipei'),
    ('UA', 'Europe/Kyiv'), ('US', 'America/New_York'), ('VN', 'Asia/Ho_Chi_Minh'), ('ZA', 'Africa/Johannesburg')),
  added as (
    insert into payout_cutoffs (time_zone) select distinct time_zone from zones union select 'UTC' returning time_zone)
  insert into payout_countries (country, time_zone)
    select z.country, a.time_zone from zones z join added a using (time_zone);
`;

const VOLUME = `
  -- What the payouts of a day come to, without those that failed or were cancelled.
  create table payout_days (
    currency char(3) not null references ledger.currency,
    day date not null,
    total bigint not null,
    primary key (currency, day)
  );
  create table payout_alarms (
    id uuid primary key,
    currency char(3) not null references ledger.currency,
    day date not null,
    total bigint not null,
    ceiling bigint not null,
    raised_at timestamptz not null,
    released_at timestamptz,
    released_by uuid,
    reason text,
    constraint payout_alarms_once unique (currency, day),
    check ((released_at is null) = (released_by is null) and (released_at is null) = (reason is null))
  );
  comment on column payout_alarms.total is 'what the day would have come to';
`;
