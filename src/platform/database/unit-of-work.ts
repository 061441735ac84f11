import { Injectable } from '@nestjs/common';
import { setTimeout as sleep } from 'node:timers/promises';
import { hasCommitted } from './commit-fate.js';
import { Connection, ConnectionLost } from './connection.js';
import { Db } from './db.js';
import { isRetryable } from './pg-errors.js';
import { Transaction, type Tx } from './tx.js';

const ATTEMPTS = 7;
const FIRST_BACKOFF_MS = 10;
const LAST_BACKOFF_MS = 500;

/** Runs work in one READ COMMITTED transaction and runs all of it again when the database asks for a retry. */
@Injectable()
export class UnitOfWork {
  private readonly listeners: ((tx: Tx) => void)[] = [];

  constructor(private readonly db: Db) {}

  /** The listener is told of every transaction that has committed. */
  onCommit(listener: (tx: Tx) => void): void {
    this.listeners.push(listener);
  }

  /**
   * Commits what `work` wrote, or nothing of it. Deadlocks, serialisation failures, lock time-outs and lost
   * connections re-run `work` up to seven times with full-jitter backoff, so `work` must have no other effects. When a
   * connection breaks at the commit, the database is asked what became of it: what is kept is not done again.
   * @throws CommitUnresolved when the database does not say.
   */
  async run<T>(work: (tx: Tx) => Promise<T>): Promise<T> {
    for (let attempt = 1; ; attempt += 1) {
      try {
        return await this.attempt(work);
      } catch (error) {
        if (attempt >= ATTEMPTS || !isRetryable(error)) throw error;
        await sleep(Math.random() * Math.min(LAST_BACKOFF_MS, FIRST_BACKOFF_MS * 4 ** attempt));
      }
    }
  }

  private async attempt<T>(work: (tx: Tx) => Promise<T>): Promise<T> {
    const connection = await Connection.of(this.db);
    const transaction = new Transaction(connection.client);
    const tx = transaction as unknown as Tx;
    let [result, isAtCommit] = [undefined as T, false];
    try {
      result = await work(tx);
      isAtCommit = true;
      await transaction.commit();
      connection.release();
    } catch (error) {
      await transaction.rollback().catch(() => connection.lose());
      connection.release();
      if (!connection.isLost) throw error;
      if (!isAtCommit || !(await this.isKept(transaction))) throw new ConnectionLost(error);
    }
    for (const listener of this.listeners) listener(tx);
    return result;
  }

  private async isKept({ mark }: Transaction): Promise<boolean> {
    return mark !== undefined && hasCommitted(this.db, mark);
  }
}
