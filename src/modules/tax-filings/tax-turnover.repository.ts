import { Injectable } from '@nestjs/common';
import { Db, query, queryOne, statement, type Tx } from '../../platform/database/index.js';

/** Minor units of what took effect in a month; payments to authorities are not in it. */
export interface TaxTurnover {
  readonly currency: string;
  readonly collected: number;
  readonly returned: number;
  /** What was paid to authorities for the month. */
  readonly remitted: number;
}

const turnover = statement<[period: string, currency: string | null], TaxTurnover>(
  'tax-filings.turnover',
  `select a.currency, coalesce(sum(e.amount) filter (where e.side = 'C'), 0)::bigint as collected,
          coalesce(sum(e.amount) filter (where e.side = 'D'), 0)::bigint as returned,
          coalesce((select amount from tax_filings f
                     where f.currency = a.currency and f.period = $1 and f.state = 'paid'), 0)::bigint as remitted
     from ledger.account a
     join ledger.entry e on e.account_id = a.id
     join ledger.journal j on j.id = e.journal_id
    where a.type_code = 'tax_payable' and ($2::bpchar is null or a.currency = $2) and j.source_type <> 'tax_filing'
      and j.effective_at >= ($1 || '-01')::timestamp at time zone 'UTC'
      and j.effective_at < (($1 || '-01')::timestamp + interval '1 month') at time zone 'UTC'
    group by a.currency order by a.currency`,
);

const isClosed = statement<[period: string], { closed: boolean }>(
  'tax-filings.is-closed',
  `select coalesce(max(ends_on) >= ($1 || '-01')::date + interval '1 month' - interval '1 day', false) as closed
     from ledger.period_lock`,
);

const lock = statement<[currency: string], { remitted: number }>(
  'tax-filings.lock-total',
  `insert into tax_totals (currency, due) values ($1, 0)
   on conflict (currency) do update set currency = excluded.currency returning remitted`,
);

/** Its own statement, so that it sees what was paid before the lock was had. */
const remit = statement<[currency: string, amount: number], { remitted: number }>(
  'tax-filings.remit',
  `update tax_totals set remitted = remitted + $2, due = remitted + (
      select coalesce(sum(case e.side when 'C' then e.amount else -e.amount end), 0)
        from ledger.account a join ledger.entry e on e.account_id = a.id
       where a.type_code = 'tax_payable' and a.currency = $1)
    where currency = $1 returning remitted`,
);

/** What the books say of tax. */
@Injectable()
export class TaxTurnovers {
  constructor(private readonly db: Db) {}

  /** By currency. */
  ofPeriod(period: string): Promise<TaxTurnover[]> {
    return this.db.query(turnover, [period, null]);
  }

  async of(tx: Tx, period: string, currency: string): Promise<TaxTurnover> {
    const none = { currency, collected: 0, returned: 0, remitted: 0 };
    return (await queryOne(tx, turnover, [period, currency])) ?? none;
  }

  async isClosed(tx: Tx, period: string): Promise<boolean> {
    return (await queryOne(tx, isClosed, [period]))?.closed ?? false;
  }

  /** Payments in a currency take turns; the constraint refuses what is more than all of it that is payable. */
  async remit(tx: Tx, currency: string, amount: number): Promise<void> {
    await query(tx, lock, [currency]);
    await query(tx, remit, [currency, amount]);
  }
}
