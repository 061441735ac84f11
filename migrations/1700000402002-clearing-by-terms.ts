import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What has a date of its own to be cleared by is late from that date on, and not after the time that the chart gives. */
export class ClearingByTerms1700000402002 implements MigrationInterface {
  async up(q: QueryRunner): Promise<void> {
    await q.query(TERMS);
    await q.query(overdue(BY_TERMS));
    await q.query(uncleared(BY_TERMS));
    await q.query(`
      do $$ begin
        if exists (select from pg_roles where rolname = 'souk_app') then
          grant select on clearing_terms to souk_app;
        end if;
      end $$;
    `);
  }

  async down(q: QueryRunner): Promise<void> {
    await q.query(overdue(BY_CHART));
    await q.query(uncleared(BY_CHART));
    await q.query('drop view clearing_terms');
  }
}

/** Invoices, by their due dates; positions that wait for them clear within the time of the chart after that. */
const TERMS = `
  create view clearing_terms as
    select 'buyer_receivable'::text as type_code, i.company_id as owner_id, i.currency::text as currency,
           'D'::char(1) as side, i.total - i.paid - i.reduced - i.written_off as amount, i.issued_at as since,
           i.due_at as clears_by
      from account_invoices i where i.state in ('issued', 'partially_paid', 'overdue')
    union all
    select 'fx_position', null, leg.currency, leg.side, leg.amount, a.issued_at, a.due_at + t.must_clear_within
      from awaited_conversions a join ledger.account_type t on t.code = 'fx_position'
     cross join lateral (values (a.sold_currency, 'C'::char(1), a.sold), (a.bought_currency, 'D'::char(1), a.bought))
                        as leg(currency, side, amount);
  comment on view clearing_terms is 'Parts of balances that have a date to be cleared by; null: not known yet, not late';
`;

interface Rule {
  /** Common table expressions. */
  readonly with: string;
  readonly join: string;
  /** What of the balance \`b\` is late, next to the inflows \`recent.amount\` within the chart's time. */
  readonly late: string;
  readonly since: string;
}

const BY_CHART: Rule = { with: '', join: '', late: 'abs(b.net) - recent.amount', since: 'oldest.since' };

/** What has no term is late by the chart, without what came in of what has one. */
const BY_TERMS: Rule = {
  with: `with terms as (
      select c.type_code, coalesce(c.owner_id::text, '') as owner, c.currency, c.side, sum(c.amount)::bigint as amount,
             coalesce(sum(c.amount) filter (where c.clears_by <= at), 0)::bigint as late,
             coalesce(sum(c.amount) filter (where c.since is null or c.since > at - t.must_clear_within), 0)::bigint as recent,
             min(c.since) as since
        from clearing_terms c join ledger.account_type t on t.code = c.type_code group by 1, 2, 3, 4)`,
  join: `left join terms on terms.type_code = b.type_code and terms.owner = coalesce(b.owner_id::text, '')
            and terms.currency = b.currency::text and terms.side = case when b.net > 0 then 'D' else 'C' end`,
  late: `least(abs(b.net), coalesce(terms.late, 0)
            + greatest(0, abs(b.net) - coalesce(terms.amount, 0)
                          - greatest(0, recent.amount - coalesce(terms.recent, 0))))`,
  since: `case when terms.amount >= abs(b.net) then terms.since else oldest.since end`,
};

const RECENT = `
  cross join lateral (
    select coalesce(sum(e.amount), 0)::bigint as amount
      from ledger.entry e join ledger.journal j on j.id = e.journal_id
     where e.account_id = b.account_id and e.side = case when b.net > 0 then 'D' else 'C' end
       and j.effective_at > at - t.must_clear_within) recent`;

const overdue = (rule: Rule): string => `
  create or replace function ledger.overdue(at timestamptz) returns table (account_id uuid, type_code text,
    owner_id uuid, currency text, normal_side char(1), net bigint, overdue bigint, must_clear_within interval)
  language sql stable as $$
    ${rule.with}
    select b.account_id, b.type_code, b.owner_id, b.currency::text, b.normal_side, b.net, (${rule.late})::bigint,
           t.must_clear_within
      from (select *, debit - credit as net from ledger.account_balance) b
      join ledger.account_type t on t.code = b.type_code and t.must_clear_within is not null
      ${rule.join} ${RECENT}
     where b.net <> 0 and ${rule.late} > 0
  $$;
`;

const uncleared = (rule: Rule): string => `
  create or replace function ledger.uncleared(at timestamptz) returns table (account_id uuid, type_code text,
    owner_id uuid, currency text, balance bigint, overdue bigint, must_clear_within interval, since timestamptz)
  language sql stable as $$
    ${rule.with}
    select b.account_id, b.type_code, b.owner_id, b.currency::text,
           case b.normal_side when 'D' then b.net else -b.net end, (${rule.late})::bigint, t.must_clear_within,
           ${rule.since}
      from (select *, debit - credit as net from ledger.account_balance) b
      join ledger.account_type t on t.code = b.type_code and t.must_clear_within is not null
      ${rule.join} ${RECENT}
     cross join lateral (
       select min(x.effective_at) as since
         from (select j.effective_at, e.amount,
                      sum(e.amount) over (order by j.effective_at desc, e.journal_id desc, e.line desc) as newest
                 from ledger.entry e join ledger.journal j on j.id = e.journal_id
                where e.account_id = b.account_id and e.side = case when b.net > 0 then 'D' else 'C' end) x
        where x.newest - x.amount < abs(b.net)) oldest
     where b.net <> 0 and ${rule.late} > 0
  $$;
`;
