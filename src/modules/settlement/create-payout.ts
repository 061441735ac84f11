import { Injectable } from '@nestjs/common';
import { Clock, money, system, type Actor } from '../../kernel/index.js';
import { newId, type Tx } from '../../platform/database/index.js';
import { instantPayoutFeeJournal, Ledger, payoutCreatedJournal, type EntryRow } from '../ledger/index.js';
import { ApprovePayout } from './approve-payout.js';
import type { PayableAccount } from './check-payable.js';
import { approvalReasons, bindingOf } from './payout-approval.domain.js';
import { divide, type Division, type InstantFee, type PayoutTerms, type SkipReason } from './payout.domain.js';
import { PayoutVolume } from './payout-volume.repository.js';
import { PayoutsRepository, type NewPayout, type PayoutChain, type SellerCurrency } from './payouts.repository.js';

const ACTOR: Actor = system('settlement');

export interface PayoutOrder extends SellerCurrency {
  readonly terms: PayoutTerms;
  readonly runAt: Date;
  /** The failed payout that this one tries again. */
  readonly retries?: { readonly payoutId: string; readonly attempt: number };
  /** Who asked for it by hand. */
  readonly requestedBy?: string;
  /** The seller asked to be paid at once, for a fee. */
  readonly instant?: InstantFee;
}

export type Assembled =
  | { readonly payoutId: string; readonly reason?: undefined }
  | { readonly reason: SkipReason; readonly payoutId?: undefined };

interface Explained {
  readonly journalId: string;
  readonly instantFeeJournalId: string | null;
  readonly throughVersion: number;
  readonly items: readonly (EntryRow & { signed: number })[];
}

/** Writes a payout of everything that may leave (O5, O1), and approves it where nobody has to look at it. */
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
    const { sellerId, currency, terms, instant, requestedBy = null } = order;
    const [at, payoutId] = [this.clock.now(), newId('pyo')];
    const parts = divide(balance, currency, terms, instant);
    const { amount } = parts;
    if (amount < 1) return { reason: 'below_minimum' };
    const reasons = reasonsOf(order, chain, amount, account);
    // Nobody pays for being paid at once and waits for two people then.
    if (instant && reasons.length > 0) return { reason: 'approval_needed' };
    // What finance asks for by hand is approved by two people, and counts.
    const isLimited = requestedBy === null;
    if (!(await this.volume.claim(tx, currency, amount, at, isLimited))) return { reason: 'volume_alarm' };
    const { items, ...journal } = await this.book(tx, order, chain, payoutId, parts, balance);
    const { holder, destination } = account;
    const payout = {
      ...journal,
      ...termsOf(order, parts),
      payoutId,
      openingBalance: chain.closingBalance,
      accountChangedAt: account.changedAt,
      provider: account.provider,
      bindingHash: bindingOf({ payoutId, sellerId, holder, destination, amount, currency }),
      approvalReasons: reasons,
    };
    await this.payouts.insert(tx, payout, items, at);
    if (reasons.length === 0) await this.approve.run(tx, payout, ACTOR, 'within the limits');
    return { payoutId };
  }

  /** The fee first, so that it is one of the entries that explain the amount. */
  private async book(
    tx: Tx,
    { sellerId, currency, instant }: PayoutOrder,
    chain: PayoutChain,
    payoutId: string,
    { amount, fee }: Division,
    balance: number,
  ): Promise<Explained> {
    const at = { effectiveAt: this.clock.now(), actor: ACTOR, refs: { sellerId, payoutId } };
    let instantFeeJournalId: string | null = null;
    if (instant && fee > 0) {
      const circumstances = { ...at, ruleVersion: `instant-payout-fee:${currency}:${instant.version}` };
      const charged = instantPayoutFeeJournal(payoutId, sellerId, money(fee, currency), circumstances);
      instantFeeJournalId = (await this.ledger.post(tx, charged)).journalId;
    }
    const entries = await this.ledger.entriesAfter(tx, 'seller_available', sellerId, currency, chain.throughVersion);
    const items = entries.map((entry) => ({ ...entry, signed: signedAmount(entry) }));
    const explained = items.reduce((total, item) => total + item.signed, chain.closingBalance) + fee;
    if (explained !== balance) throw new Error(`The entries of seller ${sellerId} explain ${explained} of ${balance}`);
    const created = payoutCreatedJournal(payoutId, sellerId, money(amount, currency), at);
    const { journalId } = await this.ledger.post(tx, created);
    const throughVersion = (items.at(-1)?.accountVersion ?? chain.throughVersion) + 1;
    return { journalId, instantFeeJournalId, throughVersion, items };
  }
}

type Ordered = Omit<
  NewPayout,
  keyof Explained | 'payoutId' | 'openingBalance' | 'accountChangedAt' | 'provider' | 'bindingHash' | 'approvalReasons'
>;

const termsOf = (order: PayoutOrder, { amount, fee, left }: Division): Ordered => ({
  sellerId: order.sellerId,
  currency: order.currency,
  amount,
  closingBalance: left,
  runAt: order.runAt,
  attempt: (order.retries?.attempt ?? 0) + 1,
  retryOf: order.retries?.payoutId ?? null,
  requestedBy: order.requestedBy ?? null,
  cappedAt: order.terms.cap ?? null,
  instantFee: order.instant ? fee : null,
  instantFeeVersion: order.instant?.version ?? null,
});

const reasonsOf = ({ terms, requestedBy }: PayoutOrder, chain: PayoutChain, amount: number, account: PayableAccount) =>
  approvalReasons({
    amount,
    automaticUpTo: chain.automaticUpTo,
    isAccountTrusted: account.isTrusted,
    isFirst: !chain.hasPaid,
    manualFirstPayout: terms.manualFirstPayout,
    isRequested: requestedBy !== undefined,
    isSellerClosed: account.isSellerClosed,
  });

const signedAmount = (entry: EntryRow): number => (entry.side === 'C' ? entry.amount : -entry.amount);
