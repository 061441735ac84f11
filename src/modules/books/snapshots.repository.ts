import { Injectable } from '@nestjs/common';
import { Db, queryOne, statement, type Tx } from '../../platform/database/index.js';
import { unhurried } from './unhurried.js';

/** In minor units. */
export interface Turnover {
  readonly debit: number;
  readonly credit: number;
}

const take = statement<[day: string], { changed: number | null }>(
  'books.take-snapshot',
  'select ledger.take_snapshot($1::date) as changed',
);

const balanceAt = statement<[account: string, at: Date], Turnover>(
  'books.balance-at',
  'select debit, credit from ledger.balance_at($1, $2)',
);

/** Balances of the past. */
@Injectable()
export class SnapshotsRepository {
  constructor(private readonly db: Db) {}

  /** Returns how many accounts have changed; undefined when the day, or a later one, has its snapshot. */
  async take(tx: Tx, day: string): Promise<number | undefined> {
    await unhurried(tx);
    return (await queryOne(tx, take, [day]))?.changed ?? undefined;
  }

  async balanceAt(account: string, at: Date): Promise<Turnover> {
    const found = await this.db.queryOne(balanceAt, [account, at]);
    return found as Turnover;
  }
}
