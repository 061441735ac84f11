import { Injectable } from '@nestjs/common';
import { Clock } from '../../kernel/index.js';
import { UnitOfWork, type Tx } from '../../platform/database/index.js';
import { Sellers } from '../sellers/index.js';
import { AssemblePayout } from './assemble-payout.js';
import { tierOf } from './earning.domain.js';
import { EarningsRepository } from './earnings.repository.js';
import { LAST_TERMS, type PayoutTerms } from './payout.domain.js';
import { PayoutsRepository, type PayoutRow } from './payouts.repository.js';

/** Tries a payout that failed for a passing reason again, as a new payout that names the old one. */
@Injectable()
export class RetryPayout {
  constructor(
    private readonly uow: UnitOfWork,
    private readonly clock: Clock,
    private readonly payouts: PayoutsRepository,
    private readonly sellers: Sellers,
    private readonly policies: EarningsRepository,
    private readonly assemble: AssemblePayout,
  ) {}

  /** Once, and not when a run has paid the money meanwhile. Why else there is no other payout is noted like in a run. */
  async run(payoutId: string): Promise<void> {
    await this.uow.run(async (tx) => {
      const failed = await this.payouts.lock(tx, payoutId);
      if (failed?.state !== 'failed' || (await this.payouts.wasRetried(tx, payoutId))) return;
      const { sellerId, currency, attempt, requestedBy } = failed;
      const [runAt, terms] = [this.clock.now(), await this.terms(tx, failed)];
      const whose = { retries: { payoutId, attempt }, requestedBy: requestedBy ?? undefined };
      const { reason } = await this.assemble.run(tx, { sellerId, currency, terms, runAt, ...whose });
      if (reason && reason !== 'below_minimum') await this.payouts.skip(tx, [{ sellerId, currency, reason, runAt }]);
    });
  }

  /** Of the tier that the seller is in now. What was asked for by hand is not more than two people have approved. */
  private async terms(tx: Tx, { sellerId, currency, amount, requestedBy }: PayoutRow): Promise<PayoutTerms> {
    const seller = (await this.sellers.viewsOf([sellerId], tx)).get(sellerId);
    const tier = tierOf(seller?.tier);
    const policy = (await this.policies.policies(tx)).find((each) => each.tier === tier);
    const asked = requestedBy === null ? undefined : amount;
    if (seller?.state === 'closed') return { ...LAST_TERMS, cap: asked };
    const { retained = 0 } = (await this.payouts.minimumOf(tx, currency)) ?? {};
    const { manualFirstPayout = true, payoutCadence = 'manual', payoutCaps = {} } = policy ?? {};
    // The run of the failed one was due.
    const cadence = payoutCadence === 'manual' ? 'manual' : 'daily';
    return { payoutCadence: cadence, manualFirstPayout, minimum: 1, retained, cap: asked ?? payoutCaps[currency] };
  }
}
