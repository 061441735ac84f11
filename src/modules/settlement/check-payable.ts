import { Injectable } from '@nestjs/common';
import { Clock } from '../../kernel/index.js';
import type { Tx } from '../../platform/database/index.js';
import { Sellers } from '../sellers/index.js';
import { PayoutProviders } from './payout-providers.js';
import { PayoutSwitches } from './payout-switches.repository.js';
import { reasonOfAccount, reasonOfSeller, type SkipReason } from './payout.domain.js';
import type { SellerCurrency } from './payouts.repository.js';

/** Where a seller is paid to, and who pays it. */
export interface PayableAccount {
  readonly reason?: undefined;
  readonly destination: string;
  readonly holder: string;
  readonly country: string;
  readonly changedAt: Date;
  /** A payout has reached it before. */
  readonly isTrusted: boolean;
  readonly isSellerClosed: boolean;
  readonly provider: string;
}

export type Payable = { readonly reason: SkipReason } | PayableAccount;

/** Whether money may leave to this seller's bank account now. */
@Injectable()
export class CheckPayable {
  constructor(
    private readonly clock: Clock,
    private readonly sellers: Sellers,
    private readonly switches: PayoutSwitches,
    private readonly providers: PayoutProviders,
  ) {}

  /** Whoever switches payouts off waits until the transaction has ended. */
  async run(tx: Tx, { sellerId, currency }: SellerCurrency, provider = this.providers.current.name): Promise<Payable> {
    if (!(await this.switches.areOn(tx, currency, provider))) return { reason: 'payouts_disabled' };
    const seller = (await this.sellers.viewsOf([sellerId], tx)).get(sellerId);
    const unfit = reasonOfSeller(seller?.state, seller?.verifiedUntil ?? null, this.clock.now());
    if (unfit) return { reason: unfit };
    const account = await this.sellers.payoutAccountOf(tx, sellerId);
    const reason = reasonOfAccount(account, this.clock.now());
    if (reason || !account) return { reason: reason ?? 'no_payout_account' };
    const { destination, holder, country, changedAt, trustedAt } = account;
    const isSellerClosed = seller?.state === 'closed';
    return { destination, holder, country, changedAt, isTrusted: trustedAt !== null, isSellerClosed, provider };
  }
}
