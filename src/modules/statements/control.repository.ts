import { Injectable } from '@nestjs/common';
import { query, statement, UnitOfWork } from '../../platform/database/index.js';
import { SELLER_ACCOUNTS, type SellerAccount } from './statement-parts.domain.js';

interface Of {
  readonly currency: string;
  readonly account: SellerAccount;
}

export interface StatedRow extends Of {
  readonly statements: number;
  readonly opening: number;
  readonly increase: number;
  readonly decrease: number;
  readonly closing: number;
}

export interface AmountRow extends Of {
  readonly amount: number;
}

export interface MissingRow {
  readonly currency: string;
  readonly missing: number;
}

export interface ControlRows {
  readonly stated: readonly StatedRow[];
  readonly ledger: readonly AmountRow[];
  readonly late: readonly AmountRow[];
  readonly missing: readonly MissingRow[];
}

const TYPES = SELLER_ACCOUNTS.map((account) => `seller_${account}`);
const CHANGE = 'case e.side when t.normal_side then e.amount else -e.amount end';

const oneMoment = statement<[], never>(
  'statements.one-moment',
  'set transaction isolation level repeatable read, read only',
);

const unhurried = statement<[], object>(
  'statements.unhurried-control',
  `select set_config('statement_timeout', '10min', true)`,
);

const stated = statement<[period: string], StatedRow>(
  'statements.stated',
  `select s.currency, b.account, count(*) as statements, sum(b.opening)::bigint as opening,
          sum(b.increase)::bigint as increase, sum(b.decrease)::bigint as decrease, sum(b.closing)::bigint as closing
     from seller_statements s join seller_statement_balances b on b.statement_id = s.id
    where s.period = ($1 || '-01')::date group by s.currency, b.account`,
);

/** From the last snapshot of the books before the instant, and the entries that it has not seen. */
const ledger = statement<[types: readonly string[], endsAt: Date], AmountRow>(
  'statements.ledger-at',
  `with run as materialized (
     select * from ledger.snapshot_run where ends_at <= $2 order by as_of_date desc limit 1),
   kept as (
     select distinct on (b.account_id) b.account_id, b.debit, b.credit
       from ledger.balance_snapshot b join run on b.as_of_date <= run.as_of_date
      order by b.account_id, b.as_of_date desc),
   later as (
     select e.account_id, sum(e.amount) filter (where e.side = 'D') as debit,
            sum(e.amount) filter (where e.side = 'C') as credit
       from ledger.journal j join ledger.entry e on e.journal_id = j.id left join run on true
      where j.effective_at < $2
        and (run.ends_at is null or j.effective_at >= run.ends_at
             or (j.posted_at >= run.taken_at - interval '1 hour' and not pg_visible_in_snapshot(j.xid, run.seen)))
      group by e.account_id)
   select a.currency, substr(a.type_code, 8) as account,
          (sum(coalesce(kept.debit, 0) + coalesce(later.debit, 0) - coalesce(kept.credit, 0)
               - coalesce(later.credit, 0)) * case a.type_code when 'seller_receivable' then 1 else -1 end)::bigint
            as amount
     from ledger.account a left join kept on kept.account_id = a.id left join later on later.account_id = a.id
    where a.type_code = any($1::text[]) group by a.currency, a.type_code`,
);

/** What took effect before the instant and is on a statement of a later month, or on none yet. */
const late = statement<[types: readonly string[], endsAt: Date, period: string], AmountRow>(
  'statements.late',
  `with found as (
     select l.journal_id, l.line
       from seller_statements s join seller_statement_lines l on l.statement_id = s.id and l.effective_at < $2
      where s.period > ($3 || '-01')::date and s.corrections > 0
     union all
     select e.journal_id, e.line
       from ledger.account a
       left join lateral (select listed_until from seller_statements s
                           where s.seller_id = a.owner_id and s.currency = a.currency
                           order by period desc limit 1) last on true
       join ledger.entry e on e.account_id = a.id
        and e.journal_id >= coalesce(last.listed_until, '00000000-0000-0000-0000-000000000000')
       join ledger.journal j on j.id = e.journal_id and j.effective_at < $2
      where a.type_code = any($1::text[])
        and not exists (select from seller_statement_lines l where l.journal_id = e.journal_id and l.line = e.line))
   select a.currency, substr(a.type_code, 8) as account, sum(${CHANGE})::bigint as amount
     from found join ledger.entry e on e.journal_id = found.journal_id and e.line = found.line
     join ledger.account a on a.id = e.account_id join ledger.account_type t on t.code = a.type_code
    group by a.currency, a.type_code`,
);

const missing = statement<[types: readonly string[], endsAt: Date, period: string], MissingRow>(
  'statements.missing',
  `select of.currency, count(*) as missing
     from (select distinct owner_id, currency from ledger.account where type_code = any($1::text[])) of
    where not exists (select from seller_statements s where s.seller_id = of.owner_id and s.currency = of.currency
                         and s.period = ($3 || '-01')::date)
      and exists (select from ledger.account a join ledger.entry e on e.account_id = a.id
                    join ledger.journal j on j.id = e.journal_id
                   where a.owner_id = of.owner_id and a.currency = of.currency and a.type_code = any($1::text[])
                     and j.effective_at < $2)
    group by of.currency`,
);

/** Both sides of the proof that statements are the ledger, as of one moment. */
@Injectable()
export class ControlRepository {
  constructor(private readonly uow: UnitOfWork) {}

  read(period: string, endsAt: Date): Promise<ControlRows> {
    return this.uow.run(async (tx) => {
      await query(tx, oneMoment, []);
      await query(tx, unhurried, []);
      return {
        stated: await query(tx, stated, [period]),
        ledger: await query(tx, ledger, [TYPES, endsAt]),
        late: await query(tx, late, [TYPES, endsAt, period]),
        missing: await query(tx, missing, [TYPES, endsAt, period]),
      };
    });
  }
}
