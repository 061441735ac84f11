import { Injectable } from '@nestjs/common';
import { Clock, money, system, type Actor } from '../../kernel/index.js';
import { newId, type Tx } from '../../platform/database/index.js';
import { Ledger, payoutCreatedJournal, type EntryRow } from '../ledger/index.js';
import { ApprovePayout } from './approve-payout.js';
import type { PayableAccount } from './check-payable.js';
import { approvalReasons, bindingOf } from './payout-approval.domain.js';
import type { PayoutTerms, SkipReason } from './payout.domain.js';
import { PayoutVolume } from './payout-volume.repository.js';
import { PayoutsRepository, type PayoutChain, type SellerCurrency } from './payouts.repository.js';

const ACTOR: Actor = system('settlement');

export interface PayoutOrder extends SellerCurrency {
  readonly terms: PayoutTerms;
  readonly runAt: Date;
  /** The failed payout that this one tries again. */
  readonly retries?: { readonly payoutId: string; readonly attempt: number };
  /** Who asked for it by hand. */
  readonly requestedBy?: string;
}

export type Assembled =
  | { readonly payoutId: string; readonly reason?: undefined }
  | { readonly reason: SkipReason; readonly payoutId?: undefined };

/** Writes a payout of everything but what is retained (O1), and approves it where nobody has to look at it. */
@Injectable()
export class CreatePayout {
  constructor(
    private readonly clock: Clock,
    private readonly ledger: Ledger,
    private readonly payouts: PayoutsRepository,
    private readonly volume: PayoutVolume,
    private readonly approve: ApprovePayout,
  ) {}

  /** The caller has locked the seller's balances; `balance` is what debts and holds have left of the available one. */
  async run(
    tx: Tx,
    order: PayoutOrder,
    chain: PayoutChain,
    balance: number,
    account: PayableAccount,
  ): Promise<Assembled> {
    const { sellerId, currency, terms, runAt, retries, requestedBy = null } = order;
    const at = this.clock.now();
    const payoutId = newId('pyo');
    const items = await this.ledger.entriesAfter(tx, 'seller_available', sellerId, currency, chain.throughVersion);
    const signed = items.map((item) => ({ ...item, signed: signedAmount(item) }));
    const explained = signed.reduce((total, item) => total + item.signed, chain.closingBalance);
    if (explained !== balance) throw new Error(`The entries of seller ${sellerId} explain ${explained} of ${balance}`);
    const amount = balance - terms.retained;
    // What finance asks for by hand is approved by two people, and counts.
    const isLimited = requestedBy === null;
    if (!(await this.volume.claim(tx, currency, amount, at, isLimited))) return { reason: 'volume_alarm' };
    const circumstances = { effectiveAt: at, actor: ACTOR, refs: { sellerId, payoutId } };
    const created = payoutCreatedJournal(payoutId, sellerId, money(amount, currency), circumstances);
    const { journalId } = await this.ledger.post(tx, created);
    const { holder, destination } = account;
    const payout = {
      payoutId,
      sellerId,
      currency,
      amount,
      openingBalance: chain.closingBalance,
      closingBalance: terms.retained,
      journalId,
      throughVersion: (items.at(-1)?.accountVersion ?? chain.throughVersion) + 1,
      runAt,
      attempt: (retries?.attempt ?? 0) + 1,
      retryOf: retries?.payoutId ?? null,
      accountChangedAt: account.changedAt,
      provider: account.provider,
      bindingHash: bindingOf({ payoutId, sellerId, holder, destination, amount, currency }),
      approvalReasons: reasonsOf(order, chain, amount, account),
      requestedBy,
    };
    await this.payouts.insert(tx, payout, signed, at);
    if (payout.approvalReasons.length === 0) await this.approve.run(tx, payout, ACTOR, 'within the limits');
    return { payoutId };
  }
}

const reasonsOf = ({ terms, requestedBy }: PayoutOrder, chain: PayoutChain, amount: number, account: PayableAccount) =>
  approvalReasons({
    amount,
    automaticUpTo: chain.automaticUpTo,
    isAccountTrusted: account.isTrusted,
    isFirst: chain.lastRunAt === null,
    manualFirstPayout: terms.manualFirstPayout,
    isRequested: requestedBy !== undefined,
    isSellerClosed: account.isSellerClosed,
  });

const signedAmount = (entry: EntryRow): number => (entry.side === 'C' ? entry.amount : -entry.amount);
