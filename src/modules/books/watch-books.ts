import { Injectable } from '@nestjs/common';
import { UnitOfWork } from '../../platform/database/index.js';
import { BooksMetrics } from './books.metrics.js';
import { WatchRepository } from './watch.repository.js';

/** Counts what has not cleared and what covers clients' money, for whoever is woken up by the figures. */
@Injectable()
export class WatchBooks {
  constructor(
    private readonly uow: UnitOfWork,
    private readonly watch: WatchRepository,
    private readonly metrics: BooksMetrics,
  ) {}

  async run(at: Date): Promise<void> {
    this.metrics.cleared(await this.uow.run((tx) => this.watch.unclearedCounts(tx, at)));
    this.metrics.covered(await this.watch.coverage());
    this.metrics.watched();
  }
}
