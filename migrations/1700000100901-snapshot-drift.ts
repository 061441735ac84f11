import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * The same answers with one look at each entry. Summing an account anew for each of its snapshots took, for an account
 * that everybody uses, every entry of its life as often as there were nights.
 */
export class SnapshotDrift1700000100901 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(ONCE_EACH);
  }

  /** The answers stay what they were, and so does the function. */
  async down(): Promise<void> {}
}

const ONCE_EACH = `
  -- A journal counts from the first snapshot on that has seen it; no later one can have missed it.
  create or replace function ledger.snapshot_drift() returns table (account_id uuid, as_of_date date, field text)
  language sql stable as $$
    with first_seen as (
           select j.id, r.as_of_date
             from ledger.journal j
             cross join lateral (
               select r.as_of_date from ledger.snapshot_run r
                where r.as_of_date >= (j.effective_at at time zone 'UTC')::date and j.effective_at < r.ends_at
                  and pg_visible_in_snapshot(j.xid, r.seen)
                order by r.as_of_date limit 1) r),
         booked as (
           select e.account_id, f.as_of_date, sum(case e.side when 'D' then e.amount else 0 end) as debit,
                  sum(case e.side when 'C' then e.amount else 0 end) as credit
             from first_seen f join ledger.entry e on e.journal_id = f.id group by 1, 2),
         due as (
           select b.account_id, b.as_of_date, sum(b.debit) over so_far as debit, sum(b.credit) over so_far as credit
             from booked b window so_far as (partition by b.account_id order by b.as_of_date)),
         kept as (
           select s.*, lag(s.hash) over (partition by s.account_id order by s.as_of_date) as previous
             from ledger.balance_snapshot s)
    select s.account_id, s.as_of_date,
           case when s.debit is distinct from d.debit then 'debit'
                when s.credit is distinct from d.credit then 'credit' else 'hash' end
      from kept s left join due d on d.account_id = s.account_id and d.as_of_date = s.as_of_date
     where s.debit is distinct from d.debit or s.credit is distinct from d.credit
        or s.hash <> ledger.snapshot_hash(s.previous, s.account_id, s.as_of_date, s.debit, s.credit,
                                          s.last_journal_posted_at)
  $$;
`;
