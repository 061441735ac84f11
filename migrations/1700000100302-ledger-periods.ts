import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Periods that are closed for ever: no journal takes effect in them any more. */
export class LedgerPeriods1700000100302 implements MigrationInterface {
  async up(q: QueryRunner): Promise<void> {
    await q.query(TABLE);
    await q.query(FUNCTIONS);
    await q.query('revoke execute on all functions in schema ledger from public');
  }

  async down(q: QueryRunner): Promise<void> {
    await q.query(`
      drop trigger period_open on ledger.journal;
      drop function ledger.period_open();
      drop function ledger.close_period(date, timestamptz, text, text);
      drop table ledger.period_lock;
    `);
  }
}

const TABLE = `
  create table ledger.period_lock (
    ends_on date primary key,
    -- Null for the first period, which has no beginning.
    starts_on date,
    ends_at timestamptz not null,
    closed_at timestamptz not null,
    actor_type text not null,
    actor_id text not null,
    constraint period_follows unique nulls not distinct (starts_on),
    constraint period_order check (starts_on <= ends_on),
    constraint period_end check (ends_at = (ends_on + 1)::timestamp at time zone 'UTC')
  );
  create index period_lock_end on ledger.period_lock (ends_at);

  create trigger immutable before update or delete or truncate on ledger.period_lock
    for each statement execute function ledger.immutable();
`;

const FUNCTIONS = `
  create function ledger.period_open() returns trigger language plpgsql as $$
  begin
    if exists (select from added where effective_at < (select max(ends_at) from ledger.period_lock)) then
      raise exception 'the period is closed: post a correcting journal that takes effect today'
        using errcode = '23514', constraint = 'period_open';
    end if;
    return null;
  end $$;

  create trigger period_open after insert on ledger.journal
    referencing new table as added for each statement execute function ledger.period_open();

  -- Waits for the journals that are being written and lets no other begin before the period is closed: each is
  -- checked against the closed periods, or is complete before there is one more.
  create function ledger.close_period(last_day date, closed_at timestamptz, actor_type text, actor_id text)
  returns table (starts_on date, ends_on date)
  language plpgsql security definer set search_path = ledger, pg_temp as $$
  #variable_conflict use_column
  declare
    previous date;
  begin
    lock table ledger.journal in share row exclusive mode;
    select max(p.ends_on) into previous from ledger.period_lock p;
    if previous >= last_day then
      raise exception 'the days until % are closed', previous using errcode = '23514', constraint = 'period_closed_once';
    end if;
    return query
      insert into ledger.period_lock as p (ends_on, starts_on, ends_at, closed_at, actor_type, actor_id)
      values (last_day, previous + 1, (last_day + 1)::timestamp at time zone 'UTC', closed_at, actor_type, actor_id)
      returning p.starts_on, p.ends_on;
  end $$;
`;
