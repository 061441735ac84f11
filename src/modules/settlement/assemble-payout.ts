import { Injectable } from '@nestjs/common';
import { asId, Clock, money, system, type Actor, type Money } from '../../kernel/index.js';
import { moveOne, newId, type Tx } from '../../platform/database/index.js';
import { Outbox } from '../../platform/messaging/index.js';
import { Ledger, payoutCreatedJournal, recoveredJournal, type EntryRow } from '../ledger/index.js';
import { SellerHolds } from '../seller-holds/index.js';
import { CheckPayable } from './check-payable.js';
import { reasonNotToTry, type PayoutTerms, type SkipReason } from './payout.domain.js';
import { payoutLifecycle } from './payout.lifecycle.js';
import { PayoutsRepository, type PayoutChain, type SellerCurrency } from './payouts.repository.js';
import { payoutApproved } from './settlement.events.js';

const ACTOR: Actor = system('settlement');

export interface PayoutOrder extends SellerCurrency {
  readonly terms: PayoutTerms;
  readonly runAt: Date;
  /** The failed payout that this one tries again. */
  readonly retries?: { readonly payoutId: string; readonly attempt: number };
}

/** Makes one payout under the lock of the seller's balances: row, items, journal and event commit together. */
@Injectable()
export class AssemblePayout {
  constructor(
    private readonly clock: Clock,
    private readonly ledger: Ledger,
    private readonly payouts: PayoutsRepository,
    private readonly payable: CheckPayable,
    private readonly holds: SellerHolds,
    private readonly outbox: Outbox,
  ) {}

  /** Why there is no payout; `undefined` when there is one. */
  async run(tx: Tx, order: PayoutOrder): Promise<SkipReason | undefined> {
    const { sellerId, currency, terms, runAt } = order;
    const locked = await this.ledger.lock(tx, sellerId, currency, ['seller_available', 'seller_receivable']);
    const balance = locked.find(({ account }) => account === 'seller_available')?.balance ?? 0;
    const owed = locked.find(({ account }) => account === 'seller_receivable')?.balance ?? 0;
    const chain = await this.payouts.chain(tx, order);
    const first = reasonNotToTry(terms, chain, balance, runAt);
    if (first) return first;
    const account = await this.payable.run(tx, order);
    if (account.reason) return account.reason;
    const recovered = await this.recover(tx, order, money(Math.min(owed, balance), currency));
    const left = balance - recovered - (await this.holds.topUp(tx, sellerId, currency));
    const reason = reasonNotToTry(terms, chain, left, runAt);
    if (reason) return reason;
    await this.create(tx, order, chain, left, account.changedAt);
    return undefined;
  }

  /** What the seller owes is taken first. */
  private async recover(tx: Tx, { sellerId, runAt }: PayoutOrder, amount: Money): Promise<number> {
    if (amount.amount === 0) return 0;
    const at = { effectiveAt: this.clock.now(), actor: ACTOR, refs: { sellerId } };
    await this.ledger.post(tx, recoveredJournal(sellerId, runAt.toISOString(), amount, at));
    return amount.amount;
  }

  private async create(
    tx: Tx,
    order: PayoutOrder,
    chain: PayoutChain,
    balance: number,
    accountChangedAt: Date,
  ): Promise<void> {
    const { sellerId, currency, terms, runAt, retries } = order;
    const at = this.clock.now();
    const payoutId = newId('pyo');
    const items = await this.ledger.entriesAfter(tx, 'seller_available', sellerId, currency, chain.throughVersion);
    const signed = items.map((item) => ({ ...item, signed: signedAmount(item) }));
    const explained = signed.reduce((total, item) => total + item.signed, chain.closingBalance);
    if (explained !== balance) throw new Error(`The entries of seller ${sellerId} explain ${explained} of ${balance}`);
    const amount = money(balance - terms.retained, currency);
    const circumstances = { effectiveAt: at, actor: ACTOR, refs: { sellerId, payoutId } };
    const { journalId } = await this.ledger.post(tx, payoutCreatedJournal(payoutId, sellerId, amount, circumstances));
    const payout = {
      payoutId,
      sellerId,
      currency,
      amount: amount.amount,
      openingBalance: chain.closingBalance,
      closingBalance: terms.retained,
      journalId,
      throughVersion: (items.at(-1)?.accountVersion ?? chain.throughVersion) + 1,
      runAt,
      attempt: (retries?.attempt ?? 0) + 1,
      retryOf: retries?.payoutId ?? null,
      accountChangedAt,
      provider: this.payable.provider,
    };
    await this.payouts.insert(tx, payout, signed, at);
    await moveOne(tx, payoutLifecycle, payoutId, { action: 'approve', actor: ACTOR, at, reason: 'within the limits' });
    const payload = { payoutId, sellerId: asId<'sel'>(sellerId), currency, amount: amount.amount };
    await this.outbox.publish(tx, payoutApproved, { subjectId: payoutId, sellerId: payload.sellerId, payload });
  }
}

const signedAmount = (entry: EntryRow): number => (entry.side === 'C' ? entry.amount : -entry.amount);
