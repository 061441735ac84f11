import { Injectable } from '@nestjs/common';
import { millisecondsOf } from '../../kernel/index.js';
import { Every } from '../../platform/messaging/index.js';
import { FxMetrics } from './fx.metrics.js';
import { PositionsRepository } from './positions.repository.js';
import { QuotesRepository } from './quotes.repository.js';

/** Hours that pass in seconds, as when a sandbox trades whole years, are not all looked at. */
const LEAST_LOOK_MS = 10_000;
/** A quote that was not used can be read so long. */
const KEPT = 'P30D';

@Injectable()
export class FxJobs {
  private lookedAt = -Infinity;

  constructor(
    private readonly positions: PositionsRepository,
    private readonly quotes: QuotesRepository,
    private readonly metrics: FxMetrics,
  ) {}

  @Every('fx.watch', { every: 'PT1H', queue: 'money' })
  async watch(_at: Date): Promise<void> {
    const now = performance.now();
    if (now - this.lookedAt < LEAST_LOOK_MS) return;
    this.metrics.looked(await this.positions.all());
    this.lookedAt = now;
  }

  @Every('fx.forget-quotes', { every: 'P1D', at: '04:00', queue: 'default' })
  forget(at: Date): Promise<void> {
    return this.quotes.forget(new Date(at.getTime() - millisecondsOf(KEPT)));
  }
}
