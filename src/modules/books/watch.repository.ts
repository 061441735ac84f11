import { Injectable } from '@nestjs/common';
import type { AccountType } from '../ledger/index.js';
import { Db, statement, type Tx, query } from '../../platform/database/index.js';
import type { BookFault } from './book-fault.domain.js';
import { unhurried } from './unhurried.js';
import { verifyBooks, type Verification } from './verify-books.js';

/** Amounts in minor units. */
export interface UnclearedRow {
  readonly accountId: string;
  readonly account: AccountType;
  readonly owner: string | null;
  readonly currency: string;
  /** On the normal side. */
  readonly balance: number;
  readonly overdue: number;
  readonly withinDays: number;
  readonly since: Date;
}

export interface CoverageRow {
  readonly currency: string;
  readonly assets: number;
  readonly liabilities: number;
}

export interface CheckRow {
  readonly id: string;
  readonly ranAt: Date;
  readonly journals: number;
  readonly sealed: number;
  readonly head: string | null;
  readonly faultCount: number;
  readonly faults: readonly BookFault[];
}

const uncleared = statement<[at: Date, type: string | null, after: string | null, limit: number], UnclearedRow>(
  'books.uncleared',
  `select account_id as "accountId", type_code as account, owner_id as owner, currency, balance, overdue,
          (extract(epoch from must_clear_within) / 86400)::int as "withinDays", since
     from ledger.uncleared($1)
    where ($2::text is null or type_code = $2) and ($3::uuid is null or account_id > $3)
    order by account_id limit $4`,
);

const counted = statement<[at: Date], { account: string; accounts: number }>(
  'books.uncleared-counts',
  `select t.code as account, count(u.account_id)::int as accounts
     from ledger.account_type t left join ledger.overdue($1) u on u.type_code = t.code
    where t.must_clear_within is not null group by t.code`,
);

const coverage = statement<[], CoverageRow>('books.coverage', 'select * from ledger.coverage()');

const keep = statement<
  [id: string, at: Date, journals: number, sealed: number, head: string | null, count: number, faults: string],
  never
>(
  'books.keep-check',
  `insert into ledger.check_run (id, ran_at, journals, sealed, head, fault_count, faults)
   values ($1, $2, $3, $4, $5, $6, $7::jsonb)`,
);

const CHECK = 'id, ran_at as "ranAt", journals, sealed, head, fault_count as "faultCount", faults';
const checks = statement<[before: string | null, limit: number], CheckRow>(
  'books.checks',
  `select ${CHECK} from ledger.check_run where $1::uuid is null or id < $1 order by id desc limit $2`,
);

@Injectable()
export class WatchRepository {
  constructor(private readonly db: Db) {}

  uncleared(at: Date, type: string | null, after: string | null, limit: number): Promise<UnclearedRow[]> {
    return this.db.query(uncleared, [at, type, after, limit]);
  }

  async unclearedCounts(tx: Tx, at: Date): Promise<{ account: string; accounts: number }[]> {
    await unhurried(tx);
    return query(tx, counted, [at]);
  }

  coverage = (): Promise<CoverageRow[]> => this.db.query(coverage, []);

  /** Reads all of the books, in one state, on a connection of its own. */
  async verify(): Promise<Verification> {
    const client = await this.db.pool.connect();
    try {
      return await verifyBooks(client);
    } finally {
      client.release();
    }
  }

  async keep(tx: Tx, { id, ranAt, journals, sealed, head, faultCount, faults }: CheckRow): Promise<void> {
    await query(tx, keep, [id, ranAt, journals, sealed, head, faultCount, JSON.stringify(faults)]);
  }

  checks = (before: string | null, limit: number): Promise<CheckRow[]> => this.db.query(checks, [before, limit]);
}
