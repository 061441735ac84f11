import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Who bears a chargeback is proposed by one person and approved by another, version after version. */
export class ChargebackPolicies1700000419001 implements MigrationInterface {
  async up(q: QueryRunner): Promise<void> {
    await q.query(FINAL);
    await q.query(VERSIONS);
  }

  async down(q: QueryRunner): Promise<void> {
    await q.query(`
      drop trigger chargeback_policies_are_final on chargeback_policies;
      delete from chargeback_policies p
       where not exists (select from chargeback_policies_in_force f where (f.reason, f.version) = (p.reason, p.version));
      drop view chargeback_policies_in_force;
      drop index chargeback_policies_one_proposed;
      alter table chargeback_policies drop constraint chargeback_policies_version;
      alter table chargeback_policies
        drop column id, drop column version, drop column note, drop column proposed_by, drop column proposed_at,
        drop column approved_by, drop column approved_at, drop column declined_by, drop column declined_at,
        add constraint chargeback_policies_pkey primary key (reason);
    `);
    await q.query(PAYOUT_TERMS_ARE_FINAL);
    await q.query('drop function terms_are_final()');
  }
}

/** For every table of terms in versions. */
const FINAL = `
  create function terms_are_final() returns trigger language plpgsql as $$
  declare
    decision text[] := '{approved_by,approved_at,declined_by,declined_at}';
  begin
    if tg_op = 'DELETE' or old.approved_at is not null or old.declined_at is not null
       or to_jsonb(new) - decision is distinct from to_jsonb(old) - decision then
      raise exception 'Terms are never changed, only decided about once' using errcode = 'restrict_violation';
    end if;
    return new;
  end $$;

  drop trigger payout_terms_are_final on payout_terms;
  drop function payout_terms_are_final();
  create trigger payout_terms_are_final before update or delete on payout_terms
    for each row execute function terms_are_final();
`;

const VERSIONS = `
  alter table chargeback_policies
    drop constraint chargeback_policies_pkey,
    add column id uuid not null default gen_random_uuid() constraint chargeback_policies_id unique,
    add column version integer not null default 1 check (version > 0),
    add column note text,
    add column proposed_by text not null default 'system',
    add column proposed_at timestamptz not null default '2020-01-01T00:00:00Z',
    add column approved_by text default 'system:start',
    add column approved_at timestamptz default '2020-01-01T00:00:00Z',
    add column declined_by text,
    add column declined_at timestamptz,
    add constraint chargeback_policies_version primary key (reason, version),
    add constraint chargeback_policies_two_people
      check (coalesce(approved_by, declined_by, '') <> proposed_by and (approved_at is null or declined_at is null));
  alter table chargeback_policies
    alter column id drop default, alter column version drop default, alter column proposed_by drop default,
    alter column proposed_at drop default, alter column approved_by drop default, alter column approved_at drop default;
  create unique index chargeback_policies_one_proposed on chargeback_policies (reason)
    where approved_at is null and declined_at is null;
  comment on column chargeback_policies.approved_at is 'In force from here until a higher version of the reason is';

  create trigger chargeback_policies_are_final before update or delete on chargeback_policies
    for each row execute function terms_are_final();

  create view chargeback_policies_in_force as
    select distinct on (reason) reason, version, liable, fee_to from chargeback_policies
     where approved_at is not null order by reason, version desc;
`;

const PAYOUT_TERMS_ARE_FINAL = `
  drop trigger payout_terms_are_final on payout_terms;
  create function payout_terms_are_final() returns trigger language plpgsql as $$
  begin
    if tg_op = 'DELETE' or old.approved_at is not null or old.declined_at is not null or
       row(new.id, new.currency, new.version, new.minimum, new.retained, new.automatic_up_to, new.alarm_floor, new.note,
           new.proposed_by, new.proposed_at) is distinct from
       row(old.id, old.currency, old.version, old.minimum, old.retained, old.automatic_up_to, old.alarm_floor, old.note,
           old.proposed_by, old.proposed_at) then
      raise exception 'Terms of payouts are never changed, only decided about once' using errcode = 'restrict_violation';
    end if;
    return new;
  end $$;
  create trigger payout_terms_are_final before update or delete on payout_terms
    for each row execute function payout_terms_are_final();
`;
