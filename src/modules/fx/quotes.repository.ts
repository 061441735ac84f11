import { Injectable } from '@nestjs/common';
import { rate, type Id } from '../../kernel/index.js';
import { Db, query, statement, violatedConstraint, type Tx } from '../../platform/database/index.js';
import type { QuoteTerms } from './conversion.domain.js';
import { FxQuoteUnfit } from './fx.errors.js';

export interface QuoteRow {
  readonly id: Id<'fxq'>;
  readonly buyerId: Id<'usr'>;
  readonly from: string;
  readonly to: string;
  readonly rateVersion: number;
  readonly midNum: number;
  readonly midDen: number;
  /** With the spread: what the buyer converts at. */
  readonly num: number;
  readonly den: number;
  readonly spreadBps: number;
  readonly provider: string;
  readonly quotedAt: Date;
  readonly createdAt: Date;
  readonly expiresAt: Date;
  readonly lockedForOrder: Id<'ord'> | null;
}

export const termsOf = ({ from, to, midNum, midDen, spreadBps }: QuoteRow): QuoteTerms => ({
  mid: rate(from, to, midNum, midDen),
  spreadBps,
});

const COLUMNS = `q.id, q.buyer_id as "buyerId", q.from_currency::text as "from", q.to_currency::text as "to",
  q.rate_version as "rateVersion", q.mid_num as "midNum", q.mid_den as "midDen", q.rate_num as num, q.rate_den as den,
  q.spread_bps as "spreadBps", q.provider, q.quoted_at as "quotedAt", q.created_at as "createdAt",
  q.expires_at as "expiresAt", q.locked_for_order as "lockedForOrder"`;

const insert = statement<[quotes: string], never>(
  'fx.insert-quotes',
  `insert into fx_quotes (id, buyer_id, from_currency, to_currency, rate_version, mid_num, mid_den, rate_num, rate_den,
                          spread_bps, provider, quoted_at, created_at, expires_at, locked_for_order, locked_at)
   select id, "buyerId", "from", "to", "rateVersion", "midNum", "midDen", num, den, "spreadBps", provider, "quotedAt",
          "createdAt", "expiresAt", "lockedForOrder", case when "lockedForOrder" is not null then "createdAt" end
     from jsonb_to_recordset($1::jsonb) as q(id uuid, "buyerId" uuid, "from" text, "to" text, "rateVersion" int,
            "midNum" bigint, "midDen" bigint, num bigint, den bigint, "spreadBps" int, provider text,
            "quotedAt" timestamptz, "createdAt" timestamptz, "expiresAt" timestamptz, "lockedForOrder" uuid)`,
);

const lock = statement<
  [ids: readonly string[], buyerId: string, orderId: string, from: string, to: readonly string[], at: Date],
  QuoteRow
>(
  'fx.lock-quotes',
  `update fx_quotes q set locked_for_order = $3, locked_at = $6
    where q.id = any($1::uuid[]) and q.buyer_id = $2 and q.locked_for_order is null and q.expires_at > $6
      and q.from_currency = $4 and q.to_currency = any($5::text[]::char(3)[])
   returning ${COLUMNS}`,
);

const find = statement<[ids: readonly string[], buyerId: string], QuoteRow>(
  'fx.find-quotes',
  `select ${COLUMNS} from fx_quotes q where q.id = any($1::uuid[]) and q.buyer_id = $2`,
);

const forget = statement<[before: Date], never>(
  'fx.forget-quotes',
  `delete from fx_quotes where locked_for_order is null and expires_at < $1`,
);

/** Which quotes are used for which order. */
export interface Use {
  readonly orderId: Id<'ord'>;
  readonly buyerId: Id<'usr'>;
  readonly from: string;
  readonly to: readonly string[];
  readonly at: Date;
}

@Injectable()
export class QuotesRepository {
  constructor(private readonly db: Db) {}

  async insert(tx: Tx, quotes: readonly QuoteRow[]): Promise<void> {
    await query(tx, insert, [JSON.stringify(quotes)]);
  }

  /** Those of the named quotes that are open, the buyer's, and of the pairs. @throws FxQuoteUnfit when two are of one pair */
  async lock(tx: Tx, ids: readonly string[], { orderId, buyerId, from, to, at }: Use): Promise<QuoteRow[]> {
    try {
      return await query(tx, lock, [ids, buyerId, orderId, from, to, at]);
    } catch (error) {
      if (violatedConstraint(error) === 'fx_quotes_once_per_order') throw new FxQuoteUnfit({});
      throw error;
    }
  }

  find = (tx: Tx, ids: readonly string[], buyerId: string): Promise<QuoteRow[]> => query(tx, find, [ids, buyerId]);

  async read(id: string, buyerId: string): Promise<QuoteRow | undefined> {
    const [row] = await this.db.query(find, [[id], buyerId]);
    return row;
  }

  /** Quotes that nobody used. */
  async forget(before: Date): Promise<void> {
    await this.db.query(forget, [before]);
  }
}
