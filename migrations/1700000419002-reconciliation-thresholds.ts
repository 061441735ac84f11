import type { MigrationInterface, QueryRunner } from 'typeorm';

/** From what on two people close a break is proposed by one person and approved by another, version after version. */
export class ReconciliationThresholds1700000419002 implements MigrationInterface {
  async up(q: QueryRunner): Promise<void> {
    await q.query(VERSIONS);
    await q.query(fourEyes('reconciliation_thresholds_in_force'));
  }

  async down(q: QueryRunner): Promise<void> {
    await q.query(fourEyes('reconciliation_thresholds'));
    await q.query(`
      drop trigger reconciliation_thresholds_are_final on reconciliation_thresholds;
      delete from reconciliation_thresholds t
       where not exists (select from reconciliation_thresholds_in_force f where (f.currency, f.version) = (t.currency, t.version));
      drop view reconciliation_thresholds_in_force;
      drop index reconciliation_thresholds_one_proposed;
      alter table reconciliation_thresholds drop constraint reconciliation_thresholds_version;
      alter table reconciliation_thresholds
        drop column id, drop column version, drop column note, drop column proposed_by, drop column proposed_at,
        drop column approved_by, drop column approved_at, drop column declined_by, drop column declined_at,
        add constraint reconciliation_thresholds_pkey primary key (currency);
    `);
  }
}

const VERSIONS = `
  alter table reconciliation_thresholds
    drop constraint reconciliation_thresholds_pkey,
    add column id uuid not null default gen_random_uuid() constraint reconciliation_thresholds_id unique,
    add column version integer not null default 1 check (version > 0),
    add column note text,
    add column proposed_by text not null default 'system',
    add column proposed_at timestamptz not null default '2020-01-01T00:00:00Z',
    add column approved_by text default 'system:start',
    add column approved_at timestamptz default '2020-01-01T00:00:00Z',
    add column declined_by text,
    add column declined_at timestamptz,
    add constraint reconciliation_thresholds_version primary key (currency, version),
    add constraint reconciliation_thresholds_two_people
      check (coalesce(approved_by, declined_by, '') <> proposed_by and (approved_at is null or declined_at is null));
  alter table reconciliation_thresholds
    alter column id drop default, alter column version drop default, alter column proposed_by drop default,
    alter column proposed_at drop default, alter column approved_by drop default, alter column approved_at drop default;
  create unique index reconciliation_thresholds_one_proposed on reconciliation_thresholds (currency)
    where approved_at is null and declined_at is null;
  comment on column reconciliation_thresholds.approved_at is 'In force from here until a higher version of the currency is';

  create trigger reconciliation_thresholds_are_final before update or delete on reconciliation_thresholds
    for each row execute function terms_are_final();

  create view reconciliation_thresholds_in_force as
    select distinct on (currency) currency, version, amount from reconciliation_thresholds
     where approved_at is not null order by currency, version desc;
`;

const fourEyes = (thresholds: string): string => `
  create or replace function reconciliation_four_eyes() returns trigger language plpgsql as $$
  declare
    exposure bigint := abs(case old.status when 'amount_diff' then coalesce(old.difference, old.amount) else old.amount end);
  begin
    if exposure > coalesce((select t.amount from ${thresholds} t where t.currency = new.currency), 0)
       and not exists (
         select from reconciliation_proposals p
           join reconciliation_items i on i.id = p.item_id
          where p.decision = 'confirmed' and p.decided_by = new.resolved_by and p.decided_at = new.resolved_at
            and p.resolution = new.resolution and p.currency = new.currency
            and (i.id = new.id or (i.account_id, i.source_type, i.source_id, i.source_kind)
                                = (new.account_id, new.source_type, new.source_id, new.source_kind))
            and (i.id <> new.id or p.amount = exposure)
            and (new.booked_journal_id is not distinct from old.booked_journal_id
                 or p.amount = (select sum(e.amount) from ledger.entry e
                                 where e.journal_id = new.booked_journal_id and e.side = 'D')))
    then
      raise exception 'two people have to close the break'
        using errcode = '23514', constraint = 'reconciliation_four_eyes';
    end if;
    return new;
  end $$;
`;
