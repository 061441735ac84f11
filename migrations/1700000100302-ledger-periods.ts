import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Periods that are closed for ever: no journal takes effect in them any more. */
export class LedgerPeriods1700000100302 implements MigrationInterface {
  async up(q: QueryRunner): Promise<void> {
    await q.query(TABLE);
    await q.query(sealedBy(CHECKED_WITH_PERIOD));
    await q.query(CLOSE);
    await q.query('revoke execute on all functions in schema ledger from public');
  }

  async down(q: QueryRunner): Promise<void> {
    await q.query(sealedBy(CHECKED));
    await q.query(`
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

/** A transaction that inserts sees every period that was closed before it had the table: closing waits for it. */
const CHECKED_WITH_PERIOD = {
  select: `journal.xid <> pg_current_xact_id() as is_sealed,
           journal.effective_at < (select max(ends_at) from ledger.period_lock) as is_closed`,
  where: `or journal.effective_at < (select max(ends_at) from ledger.period_lock)`,
  raise: `if wrong.is_closed and not wrong.is_sealed then
        raise exception 'the period is closed: post a correcting journal that takes effect today'
          using errcode = '23514', constraint = 'period_open';
      end if;`,
};

const CHECKED = { select: 'journal.xid <> pg_current_xact_id() as is_sealed', where: '', raise: '' };

/** The check of fresh entries, which reads their journals anyway: no statement more for a posting. */
const sealedBy = (check: typeof CHECKED): string => `
  create or replace function ledger.journal_sealed() returns trigger language plpgsql as $$
  declare
    wrong record;
  begin
    select ${check.select} into wrong
      from (select journal_id, count(*) as lines from added group by journal_id) as fresh
      join ledger.journal on journal.id = fresh.journal_id
     where journal.xid <> pg_current_xact_id()
        or fresh.lines <> (select count(*) from ledger.entry where entry.journal_id = fresh.journal_id)
        ${check.where}
     limit 1;
    if found then
      ${check.raise}
      raise exception 'the journal %', case when wrong.is_sealed then 'is already sealed' else 'has its lines already' end
        using errcode = '23514', constraint = 'journal_sealed';
    end if;
    return null;
  end $$;
`;

const CLOSE = `
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
