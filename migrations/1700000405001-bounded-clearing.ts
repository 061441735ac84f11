import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * What has not cleared is found by walking back from the newest entries until they explain the balance, and no further:
 * the watch read every inflow since the first day, until it took longer than a statement may.
 */
export class BoundedClearing1700000405001 implements MigrationInterface {
  async up(q: QueryRunner): Promise<void> {
    await q.query(OPEN_INFLOWS);
    await q.query(overdue(WALK, 'walked.recent'));
    await q.query(uncleared(WALK, 'walked.recent', 'walked.since'));
    await q.query(DEBTS_BY_WALK);
    await q.query(GRANTS);
  }

  async down(q: QueryRunner): Promise<void> {
    await q.query(DEBTS_BY_WINDOW);
    await q.query(overdue(RECENT, 'recent.amount'));
    await q.query(uncleared(RECENT + OLDEST, 'recent.amount', 'oldest.since'));
    await q.query('drop function ledger.open_inflows(uuid, char, bigint)');
  }
}

/**
 * What flows out takes the oldest that is there, so a balance consists of the newest inflows that add up to it. The
 * order is that of the journals' ids, which is the order of booking: an index has it. The settings leave the planner
 * nothing but to follow that index, entry by entry, until the loop is left.
 */
const OPEN_INFLOWS = `
  create function ledger.open_inflows(account uuid, inflow char(1), balance bigint)
  returns table (journal_id uuid, line smallint, effective_at timestamptz, amount bigint)
  language plpgsql stable set enable_sort = off set enable_bitmapscan = off set enable_seqscan = off
    set enable_hashjoin = off set enable_mergejoin = off set enable_material = off as $$
  declare
    unexplained bigint := balance;
    entry record;
  begin
    if unexplained <= 0 then return; end if;
    for entry in
      select e.journal_id, e.line, e.amount, j.effective_at
        from ledger.entry e join ledger.journal j on j.id = e.journal_id
       where e.account_id = account and e.side = inflow
       order by e.journal_id desc
    loop
      journal_id := entry.journal_id;
      line := entry.line;
      effective_at := entry.effective_at;
      amount := least(entry.amount, unexplained);
      return next;
      unexplained := unexplained - entry.amount;
      exit when unexplained <= 0;
    end loop;
  end $$;
  revoke execute on function ledger.open_inflows(uuid, char, bigint) from public;
  comment on function ledger.open_inflows(uuid, char, bigint) is
    'The newest entries of a side that add up to the balance, newest first; the oldest of them with what is left of it';
`;

const SIDE = `case when b.net > 0 then 'D' else 'C' end`;

const WALK = `
  cross join lateral (
    select coalesce(sum(i.amount) filter (where i.effective_at > at - t.must_clear_within), 0)::bigint as recent,
           min(i.effective_at) as since
      from ledger.open_inflows(b.account_id, ${SIDE}, abs(b.net)) i) walked`;

const RECENT = `
  cross join lateral (
    select coalesce(sum(e.amount), 0)::bigint as amount
      from ledger.entry e join ledger.journal j on j.id = e.journal_id
     where e.account_id = b.account_id and e.side = ${SIDE} and j.effective_at > at - t.must_clear_within) recent`;

const OLDEST = `
  cross join lateral (
    select min(x.effective_at) as since
      from (select j.effective_at, e.amount,
                   sum(e.amount) over (order by j.effective_at desc, e.journal_id desc, e.line desc) as newest
              from ledger.entry e join ledger.journal j on j.id = e.journal_id
             where e.account_id = b.account_id and e.side = ${SIDE}) x
     where x.newest - x.amount < abs(b.net)) oldest`;

/** What has a date of its own is late by that date, everything else by the chart. */
const TERMS = `
  with terms as (
    select c.type_code, coalesce(c.owner_id::text, '') as owner, c.currency, c.side, sum(c.amount)::bigint as amount,
           coalesce(sum(c.amount) filter (where c.clears_by <= at), 0)::bigint as late,
           coalesce(sum(c.amount) filter (where c.since is null or c.since > at - t.must_clear_within), 0)::bigint as recent,
           min(c.since) as since
      from clearing_terms c join ledger.account_type t on t.code = c.type_code group by 1, 2, 3, 4)`;

const BALANCES = `
  from (select *, debit - credit as net from ledger.account_balance) b
  join ledger.account_type t on t.code = b.type_code and t.must_clear_within is not null
  left join terms on terms.type_code = b.type_code and terms.owner = coalesce(b.owner_id::text, '')
        and terms.currency = b.currency::text and terms.side = ${SIDE}`;

const late = (recent: string): string => `
  least(abs(b.net), coalesce(terms.late, 0)
    + greatest(0, abs(b.net) - coalesce(terms.amount, 0)
                  - greatest(0, ${recent} - coalesce(terms.recent, 0))))`;

const overdue = (join: string, recent: string): string => `
  create or replace function ledger.overdue(at timestamptz) returns table (account_id uuid, type_code text,
    owner_id uuid, currency text, normal_side char(1), net bigint, overdue bigint, must_clear_within interval)
  language sql stable as $$
    ${TERMS}
    select b.account_id, b.type_code, b.owner_id, b.currency::text, b.normal_side, b.net, (${late(recent)})::bigint,
           t.must_clear_within
      ${BALANCES} ${join}
     where b.net <> 0 and ${late(recent)} > 0
  $$;
`;

const uncleared = (join: string, recent: string, since: string): string => `
  create or replace function ledger.uncleared(at timestamptz) returns table (account_id uuid, type_code text,
    owner_id uuid, currency text, balance bigint, overdue bigint, must_clear_within interval, since timestamptz)
  language sql stable as $$
    ${TERMS}
    select b.account_id, b.type_code, b.owner_id, b.currency::text,
           case b.normal_side when 'D' then b.net else -b.net end, (${late(recent)})::bigint, t.must_clear_within,
           case when terms.amount >= abs(b.net) then terms.since else ${since} end
      ${BALANCES} ${join}
     where b.net <> 0 and ${late(recent)} > 0
  $$;
`;

/** Of a seller with a debt only what the debt consists of is read, and not every debt that there ever was. */
const DEBTS_BY_WALK = `
  create or replace view seller_debts as
    select a.owner_id as seller_id, a.currency, i.effective_at as since, i.amount as outstanding
      from ledger.account a
      join ledger.balance b on b.account_id = a.id and b.debit_posted > b.credit_posted
     cross join lateral ledger.open_inflows(a.id, 'D', b.debit_posted - b.credit_posted) i
     where a.type_code = 'seller_receivable';
`;

const DEBTS_BY_WINDOW = `
  create or replace view seller_debts as
    select seller_id, currency, since, outstanding
      from (select a.owner_id as seller_id, a.currency, j.effective_at as since,
                   least(e.amount, greatest(0, b.debit_posted - b.credit_posted - coalesce(sum(e.amount) over
                     (partition by e.account_id order by e.account_version desc
                      rows between unbounded preceding and 1 preceding), 0)))::bigint as outstanding
              from ledger.account a
              join ledger.balance b on b.account_id = a.id and b.debit_posted > b.credit_posted
              join ledger.entry e on e.account_id = a.id and e.side = 'D'
              join ledger.journal j on j.id = e.journal_id
             where a.type_code = 'seller_receivable') d
     where outstanding > 0;
`;

const GRANTS = `
  do $$ begin
    if exists (select from pg_roles where rolname = 'souk_app') then
      grant execute on function ledger.open_inflows(uuid, char, bigint) to souk_app;
    end if;
  end $$;
`;
