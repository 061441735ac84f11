import { Injectable } from '@nestjs/common';
import { Clock } from '../../kernel/index.js';
import { UnitOfWork } from '../../platform/database/index.js';
import { AssemblePayout } from './assemble-payout.js';
import { PayoutsRepository } from './payouts.repository.js';

/** Tries a payout that failed for a passing reason again, as a new payout that names the old one. */
@Injectable()
export class RetryPayout {
  constructor(
    private readonly uow: UnitOfWork,
    private readonly clock: Clock,
    private readonly payouts: PayoutsRepository,
    private readonly assemble: AssemblePayout,
  ) {}

  /** Does nothing when a run has paid the money meanwhile. */
  async run(payoutId: string): Promise<void> {
    const failed = await this.payouts.find(payoutId);
    if (failed?.state !== 'failed') return;
    const { sellerId, currency, attempt, cappedAt } = failed;
    const retained = (await this.payouts.minimums()).find((row) => row.currency === currency)?.retained ?? 0;
    const cap = cappedAt ?? undefined;
    const terms = { payoutCadence: 'daily', manualFirstPayout: false, minimum: 1, retained, cap } as const;
    const order = { sellerId, currency, terms, runAt: this.clock.now(), retries: { payoutId, attempt } };
    await this.uow.run(async (tx) => {
      if (!(await this.payouts.wasRetried(tx, payoutId))) await this.assemble.run(tx, order);
    });
  }
}
