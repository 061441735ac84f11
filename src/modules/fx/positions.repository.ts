import { Injectable } from '@nestjs/common';
import type { Id } from '../../kernel/index.js';
import { Db, query, statement, violatedConstraint, type Tx } from '../../platform/database/index.js';
import { FxDealKnown } from './fx.errors.js';
import { pairOf, withoutAwaited, type Position } from './position.domain.js';

export interface DealRow {
  readonly id: Id<'fxd'>;
  readonly soldCurrency: string;
  readonly sold: number;
  readonly receivedCurrency: string;
  readonly received: number;
  readonly expected: number;
  readonly bankReference: string;
  readonly dealtAt: Date;
}

/** A journal of conversions is between two currencies; which ones, its lines say. */
const positions = statement<[base: string | null, counter: string | null], Position>(
  'fx.positions',
  `with moved as (
     select e.journal_id, e.currency::text as currency, sum(case e.side when 'D' then e.amount else -e.amount end) as amount
       from ledger.account a join ledger.entry e on e.account_id = a.id
      where a.type_code = 'fx_position' and ($1::text is null or a.currency in ($1, $2)) group by 1, 2),
   pairs as (
     select min(currency) as base, max(currency) as counter, (array_agg(amount order by currency))[1] as "baseAmount",
            (array_agg(amount order by currency desc))[1] as "counterAmount"
       from moved group by journal_id)
   select base, counter, sum("baseAmount")::bigint as "baseAmount", sum("counterAmount")::bigint as "counterAmount"
     from pairs where $1::text is null or (base = $1 and counter = $2) group by base, counter order by base, counter`,
);

/** What companies are still to pay of orders on account; net-terms keeps the view. */
const awaited = statement<[base: string | null, counter: string | null], Position>(
  'fx.awaited',
  `select base, counter, sum("baseAmount")::bigint as "baseAmount", sum("counterAmount")::bigint as "counterAmount"
     from (select least(sold_currency, bought_currency) as base, greatest(sold_currency, bought_currency) as counter,
                  case when sold_currency < bought_currency then -sold else bought end as "baseAmount",
                  case when sold_currency < bought_currency then bought else -sold end as "counterAmount"
             from awaited_conversions) a
    where $1::text is null or (base = $1 and counter = $2) group by base, counter`,
);

const insert = statement<unknown[], never>(
  'fx.insert-deal',
  `insert into fx_deals (id, sold_currency, sold, received_currency, received, expected, bank_reference, dealt_at,
                         recorded_by, created_at)
   values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)`,
);

const page = statement<[before: string | null, limit: number], DealRow>(
  'fx.deals',
  `select id, sold_currency::text as "soldCurrency", sold, received_currency::text as "receivedCurrency", received,
          expected, bank_reference as "bankReference", dealt_at as "dealtAt"
     from fx_deals where $1::uuid is null or id < $1 order by id desc limit $2`,
);

@Injectable()
export class PositionsRepository {
  constructor(private readonly db: Db) {}

  all = (): Promise<Position[]> => this.db.query(positions, [null, null]);

  /** By pair, of `all`: what companies have not paid yet. */
  awaited = (): Promise<Position[]> => this.db.query(awaited, [null, null]);

  /** Without what companies have not paid yet. */
  async between(tx: Tx, a: string, b: string): Promise<Position | undefined> {
    const [base, counter] = pairOf(a, b);
    const [position] = await query(tx, positions, [base, counter]);
    const [owed] = await query(tx, awaited, [base, counter]);
    return position && withoutAwaited(position, owed);
  }

  /** @throws FxDealKnown */
  async insert(tx: Tx, deal: DealRow, recordedBy: string, at: Date): Promise<void> {
    const { id, soldCurrency, sold, receivedCurrency, received, expected, bankReference, dealtAt } = deal;
    const amounts = [soldCurrency, sold, receivedCurrency, received, expected];
    try {
      await query(tx, insert, [id, ...amounts, bankReference, dealtAt, recordedBy, at]);
    } catch (error) {
      if (violatedConstraint(error) === 'fx_deals_reference') throw new FxDealKnown({});
      throw error;
    }
  }

  page = (before: string | undefined, limit: number): Promise<DealRow[]> =>
    this.db.query(page, [before ?? null, limit]);
}
