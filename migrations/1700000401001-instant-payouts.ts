import type { MigrationInterface, QueryRunner } from 'typeorm';

/** The most that a tier is paid at once, payouts that a seller asks for, and what these cost, as versioned data. */
export class InstantPayouts1700000401001 implements MigrationInterface {
  async up(q: QueryRunner): Promise<void> {
    await q.query(POLICIES);
    await q.query(FEES);
    await q.query(PAYOUTS);
  }

  async down(q: QueryRunner): Promise<void> {
    await q.query(`
      drop index payouts_once_a_run;
      create unique index payouts_once_a_run on payouts (seller_id, currency, run_at) where retry_of is null;
      drop trigger payouts_terms_are_fixed on payouts;
      ${termsAreFixed([])}
      alter table payouts
        drop constraint payouts_within_cap, drop constraint payouts_instant_fee,
        drop column capped_at, drop column instant_fee, drop column instant_fee_version,
        drop column instant_fee_journal_id;
      drop table instant_payout_fees;
      drop function instant_payout_fees_are_final();
      drop trigger settlement_policies_are_final on settlement_policies;
      ${policiesAreFinal([])}
      alter table settlement_policies drop constraint settlement_policies_caps,
        drop column payout_caps, drop column instant_payouts;
    `);
  }
}

const list = (columns: readonly string[], of = ''): string => columns.map((column) => `${of}${column}`).join(', ');

const policiesAreFinal = (more: readonly string[]): string => {
  const columns = [
    ...['id', 'tier', 'version', 'hold_days', 'confirmed_hold_days', 'reserve_bps', 'reserve_days'],
    ...['payout_cadence', 'manual_first_payout', 'note', 'proposed_by', 'proposed_at', ...more],
  ];
  return `
    create or replace function settlement_policies_are_final() returns trigger language plpgsql as $$
    begin
      if tg_op = 'DELETE' or old.approved_at is not null or old.declined_at is not null or
         row(${list(columns, 'new.')}) is distinct from row(${list(columns, 'old.')}) then
        raise exception 'A settlement policy is never changed, only decided about once'
          using errcode = 'restrict_violation';
      end if;
      return new;
    end $$;
    create trigger settlement_policies_are_final before update or delete on settlement_policies
      for each row execute function settlement_policies_are_final();`;
};

const termsAreFixed = (more: readonly string[]): string => {
  const columns = [
    ...['seller_id', 'currency', 'amount', 'journal_id', 'binding_hash', 'approval_reasons', 'requested_by'],
    ...more,
  ];
  return `
    create or replace function payouts_terms_are_fixed() returns trigger language plpgsql as $$
    begin
      if (${list(columns, 'new.')}) is distinct from (${list(columns, 'old.')}) then
        raise exception 'the terms of a payout are fixed'
          using errcode = '23514', constraint = 'payouts_terms_are_fixed';
      end if;
      return new;
    end $$;
    create trigger payouts_terms_are_fixed before update of ${list(columns)} on payouts
      for each row execute function payouts_terms_are_fixed();`;
};

/** The policies of the start did not say it; what people have decided on since keeps having no cap. */
const POLICIES = `
  drop trigger settlement_policies_are_final on settlement_policies;
  alter table settlement_policies
    add column payout_caps jsonb not null default '{}',
    add column instant_payouts boolean not null default false,
    add constraint settlement_policies_caps check (jsonb_typeof(payout_caps) = 'object'
      and not jsonb_path_exists(payout_caps, '$.* ? (@.type() != "number" || @ <= 0)'));
  comment on column settlement_policies.payout_caps is
    'The most that one payout of a run comes to, in minor units by currency; what exceeds it waits for the next run';
  comment on column settlement_policies.instant_payouts is 'Whether sellers of the tier may ask for a payout at once';
  update settlement_policies
     set payout_caps = '{"BRL": 1000000, "CNY": 1400000, "EUR": 200000, "GBP": 160000, "JPY": 300000, "KWD": 600000,
                         "USD": 200000}'
   where tier = 'T0' and proposed_by = 'system';
  update settlement_policies set instant_payouts = true where tier = 'T2' and proposed_by = 'system';
  ${policiesAreFinal(['payout_caps', 'instant_payouts'])}
`;

const FEES = `
  create table instant_payout_fees (
    currency char(3) not null references ledger.currency,
    version integer not null check (version > 0),
    fee_bps integer not null check (fee_bps between 0 and 2000),
    minimum_fee bigint not null check (minimum_fee >= 0),
    created_by text not null,
    created_at timestamptz not null,
    constraint instant_payout_fees_version primary key (currency, version)
  );
  comment on table instant_payout_fees is 'The latest version counts; a currency without one has no instant payouts';
  insert into instant_payout_fees (currency, version, fee_bps, minimum_fee, created_by, created_at)
    select v.currency, 1, 100, v.minimum, 'system', '2020-01-01T00:00:00Z'
      from (values ('BRL', 250), ('CNY', 350), ('EUR', 50), ('GBP', 40), ('JPY', 75), ('KWD', 150), ('USD', 50))
        as v(currency, minimum);

  create function instant_payout_fees_are_final() returns trigger language plpgsql as $$
  begin
    raise exception 'Fees are never changed, only followed by others' using errcode = 'restrict_violation';
  end $$;
  create trigger instant_payout_fees_are_final before update or delete on instant_payout_fees
    for each row execute function instant_payout_fees_are_final();
`;

const PAYOUTS = `
  alter table payouts
    add column capped_at bigint,
    add column instant_fee bigint,
    add column instant_fee_version integer,
    add column instant_fee_journal_id uuid references ledger.journal,
    add constraint payouts_within_cap check (amount <= capped_at),
    add constraint payouts_instant_fee
      check (instant_fee >= 0 and (instant_fee is null) = (instant_fee_version is null));
  comment on column payouts.capped_at is 'The most that it could come to; null: everything';
  comment on column payouts.instant_fee is 'What the seller paid for being paid at once; null: it did not ask for that';

  -- A seller asks whenever it wants; a run pays it once.
  drop index payouts_once_a_run;
  create unique index payouts_once_a_run on payouts (seller_id, currency, run_at)
    where retry_of is null and instant_fee is null;
  drop trigger payouts_terms_are_fixed on payouts;
  ${termsAreFixed(['capped_at', 'instant_fee', 'instant_fee_version', 'instant_fee_journal_id'])}
`;
