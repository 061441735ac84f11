import { Injectable } from '@nestjs/common';
import { Clock } from '../../kernel/index.js';
import type { Tx } from '../../platform/database/index.js';
import { Sellers } from '../sellers/index.js';
import { AssemblePayout } from './assemble-payout.js';
import type { Assembled } from './create-payout.js';
import { tierOf } from './earning.domain.js';
import { EarningsRepository } from './earnings.repository.js';
import type { InstantFee, PayoutTerms } from './payout.domain.js';
import { PayoutProviders } from './payout-providers.js';
import { PayoutsRepository, type SellerCurrency } from './payouts.repository.js';

/** Pays a seller everything available at once, where its tier may ask for that. */
@Injectable()
export class PayInstantly {
  constructor(
    private readonly clock: Clock,
    private readonly sellers: Sellers,
    private readonly policies: EarningsRepository,
    private readonly payouts: PayoutsRepository,
    private readonly providers: PayoutProviders,
    private readonly assemble: AssemblePayout,
  ) {}

  /** The payout, approved, or why there is none; the caller rolls back what was done until then. */
  async run(tx: Tx, of: SellerCurrency, instant: InstantFee): Promise<Assembled> {
    const terms = await this.terms(tx, of);
    if (!terms) return { reason: 'not_entitled' };
    return this.assemble.run(tx, { ...of, terms, runAt: this.clock.now(), instant });
  }

  /** How a payout at once is made; `undefined` where the tier may not ask for one, or payouts leave in files. */
  async terms(tx: Tx, { sellerId, currency }: SellerCurrency): Promise<PayoutTerms | undefined> {
    const tier = tierOf((await this.sellers.viewsOf([sellerId], tx)).get(sellerId)?.tier);
    const policy = (await this.policies.policies(tx)).find((each) => each.tier === tier);
    if (!policy?.instantPayouts || policy.payoutCadence === 'manual') return undefined;
    const { provider } = await this.payouts.chain(tx, { sellerId, currency });
    if ((provider === null ? this.providers.current : this.providers.of(provider)).isCollected) return undefined;
    const { minimum = 1, retained = 0 } = (await this.payouts.minimumOf(tx, currency)) ?? {};
    return { ...policy, minimum, retained, cap: policy.payoutCaps[currency] };
  }
}
