import { Injectable } from '@nestjs/common';
import { Db, query, queryOne, statement, type Tx } from '../../platform/database/index.js';

export interface RateRow {
  readonly from: string;
  readonly to: string;
  readonly version: number;
  readonly num: number;
  readonly den: number;
  readonly spreadBps: number;
  /** How long a quote of it is good for. */
  readonly quoteSeconds: number;
  /** After how long it is too old to be quoted; null: never. */
  readonly staleAfterSeconds: number | null;
  readonly provider: string;
  readonly quotedAt: Date;
  readonly createdAt: Date;
}

export type NewRate = Omit<RateRow, 'version' | 'spreadBps' | 'quoteSeconds' | 'staleAfterSeconds'> & {
  readonly spreadBps: number | null;
  readonly quoteSeconds: number | null;
  readonly staleAfterSeconds: number | null;
  readonly setBy: string;
};

const COLUMNS = `r.from_currency::text as "from", r.to_currency::text as "to", r.version, r.rate_num as num,
  r.rate_den as den, r.spread_bps as "spreadBps", r.quote_seconds as "quoteSeconds",
  r.stale_after_seconds as "staleAfterSeconds", r.provider, r.quoted_at as "quotedAt", r.created_at as "createdAt"`;

const lock = statement<[pair: string], never>(
  'fx.lock-pair',
  `select pg_advisory_xact_lock(hashtextextended('fx:' || $1, 0))`,
);

/** What is not said stays as it was. */
const insert = statement<unknown[], RateRow>(
  'fx.insert-rate',
  `insert into fx_rates as r (from_currency, to_currency, version, rate_num, rate_den, spread_bps, quote_seconds,
                              stale_after_seconds, provider, quoted_at, set_by, created_at)
   select $1, $2, coalesce(max(o.version), 0) + 1, $3, $4,
          coalesce($5, (array_agg(o.spread_bps order by o.version desc))[1], 0),
          coalesce($6, (array_agg(o.quote_seconds order by o.version desc))[1], 900),
          coalesce($7, (array_agg(o.stale_after_seconds order by o.version desc))[1]), $8, $9, $10, $11
     from fx_rates o where o.from_currency = $1 and o.to_currency = $2
   returning ${COLUMNS}`,
);

const current = statement<[from: string, to: readonly string[]], RateRow>(
  'fx.current-rates-to',
  `select distinct on (r.to_currency) ${COLUMNS} from fx_rates r
    where r.from_currency = $1 and r.to_currency = any($2::text[]::char(3)[]) order by r.to_currency, r.version desc`,
);

const all = statement<[], RateRow>(
  'fx.current-rates',
  `select distinct on (r.from_currency, r.to_currency) ${COLUMNS} from fx_rates r
    order by r.from_currency, r.to_currency, r.version desc`,
);

const page = statement<
  [from: string | null, to: string | null, at: string | null, key: string | null, limit: number],
  RateRow
>(
  'fx.rate-versions',
  `select ${COLUMNS} from fx_rates r
    where ($1::text is null or r.from_currency = $1) and ($2::text is null or r.to_currency = $2)
      and ($3::timestamptz is null or (r.created_at, r.from_currency || r.to_currency || lpad(r.version::text, 9, '0'))
                                      < ($3::timestamptz, $4))
    order by r.created_at desc, r.from_currency || r.to_currency || lpad(r.version::text, 9, '0') desc limit $5`,
);

const seed = statement<[rows: string, at: Date], never>(
  'fx.seed-rates',
  `insert into fx_rates (from_currency, to_currency, version, rate_num, rate_den, spread_bps, quote_seconds, provider,
                         quoted_at, set_by, created_at)
   select "from", "to", 1, num, den, "spreadBps", 900, 'sandbox', $2, 'sandbox', $2
     from jsonb_to_recordset($1::jsonb) as r("from" text, "to" text, num bigint, den bigint, "spreadBps" int)
   on conflict do nothing`,
);

@Injectable()
export class RatesRepository {
  constructor(private readonly db: Db) {}

  /** One change of a pair at a time, whatever it is. */
  async lockPair(tx: Tx, a: string, b: string): Promise<void> {
    await query(tx, lock, [[a, b].sort().join(':')]);
  }

  /** The next version of a pair, which is locked. */
  async insert(tx: Tx, rate: NewRate): Promise<RateRow> {
    const { from, to, num, den, spreadBps, quoteSeconds, staleAfterSeconds, provider, quotedAt, setBy } = rate;
    const terms = [num, den, spreadBps, quoteSeconds, staleAfterSeconds];
    return (await queryOne(tx, insert, [from, to, ...terms, provider, quotedAt, setBy, rate.createdAt])) as RateRow;
  }

  currentTo = (tx: Tx, from: string, to: readonly string[]): Promise<RateRow[]> => query(tx, current, [from, to]);

  current = (): Promise<RateRow[]> => this.db.query(all, []);

  page(
    filter: { readonly from?: string; readonly to?: string },
    before: readonly [string, string] | undefined,
    limit: number,
  ): Promise<RateRow[]> {
    const [at, key] = before ?? [null, null];
    return this.db.query(page, [filter.from ?? null, filter.to ?? null, at, key, limit]);
  }

  async seed(rows: readonly Pick<RateRow, 'from' | 'to' | 'num' | 'den' | 'spreadBps'>[], at: Date): Promise<void> {
    await this.db.query(seed, [JSON.stringify(rows), at]);
  }
}
