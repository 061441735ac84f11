import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Balances of every day's end, so that a balance of any instant is a snapshot and a few entries. */
export class LedgerSnapshots1700000100301 implements MigrationInterface {
  async up(q: QueryRunner): Promise<void> {
    await q.query(TABLES);
    await q.query(TAKE);
    await q.query(BALANCE_AT);
    await q.query('revoke execute on all functions in schema ledger from public');
  }

  async down(q: QueryRunner): Promise<void> {
    await q.query(`
      drop function ledger.balance_at(uuid, timestamptz);
      drop function ledger.snapshot_drift();
      drop function ledger.take_snapshot(date);
      drop function ledger.snapshot_hash(bytea, uuid, date, bigint, bigint, timestamptz);
      drop table ledger.balance_snapshot;
      drop table ledger.snapshot_run;
      drop index ledger.journal_times;
    `);
  }
}

const TABLES = `
  -- Block ranges: next to nothing to keep up to date, and journals are written in the order of time.
  create index journal_times on ledger.journal using brin (effective_at, posted_at) with (pages_per_range = 32);

  -- A snapshot counts the entries that took effect before ends_at and that its statement has seen. What came in
  -- later, for a day that was over, is not in it and is found by not having been seen.
  create table ledger.snapshot_run (
    as_of_date date primary key,
    ends_at timestamptz not null,
    seen pg_snapshot not null,
    taken_at timestamptz not null default clock_timestamp()
  );

  -- Accounts on which nothing happened since their last snapshot get none.
  create table ledger.balance_snapshot (
    account_id uuid not null constraint snapshot_account references ledger.account,
    as_of_date date not null constraint snapshot_of_run references ledger.snapshot_run,
    debit bigint not null constraint snapshot_debit check (debit >= 0),
    credit bigint not null constraint snapshot_credit check (credit >= 0),
    last_journal_posted_at timestamptz not null,
    hash bytea not null,
    primary key (account_id, as_of_date)
  );

  create trigger immutable before update or delete or truncate on ledger.snapshot_run
    for each statement execute function ledger.immutable();
  create trigger immutable before update or delete or truncate on ledger.balance_snapshot
    for each statement execute function ledger.immutable();
`;

const TAKE = `
  -- Chained over the snapshots of one account.
  create function ledger.snapshot_hash(previous bytea, account uuid, day date, debit bigint, credit bigint,
    last_posted timestamptz) returns bytea language sql stable as $$
    select sha256(coalesce(previous, '') || convert_to(concat_ws('|', account, to_char(day, 'YYYY-MM-DD'), debit,
      credit, extract(epoch from last_posted)), 'UTF8'))
  $$;

  -- Returns the number of accounts that have changed; null when the day, or a later one, has its snapshot.
  create function ledger.take_snapshot(day date) returns bigint
  language sql security definer set search_path = ledger, pg_temp as $$
    with before as (select * from ledger.snapshot_run order by as_of_date desc limit 1),
         run as (
           insert into ledger.snapshot_run (as_of_date, ends_at, seen)
           select day, (day + 1)::timestamp at time zone 'UTC', pg_current_snapshot()
            where not exists (select from before where as_of_date >= day)
           returning ends_at),
         fresh as (
           select e.account_id, sum(case e.side when 'D' then e.amount else 0 end)::bigint as debit,
                  sum(case e.side when 'C' then e.amount else 0 end)::bigint as credit, max(j.posted_at) as last_posted
             from run
             left join before on true
             join ledger.journal j on j.effective_at < run.ends_at
              and (before.ends_at is null or j.effective_at >= before.ends_at
                or not pg_visible_in_snapshot(j.xid, before.seen))
             join ledger.entry e on e.journal_id = j.id
            group by e.account_id),
         summed as (
           select fresh.account_id, fresh.debit + coalesce(last.debit, 0) as debit, last.hash,
                  fresh.credit + coalesce(last.credit, 0) as credit,
                  greatest(fresh.last_posted, last.last_journal_posted_at) as last_posted
             from fresh
             left join lateral (select * from ledger.balance_snapshot s where s.account_id = fresh.account_id
                                 order by as_of_date desc limit 1) last on true),
         made as (
           insert into ledger.balance_snapshot (account_id, as_of_date, debit, credit, last_journal_posted_at, hash)
           select account_id, day, debit, credit, last_posted,
                  ledger.snapshot_hash(hash, account_id, day, debit, credit, last_posted) from summed
           returning 1)
    select (select count(*) from made) from run
  $$;
`;

const BALANCE_AT = `
  -- Debits and credits of the entries that took effect until the instant, that instant included. A journal is
  -- written within the hour in which its transaction began: that bounds how far back the unseen ones can be.
  create function ledger.balance_at(account uuid, at timestamptz) returns table (debit bigint, credit bigint)
  language plpgsql stable security definer set search_path = ledger, pg_temp as $$
  #variable_conflict use_column
  declare
    kept record;
  begin
    select s.debit, s.credit, r.ends_at, r.seen, r.taken_at - interval '1 hour' as unseen_from into kept
      from ledger.balance_snapshot s join ledger.snapshot_run r using (as_of_date)
     where s.account_id = account and r.ends_at <= at order by s.as_of_date desc limit 1;
    if not found then
      return query
        select coalesce(sum(e.amount) filter (where e.side = 'D'), 0)::bigint,
               coalesce(sum(e.amount) filter (where e.side = 'C'), 0)::bigint
          from ledger.entry e join ledger.journal j on j.id = e.journal_id
         where e.account_id = account and j.effective_at <= at;
      return;
    end if;
    return query
      select kept.debit + coalesce(sum(e.amount) filter (where e.side = 'D'), 0)::bigint,
             kept.credit + coalesce(sum(e.amount) filter (where e.side = 'C'), 0)::bigint
        from ledger.journal j join ledger.entry e on e.journal_id = j.id
       where e.account_id = account and j.effective_at <= at
         and (j.effective_at >= kept.ends_at
              or (j.posted_at >= kept.unseen_from and not pg_visible_in_snapshot(j.xid, kept.seen)));
  end $$;

  -- Snapshots that are not the sum of the entries they have seen, or not what their hash says: none.
  create function ledger.snapshot_drift() returns table (account_id uuid, as_of_date date, field text)
  language sql stable as $$
    select s.account_id, s.as_of_date,
           case when s.debit <> e.debit then 'debit' when s.credit <> e.credit then 'credit' else 'hash' end
      from (select s.*, lag(s.hash) over (partition by s.account_id order by s.as_of_date) as previous
              from ledger.balance_snapshot s) s
      join ledger.snapshot_run r on r.as_of_date = s.as_of_date
      left join lateral (
        select coalesce(sum(e.amount) filter (where e.side = 'D'), 0) as debit,
               coalesce(sum(e.amount) filter (where e.side = 'C'), 0) as credit
          from ledger.entry e join ledger.journal j on j.id = e.journal_id
         where e.account_id = s.account_id and j.effective_at < r.ends_at
           and pg_visible_in_snapshot(j.xid, r.seen)) e on true
     where s.debit <> e.debit or s.credit <> e.credit
        or s.hash <> ledger.snapshot_hash(s.previous, s.account_id, s.as_of_date, s.debit, s.credit,
                                          s.last_journal_posted_at)
  $$;
`;
