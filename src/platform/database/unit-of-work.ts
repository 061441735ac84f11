import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { setTimeout as sleep } from 'node:timers/promises';
import { isRetryable } from './pg-errors.js';
import type { Tx } from './tx.js';

const ATTEMPTS = 5;
const FIRST_BACKOFF_MS = 10;
const LAST_BACKOFF_MS = 500;

/** Runs work in one READ COMMITTED transaction and runs all of it again when the database asks for a retry. */
@Injectable()
export class UnitOfWork {
  constructor(private readonly source: DataSource) {}

  /**
   * Commits what `work` wrote, or nothing of it. Deadlocks, serialisation failures, lock time-outs and lost
   * connections re-run `work` up to five times with full-jitter backoff, so `work` must have no other effects.
   */
  async run<T>(work: (tx: Tx) => Promise<T>): Promise<T> {
    for (let attempt = 1; ; attempt += 1) {
      try {
        return await this.source.transaction('READ COMMITTED', (manager) => work(manager as Tx));
      } catch (error) {
        if (attempt >= ATTEMPTS || !isRetryable(error)) throw error;
        await sleep(Math.random() * Math.min(LAST_BACKOFF_MS, FIRST_BACKOFF_MS * 4 ** attempt));
      }
    }
  }
}
