import { Injectable } from '@nestjs/common';
import { Clock, money } from '../../kernel/index.js';
import { moveAll, moveOne, type Tx } from '../../platform/database/index.js';
import { Outbox } from '../../platform/messaging/index.js';
import {
  Ledger,
  refundConfirmedJournal,
  refundPaidTwiceJournal,
  refundRejectedJournal,
  refundReturnedJournal,
} from '../ledger/index.js';
import { PROVIDER } from './actors.js';
import { AttemptsRepository } from './attempts.repository.js';
import { refundOutcome, type RefundOutcome } from './authorisation.domain.js';
import type { Answer, ProviderRefund } from './payment-provider.js';
import { attemptUnknown, refundFailed, refundSucceeded } from './payments.events.js';
import type { RefundRow } from './payments.rows.js';
import { refundLifecycle } from './refund.lifecycle.js';
import { RefundsRepository } from './refunds.repository.js';

export interface RefundAttempt {
  readonly id: string;
  /** So long ago that a request still on its way can be ruled out. */
  readonly isOld: boolean;
}

/** Books what became of a refund: paid back, or credited to the buyer because the provider cannot pay back. */
@Injectable()
export class RecordRefund {
  constructor(
    private readonly refunds: RefundsRepository,
    private readonly attempts: AttemptsRepository,
    private readonly ledger: Ledger,
    private readonly outbox: Outbox,
    private readonly clock: Clock,
  ) {}

  async run(tx: Tx, refundId: string, attempt: RefundAttempt, answer: Answer<ProviderRefund>): Promise<void> {
    const refund = await this.refunds.lock(tx, refundId);
    if (refund?.state !== 'requested') return;
    const outcome = outcomeOf(refund, answer);
    if (outcome.is === 'succeeded') return this.succeed(tx, refund, attempt, outcome);
    const isAbsent = answer.kind === 'absent' || answer.kind === 'refused';
    const isUnpaid = outcome.is === 'failed' || (isAbsent && attempt.isOld);
    if (refund.overtaken > 0 && isUnpaid) return this.withhold(tx, attempt);
    if (outcome.is === 'failed') return this.fail(tx, refund, attempt, outcome);
    return this.lookAgain(tx, refund, attempt, outcome.why);
  }

  /** A refund that was paid by a bank: whether the provider has paid it too. */
  async late(tx: Tx, refundId: string, answer: Answer<ProviderRefund>): Promise<void> {
    const refund = await this.refunds.lock(tx, refundId);
    if (!refund || refund.state === 'requested' || refund.chargedBack === refund.paidTwice) return;
    const outcome = outcomeOf(refund, answer);
    if (outcome.is === 'succeeded' && outcome.isTwice) await this.bookTwice(tx, refund, outcome.ref);
  }

  /** R2 was too early: the money came back to the provider, and the buyer gets credit (R3). False when it did not. */
  async bounced(tx: Tx, refundId: string, answer: Answer<ProviderRefund>): Promise<boolean> {
    const refund = await this.refunds.lock(tx, refundId);
    if (refund?.state !== 'succeeded') return true;
    const outcome = outcomeOf(refund, answer);
    if (outcome.is !== 'failed' || refund.paidTwice > 0) return false;
    const { id, buyerId, sellerId, amount, currency } = refund;
    const [at, paid, reason] = [this.circumstances(refund), money(amount, currency), outcome.code];
    await this.refunds.noteFailure(tx, id, reason);
    await moveOne(tx, refundLifecycle, id, { action: 'bounce', actor: PROVIDER, at: at.effectiveAt, reason });
    const [returned, credited] = [refundReturnedJournal(id, paid, at), refundRejectedJournal(id, buyerId, paid, at)];
    await this.ledger.postAll(tx, [returned, credited]);
    await this.outbox.publish(tx, refundFailed, { subjectId: id, sellerId, payload: { ...factOf(refund), reason } });
    return true;
  }

  private async succeed(
    tx: Tx,
    refund: RefundRow,
    attempt: RefundAttempt,
    { ref, isTwice }: Extract<RefundOutcome, { is: 'succeeded' }>,
  ): Promise<void> {
    const { id, sellerId, amount, currency } = refund;
    await this.settle(tx, refund, attempt, ref, null);
    await this.ledger.post(tx, refundConfirmedJournal(id, money(amount, currency), this.circumstances(refund)));
    await this.outbox.publish(tx, refundSucceeded, { subjectId: id, sellerId, payload: factOf(refund) });
    if (isTwice) await this.bookTwice(tx, refund, ref);
  }

  private async fail(
    tx: Tx,
    refund: RefundRow,
    attempt: RefundAttempt,
    { ref, code }: Extract<RefundOutcome, { is: 'failed' }>,
  ): Promise<void> {
    const { id, buyerId, sellerId, amount, currency } = refund;
    await this.settle(tx, refund, attempt, ref ?? null, code);
    const paid = money(amount, currency);
    await this.ledger.post(tx, refundRejectedJournal(id, buyerId, paid, this.circumstances(refund)));
    const payload = { ...factOf(refund), reason: code };
    await this.outbox.publish(tx, refundFailed, { subjectId: id, sellerId, payload });
  }

  private async settle(
    tx: Tx,
    { id }: RefundRow,
    attempt: RefundAttempt,
    ref: string | null,
    code: string | null,
  ): Promise<void> {
    const at = this.clock.now();
    await this.refunds.settle(tx, id, attempt.id, ref, code, at);
    const action = code === null ? 'succeed' : 'fail';
    await moveAll(tx, refundLifecycle, [id], { action, actor: PROVIDER, at, reason: code ?? undefined });
  }

  /** It was not paid, and is not asked for again before it is known whether the bank has paid it. */
  private withhold(tx: Tx, attempt: RefundAttempt): Promise<void> {
    return this.attempts.settle(tx, attempt.id, { state: 'voided', code: 'overtaken' }, this.clock.now());
  }

  private async lookAgain(tx: Tx, refund: RefundRow, attempt: RefundAttempt, why: string): Promise<void> {
    const { paymentId, orderId } = refund;
    const isFirst = await this.attempts.markUnknown(tx, attempt.id, why, this.clock.now());
    const payload = { paymentId, orderId, attemptId: attempt.id };
    if (isFirst) await this.outbox.publish(tx, attemptUnknown, { subjectId: paymentId, payload });
  }

  /** The buyer has had it from the bank and from the provider. */
  private async bookTwice(tx: Tx, refund: RefundRow, ref: string): Promise<void> {
    const { id, chargedBack, currency } = refund;
    await this.refunds.notePaidTwice(tx, id, ref, this.clock.now());
    await this.ledger.post(tx, refundPaidTwiceJournal(id, money(chargedBack, currency), this.circumstances(refund)));
  }

  private circumstances({ orderId, sellerOrderId, sellerId, paymentId, provider }: RefundRow) {
    const refs = { orderId, sellerOrderId, sellerId, paymentId };
    return { effectiveAt: this.clock.now(), actor: PROVIDER, refs, places: { psp: provider } };
  }
}

const outcomeOf = ({ amount, chargedBack, currency }: RefundRow, answer: Answer<ProviderRefund>): RefundOutcome =>
  refundOutcome(answer, money(amount, currency), money(chargedBack, currency));

const factOf = ({ id, paymentId, orderId, sellerOrderId, currency, amount }: RefundRow) => ({
  ...{ refundId: id, paymentId, orderId, sellerOrderId, currency, amount },
});
