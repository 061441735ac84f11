import { Injectable, Logger } from '@nestjs/common';
import { Clock } from '../../kernel/index.js';
import { Db, newId, UnitOfWork } from '../../platform/database/index.js';
import type { Once } from '../../platform/http/index.js';
import { describeFault } from './book-fault.domain.js';
import { BooksMetrics } from './books.metrics.js';
import { checkView } from './watch-queries.js';
import type { BookCheckView } from './watch.dto.js';
import { WatchRepository } from './watch.repository.js';

const KEPT = 100;

/** Recomputes every balance and the chain of seals, and writes down what it has found. */
@Injectable()
export class CheckBooks {
  private readonly log = new Logger(CheckBooks.name);

  constructor(
    private readonly uow: UnitOfWork,
    private readonly db: Db,
    private readonly clock: Clock,
    private readonly watch: WatchRepository,
    private readonly metrics: BooksMetrics,
  ) {}

  async run(once: Once): Promise<BookCheckView> {
    const stored = await once.replay<BookCheckView>(this.db);
    if (stored) return stored;
    const { faults, ...counted } = await this.watch.verify();
    const row = {
      ...counted,
      id: newId('chk'),
      ranAt: this.clock.now(),
      faultCount: faults.length,
      faults: faults.slice(0, KEPT),
    };
    this.metrics.checked(faults.length);
    if (faults.length > 0)
      this.log.error(`The books have ${faults.length} faults: ${row.faults.map(describeFault).join('; ')}`);
    return once.run(this.uow, async (tx) => {
      await this.watch.keep(tx, row);
      return checkView(row);
    });
  }
}
