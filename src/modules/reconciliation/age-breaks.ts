import { Injectable } from '@nestjs/common';
import { Clock, millisecondsOf } from '../../kernel/index.js';
import { UnitOfWork } from '../../platform/database/index.js';
import { AgingRepository } from './aging.repository.js';
import { MatchLines } from './match-lines.js';
import { MatchingRepository } from './matching.repository.js';
import { ReconciliationMetrics } from './reconciliation.metrics.js';

/** Within this time others have told of an entry, or it is missing. */
const TOLD_WITHIN = 'P3D';

/** What nobody has told of in time becomes a break. */
@Injectable()
export class AgeBreaks {
  constructor(
    private readonly uow: UnitOfWork,
    private readonly clock: Clock,
    private readonly aging: AgingRepository,
    private readonly matching: MatchingRepository,
    private readonly match: MatchLines,
    private readonly metrics: ReconciliationMetrics,
  ) {}

  async run(): Promise<void> {
    if (!(await this.aging.hasAccounts())) return;
    const at = this.clock.now();
    const before = new Date(at.getTime() - millisecondsOf(TOLD_WITHIN));
    await this.uow.run(async (tx) => {
      await this.matching.lock(tx);
      await this.aging.expireWaiting(tx, before);
    });
    await this.match.run();
    await this.uow.run(async (tx) => {
      await this.matching.lock(tx);
      await this.aging.miss(tx, before, at);
    });
    await this.metrics.refresh();
  }
}
