import { Injectable } from '@nestjs/common';
import { asId, Clock, money, type Actor, type Id } from '../../kernel/index.js';
import { moveAll, type Tx } from '../../platform/database/index.js';
import { Deadlines, Outbox } from '../../platform/messaging/index.js';
import {
  instantPayoutFeeReturnedJournal,
  Ledger,
  payoutFailedJournal,
  payoutPaidJournal,
  payoutReturnedJournal,
  type Circumstances,
  type Journal,
  type PayoutFund,
} from '../ledger/index.js';
import { Sellers } from '../sellers/index.js';
import { nextAttemptAt } from './payout.domain.js';
import type { FailureClass } from './payout-provider.js';
import { payoutLifecycle } from './payout.lifecycle.js';
import { PayoutsRepository, type PayoutRow } from './payouts.repository.js';
import { payoutFailed, payoutPaid, payoutReturned } from './settlement.events.js';

const BANK: Actor = { kind: 'provider', name: 'bank' };

/** `mismatch`: the bank speaks of another amount; nothing is believed. */
export type Recorded = 'applied' | 'no_change' | 'mismatch';

export interface Failure {
  readonly code: string;
  /** Nothing when nobody failed. */
  readonly failureClass?: FailureClass;
  readonly reference?: string;
  readonly reason?: string;
}

/** The ends of a payout, each with its journal and its event. */
@Injectable()
export class SettlePayout {
  constructor(
    private readonly clock: Clock,
    private readonly ledger: Ledger,
    private readonly payouts: PayoutsRepository,
    private readonly sellers: Sellers,
    private readonly outbox: Outbox,
    private readonly deadlines: Deadlines,
  ) {}

  /** O2. */
  async paid(tx: Tx, payout: PayoutRow, reference: string, from: PayoutFund, valuedAt?: Date): Promise<Recorded> {
    const { payoutId } = payout;
    const at = this.clock.now();
    const [moved] = await moveAll(tx, payoutLifecycle, [payoutId], { action: 'pay', actor: BANK, at });
    if (!moved) return 'no_change';
    await this.payouts.noteAnswer(tx, payoutId, { reference, settledAt: at });
    const circumstances = this.circumstances(payout, BANK, valuedAt);
    await this.ledger.post(tx, payoutPaidJournal(payoutId, amountOf(payout), circumstances, from));
    await this.sellers.trustPayoutAccount(tx, payout.sellerId, payout.accountChangedAt);
    await this.deadlines.cancel(tx, 'settlement.payout-lookup', payoutId);
    await this.outbox.publish(tx, payoutPaid, factOf(payout));
    return 'applied';
  }

  /** O4. What comes back was paid, whether or not anybody had heard of that: O2 first, where it is missing. */
  async returned(tx: Tx, payout: PayoutRow, reference: string, fund: PayoutFund, valuedAt?: Date): Promise<Recorded> {
    const { payoutId, sellerId, accountChangedAt } = payout;
    const at = this.clock.now();
    await this.paid(tx, payout, reference, fund, valuedAt);
    const [moved] = await moveAll(tx, payoutLifecycle, [payoutId], { action: 'return', actor: BANK, at });
    if (!moved) return 'no_change';
    const circumstances = this.circumstances(payout, BANK, valuedAt);
    await this.ledger.post(tx, payoutReturnedJournal(payoutId, sellerId, amountOf(payout), circumstances, fund));
    await this.sellers.disablePayoutAccount(tx, sellerId, accountChangedAt, 'a payout came back');
    await this.outbox.publish(tx, payoutReturned, factOf(payout));
    return 'applied';
  }

  /**
   * O3. A bank account that cannot be paid is taken out of use; a passing failure is tried again with a new payout. Who
   * paid to be paid at once gets the fee back, and is tried again without one.
   */
  async failed(
    tx: Tx,
    payout: PayoutRow,
    action: 'fail' | 'give-up' | 'refuse' | 'cancel',
    actor: Actor,
    failure: Failure,
  ): Promise<Recorded> {
    const { payoutId, sellerId, journalId, attempt, accountChangedAt } = payout;
    const { code, failureClass, reference, reason = code } = failure;
    const at = this.clock.now();
    const [moved] = await moveAll(tx, payoutLifecycle, [payoutId], { action, actor, at, reason });
    if (!moved) return 'no_change';
    const created = asId<'jnl'>(journalId);
    const circumstances = this.circumstances(payout, actor);
    const failed = payoutFailedJournal(payoutId, sellerId, amountOf(payout), created, circumstances);
    await this.ledger.postAll(tx, [failed, ...feeReturned(payout, circumstances)]);
    await this.deadlines.cancel(tx, 'settlement.payout-lookup', payoutId);
    const retryAt = failureClass === 'transient' ? nextAttemptAt(at, attempt) : undefined;
    await this.payouts.noteFailure(tx, payoutId, { reference, code, failureClass, at, retryAt });
    if (retryAt) await this.deadlines.set(tx, 'settlement.payout-retry', payoutId, retryAt);
    if (failureClass === 'account' && action === 'fail') {
      await this.sellers.disablePayoutAccount(tx, sellerId, accountChangedAt, code);
    }
    const fact = factOf(payout);
    await this.outbox.publish(tx, payoutFailed, {
      ...fact,
      payload: { ...fact.payload, failureCode: code, failureClass: failureClass ?? null },
    });
    return 'applied';
  }

  private circumstances(
    { payoutId, sellerId, provider, submittedAt, runAt }: PayoutRow,
    actor: Actor,
    valuedAt = this.clock.now(),
  ): Circumstances {
    const left = submittedAt ?? runAt;
    const effectiveAt = valuedAt > left ? valuedAt : left;
    return { effectiveAt, actor, refs: { payoutId, sellerId }, places: { psp: provider } };
  }
}

function feeReturned(payout: PayoutRow, at: Circumstances): Journal[] {
  const { payoutId, sellerId, currency, instantFee, instantFeeJournalId } = payout;
  if (instantFee === null || instantFeeJournalId === null) return [];
  const charged = asId<'jnl'>(instantFeeJournalId);
  return [instantPayoutFeeReturnedJournal(payoutId, sellerId, money(instantFee, currency), charged, at)];
}

const amountOf = (payout: PayoutRow) => money(payout.amount, payout.currency);

function factOf({ payoutId, sellerId, currency, amount }: PayoutRow) {
  const [pyo, sel]: [Id<'pyo'>, Id<'sel'>] = [asId(payoutId), asId(sellerId)];
  return { subjectId: payoutId, sellerId: sel, payload: { payoutId: pyo, sellerId: sel, currency, amount } };
}
