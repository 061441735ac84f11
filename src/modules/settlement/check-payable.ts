import { Injectable } from '@nestjs/common';
import { Clock } from '../../kernel/index.js';
import type { Tx } from '../../platform/database/index.js';
import { Sellers } from '../sellers/index.js';
import { PayoutProviders } from './payout-providers.js';
import { PayoutSwitches } from './payout-switches.repository.js';
import { reasonOfAccount, type SkipReason } from './payout.domain.js';
import type { SellerCurrency } from './payouts.repository.js';

export type Payable =
  | { readonly reason: SkipReason }
  | { readonly reason?: undefined; readonly destination: string; readonly changedAt: Date };

/** Whether money may leave to this seller's bank account now. */
@Injectable()
export class CheckPayable {
  constructor(
    private readonly clock: Clock,
    private readonly sellers: Sellers,
    private readonly switches: PayoutSwitches,
    private readonly providers: PayoutProviders,
  ) {}

  /** Who pays a new payout out. */
  get provider(): string {
    return this.providers.current.name;
  }

  async run(tx: Tx, { sellerId, currency }: SellerCurrency, provider = this.provider): Promise<Payable> {
    if (!(await this.switches.areOn(tx, currency, provider))) return { reason: 'payouts_disabled' };
    const seller = (await this.sellers.viewsOf([sellerId], tx)).get(sellerId);
    if (seller?.state !== 'active') return { reason: 'seller_not_active' };
    const account = await this.sellers.payoutAccountOf(tx, sellerId);
    const reason = reasonOfAccount(account, this.clock.now());
    if (reason || !account) return { reason: reason ?? 'no_payout_account' };
    return { destination: account.destination, changedAt: account.changedAt };
  }
}
