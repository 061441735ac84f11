import { Injectable } from '@nestjs/common';
import { Every } from '../../platform/messaging/index.js';
import { AgeBreaks } from './age-breaks.js';
import { MatchLines } from './match-lines.js';

@Injectable()
export class ReconciliationJobs {
  constructor(
    private readonly match: MatchLines,
    private readonly age: AgeBreaks,
  ) {}

  /** What was imported before the books knew of it. */
  @Every('reconciliation.match', { every: 'PT1H', queue: 'money' })
  hourly(_at: Date): Promise<void> {
    return this.match.run();
  }

  @Every('reconciliation.age', { every: 'P1D', at: '05:00', queue: 'money' })
  daily(_at: Date): Promise<void> {
    return this.age.run();
  }
}
