import { Injectable } from '@nestjs/common';
import { Clock } from '../../kernel/index.js';
import { UnitOfWork } from '../../platform/database/index.js';
import { BookLines } from './book-lines.js';
import { MatchingRepository } from './matching.repository.js';
import { ReconciliationMetrics } from './reconciliation.metrics.js';

/**
 * Finds out which lines are which entries: what they are about, what of it is news and is booked, what agrees, and what
 * is left as a break. Each step may be repeated, and several of them may run at once.
 */
@Injectable()
export class MatchLines {
  constructor(
    private readonly uow: UnitOfWork,
    private readonly clock: Clock,
    private readonly matching: MatchingRepository,
    private readonly book: BookLines,
    private readonly metrics: ReconciliationMetrics,
  ) {}

  async run(): Promise<void> {
    if (!(await this.uow.run((tx) => this.matching.hasOpen(tx)))) return;
    await this.uow.run(async (tx) => {
      await this.matching.lock(tx);
      await this.matching.identify(tx);
    });
    await this.book.known();
    await this.uow.run(async (tx) => {
      await this.matching.lock(tx);
      await this.matching.pair(tx, this.clock.now());
    });
    await this.book.unknown();
    await this.uow.run(async (tx) => {
      await this.matching.lock(tx);
      await this.matching.markBreaks(tx);
    });
    await this.metrics.refresh();
  }
}
