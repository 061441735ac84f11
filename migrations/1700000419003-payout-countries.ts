import type { MigrationInterface, QueryRunner } from 'typeorm';

/** By which time zone the sellers of a country are paid is proposed by one person and approved by another. */
export class PayoutCountries1700000419003 implements MigrationInterface {
  async up(q: QueryRunner): Promise<void> {
    await q.query(VERSIONS);
  }

  /** Zones that were added stay: nobody is paid by them. */
  async down(q: QueryRunner): Promise<void> {
    await q.query(`
      drop trigger payout_countries_are_final on payout_countries;
      delete from payout_countries t
       where not exists (select from payout_countries_in_force f where (f.country, f.version) = (t.country, t.version));
      drop view payout_countries_in_force;
      drop index payout_countries_one_proposed;
      alter table payout_countries drop constraint payout_countries_version;
      alter table payout_countries
        drop column id, drop column version, drop column note, drop column proposed_by, drop column proposed_at,
        drop column approved_by, drop column approved_at, drop column declined_by, drop column declined_at,
        add constraint payout_countries_pkey primary key (country);
    `);
  }
}

const VERSIONS = `
  alter table payout_countries
    drop constraint payout_countries_pkey,
    add column id uuid not null default gen_random_uuid() constraint payout_countries_id unique,
    add column version integer not null default 1 check (version > 0),
    add column note text,
    add column proposed_by text not null default 'system',
    add column proposed_at timestamptz not null default '2020-01-01T00:00:00Z',
    add column approved_by text default 'system:start',
    add column approved_at timestamptz default '2020-01-01T00:00:00Z',
    add column declined_by text,
    add column declined_at timestamptz,
    add constraint payout_countries_version primary key (country, version),
    add constraint payout_countries_two_people
      check (coalesce(approved_by, declined_by, '') <> proposed_by and (approved_at is null or declined_at is null));
  alter table payout_countries
    alter column id drop default, alter column version drop default, alter column proposed_by drop default,
    alter column proposed_at drop default, alter column approved_by drop default, alter column approved_at drop default;
  create unique index payout_countries_one_proposed on payout_countries (country)
    where approved_at is null and declined_at is null;
  comment on column payout_countries.approved_at is 'In force from here until a higher version of the country is';

  create trigger payout_countries_are_final before update or delete on payout_countries
    for each row execute function terms_are_final();

  create view payout_countries_in_force as
    select distinct on (country) country, version, time_zone from payout_countries
     where approved_at is not null order by country, version desc;
`;
