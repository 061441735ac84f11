import { Injectable } from '@nestjs/common';
import { Db, query, queryOne, statement, type Tx } from '../../platform/database/index.js';
import type { DebtCollectionState } from './debt-collection.lifecycle.js';

export interface DebtCollectionRow {
  readonly id: string;
  readonly sellerId: string;
  readonly payoutId: string;
  readonly provider: string;
  readonly currency: string;
  readonly amount: number;
  readonly state: DebtCollectionState;
  readonly requestedBy: string;
  readonly requestedAt: Date;
  readonly submittedAt: Date | null;
  readonly settledAt: Date | null;
  readonly lookups: number;
  readonly failureCode: string | null;
  readonly surplus: number | null;
}

export type NewDebtCollection = Omit<
  DebtCollectionRow,
  'state' | 'submittedAt' | 'settledAt' | 'lookups' | 'failureCode' | 'surplus'
>;

const COLUMNS = `id, seller_id as "sellerId", payout_id as "payoutId", provider, currency, amount, state,
  requested_by as "requestedBy", requested_at as "requestedAt", submitted_at as "submittedAt",
  settled_at as "settledAt", lookups, failure_code as "failureCode", surplus`;

const insert = statement<
  [
    id: string,
    sellerId: string,
    payoutId: string,
    provider: string,
    currency: string,
    amount: number,
    by: string,
    at: Date,
  ],
  DebtCollectionRow
>(
  'debt-collections.request',
  `insert into debt_collections
     (id, seller_id, payout_id, provider, currency, amount, requested_by, requested_at, updated_at)
   values ($1, $2, $3, $4, $5, $6, $7, $8, $8) returning ${COLUMNS}`,
);

const find = statement<[id: string], DebtCollectionRow>(
  'debt-collections.find',
  `select ${COLUMNS} from debt_collections where id = $1`,
);

const lock = statement<[id: string], DebtCollectionRow>(
  'debt-collections.lock',
  `select ${COLUMNS} from debt_collections where id = $1 for no key update`,
);

const asked = statement<[sellerId: string, currency: string], { amount: number }>(
  'debt-collections.asked',
  `select coalesce(sum(amount), 0)::bigint as amount from debt_collections
    where seller_id = $1 and currency = $2 and state in ('submitted', 'unknown')`,
);

const noteSubmission = statement<[id: string, at: Date], never>(
  'debt-collections.note-submission',
  'update debt_collections set submitted_at = $2 where id = $1',
);

const noteLookup = statement<[id: string], never>(
  'debt-collections.note-lookup',
  'update debt_collections set lookups = lookups + 1 where id = $1',
);

const noteCollected = statement<[id: string, reference: string, surplus: number, at: Date], never>(
  'debt-collections.note-collected',
  'update debt_collections set provider_reference = $2, surplus = $3, settled_at = $4 where id = $1',
);

const noteRefused = statement<[id: string, code: string, at: Date], never>(
  'debt-collections.note-refused',
  'update debt_collections set failure_code = $2, settled_at = $3 where id = $1',
);

const unheard = statement<[submittedBefore: Date], { provider: string; collections: number }>(
  'debt-collections.unheard',
  `select provider, count(*)::int as collections from debt_collections
    where state in ('submitted', 'unknown') and submitted_at <= $1
    group by provider`,
);

const page = statement<
  [sellerId: string | null, state: string | null, before: string | null, limit: number],
  DebtCollectionRow
>(
  'debt-collections.page',
  `select ${COLUMNS} from debt_collections
    where ($1::uuid is null or seller_id = $1) and ($2::text is null or state = $2)
      and ($3::uuid is null or id < $3)
    order by id desc limit $4`,
);

@Injectable()
export class DebtCollections {
  constructor(private readonly db: Db) {}

  async add(tx: Tx, row: NewDebtCollection): Promise<DebtCollectionRow> {
    const { id, sellerId, payoutId, provider, currency, amount, requestedBy, requestedAt } = row;
    const values = [id, sellerId, payoutId, provider, currency, amount, requestedBy, requestedAt] as const;
    return (await queryOne(tx, insert, [...values])) as DebtCollectionRow;
  }

  find = (id: string): Promise<DebtCollectionRow | undefined> => this.db.queryOne(find, [id]);
  lock = (tx: Tx, id: string): Promise<DebtCollectionRow | undefined> => queryOne(tx, lock, [id]);

  /** What the provider was asked for of a debt and may still come, in minor units. */
  async asked(tx: Tx, { sellerId, currency }: DebtCollectionRow): Promise<number> {
    return (await queryOne(tx, asked, [sellerId, currency]))?.amount ?? 0;
  }

  /** How many that were submitted by then nobody knows the end of. */
  unheard(submittedBefore: Date): Promise<{ provider: string; collections: number }[]> {
    return this.db.query(unheard, [submittedBefore]);
  }

  async noteSubmission(tx: Tx, id: string, at: Date): Promise<void> {
    await query(tx, noteSubmission, [id, at]);
  }

  async noteLookup(tx: Tx, id: string): Promise<void> {
    await query(tx, noteLookup, [id]);
  }

  async noteCollected(tx: Tx, id: string, reference: string, surplus: number, at: Date): Promise<void> {
    await query(tx, noteCollected, [id, reference, surplus, at]);
  }

  async noteRefused(tx: Tx, id: string, code: string, at: Date): Promise<void> {
    await query(tx, noteRefused, [id, code, at]);
  }

  page(sellerId?: string, state?: string, before?: string, limit = 1): Promise<DebtCollectionRow[]> {
    return this.db.query(page, [sellerId ?? null, state ?? null, before ?? null, limit]);
  }
}
