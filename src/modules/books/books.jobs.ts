import { Injectable } from '@nestjs/common';
import { Once } from '../../platform/http/index.js';
import { Every } from '../../platform/messaging/index.js';
import { CheckBooks } from './check-books.js';
import { ExportHead } from './export-head.js';
import { SealBooks } from './seal-books.js';
import { TakeSnapshot } from './take-snapshot.js';
import { WatchBooks } from './watch-books.js';

/** Nights that pass in seconds, as when a sandbox trades whole years, are not all checked. */
const LEAST_PAUSE_MS = 600_000;
/** And neither is every hour looked at. */
const LEAST_LOOK_MS = 10_000;

@Injectable()
export class BooksJobs {
  private checkedAt = -Infinity;
  private watchedAt = -Infinity;

  constructor(
    private readonly seal: SealBooks,
    private readonly snapshot: TakeSnapshot,
    private readonly check: CheckBooks,
    private readonly watch: WatchBooks,
    private readonly head: ExportHead,
  ) {}

  @Every('books.seal', { every: 'PT1M', queue: 'money' })
  sealed(_at: Date): Promise<void> {
    return this.seal.run();
  }

  @Every('books.snapshot', { every: 'P1D', at: '00:30', queue: 'money' })
  nightly(at: Date): Promise<void> {
    return this.snapshot.run(at);
  }

  @Every('books.check', { every: 'P1D', at: '03:00', queue: 'money' })
  async checked(_at: Date): Promise<void> {
    const now = performance.now();
    if (now - this.checkedAt < LEAST_PAUSE_MS) return;
    await this.check.run(Once.none);
    this.checkedAt = now;
  }

  @Every('books.export-head', { every: 'P1D', at: '03:30', queue: 'money' })
  exported(at: Date): Promise<void> {
    return this.head.run(at);
  }

  @Every('books.watch', { every: 'PT1H', queue: 'money' })
  async watched(at: Date): Promise<void> {
    const now = performance.now();
    if (now - this.watchedAt < LEAST_LOOK_MS) return;
    await this.watch.run(at);
    this.watchedAt = now;
  }
}
