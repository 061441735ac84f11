import { Injectable } from '@nestjs/common';
import { Clock } from '../../kernel/index.js';
import type { Tx } from '../../platform/database/index.js';
import { Ledger } from '../ledger/index.js';
import { CheckPayable } from './check-payable.js';
import { approvalReasons } from './payout-approval.domain.js';
import { divide, reasonNotToTry, type InstantFee, type PayoutTerms, type SkipReason } from './payout.domain.js';
import { PayInstantly } from './pay-instantly.js';
import { PayoutsRepository, type SellerCurrency } from './payouts.repository.js';

export interface InstantQuote {
  /** Minor units, like the others: what is available, less what is owed. */
  readonly payable: number;
  readonly fee: number;
  readonly amount: number;
  /** Why there would be no payout. */
  readonly reason?: SkipReason;
}

/** What a payout at once would come to now; nothing is locked and nothing is promised. */
@Injectable()
export class QuoteInstant {
  constructor(
    private readonly clock: Clock,
    private readonly ledger: Ledger,
    private readonly payouts: PayoutsRepository,
    private readonly payable: CheckPayable,
    private readonly instantly: PayInstantly,
  ) {}

  async run(tx: Tx, of: SellerCurrency, instant: InstantFee): Promise<InstantQuote> {
    const { sellerId, currency } = of;
    const available = await this.ledger.balance(tx, 'seller_available', sellerId, currency);
    const owed = await this.ledger.balance(tx, 'seller_receivable', sellerId, currency);
    const payable = Math.max(available - owed, 0);
    const terms = await this.instantly.terms(tx, of);
    if (!terms) return { payable, fee: 0, amount: 0, reason: 'not_entitled' };
    const { amount, fee } = divide(payable, currency, terms, instant);
    const reason = await this.reason(tx, of, terms, payable, amount);
    return reason === 'below_minimum' ? { payable, fee: 0, amount: 0, reason } : { payable, fee, amount, reason };
  }

  private async reason(
    tx: Tx,
    of: SellerCurrency,
    terms: PayoutTerms,
    payable: number,
    amount: number,
  ): Promise<SkipReason | undefined> {
    const chain = { ...(await this.payouts.chain(tx, of)), latestRunAt: null, retryAt: null };
    const tooLittle = reasonNotToTry(terms, chain, payable, this.clock.now());
    if (tooLittle) return tooLittle;
    if (amount < 1) return 'below_minimum';
    const account = await this.payable.run(tx, of, chain.provider ?? undefined);
    if (account.reason) return account.reason;
    const reasons = approvalReasons({
      amount,
      automaticUpTo: chain.automaticUpTo,
      isAccountTrusted: account.isTrusted,
      isFirst: !chain.hasPaid,
      manualFirstPayout: terms.manualFirstPayout,
      isRequested: false,
      isSellerClosed: account.isSellerClosed,
    });
    return reasons.length > 0 ? 'approval_needed' : undefined;
  }
}
