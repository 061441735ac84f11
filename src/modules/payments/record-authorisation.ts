import { Injectable } from '@nestjs/common';
import { Clock, money } from '../../kernel/index.js';
import { moveOne, newId, UnitOfWork, type Tx } from '../../platform/database/index.js';
import { NotFound, Once } from '../../platform/http/index.js';
import { Outbox } from '../../platform/messaging/index.js';
import { Risk, type Assessment } from '../risk/index.js';
import { PROVIDER, RISK } from './actors.js';
import { AttemptsRepository } from './attempts.repository.js';
import { nextStep, type AttemptState, type Step } from './authorisation.domain.js';
import { paymentLifecycle } from './payment.lifecycle.js';
import type { Answer, CardFacts, Charge } from './payment-provider.js';
import { authorisationViewOf, type AttemptTold } from './payment.view.js';
import type { AuthorisationView } from './payments.dto.js';
import {
  attemptUnknown,
  paymentAuthorised,
  paymentDeclined,
  paymentHeld,
  paymentVoidRequested,
} from './payments.events.js';
import { PaymentsRepository } from './payments.repository.js';
import type { CaptureClaim, LockedAttempt, PaymentRow } from './payments.rows.js';

export interface Recorded {
  readonly view: AuthorisationView;
  /** To be captured next. */
  readonly claim?: CaptureClaim;
}

interface Work {
  readonly tx: Tx;
  readonly payment: PaymentRow & LockedAttempt;
  readonly at: Date;
}

/** Nothing younger may be given up: its request could still be on its way. */
export const ATTEMPT_GRACE_MS = 120_000;

/** Writes down what the provider said about an authorisation, and what follows from it, in one transaction. */
@Injectable()
export class RecordAuthorisation {
  constructor(
    private readonly uow: UnitOfWork,
    private readonly payments: PaymentsRepository,
    private readonly attempts: AttemptsRepository,
    private readonly risk: Risk,
    private readonly outbox: Outbox,
    private readonly clock: Clock,
  ) {}

  run(attemptId: string, answer: Answer<Charge>, once: Once = Once.none): Promise<Recorded> {
    return this.uow.run(async (tx) => {
      const payment = await this.attempts.lock(tx, attemptId);
      if (!payment) throw new NotFound({ what: 'payment' });
      const at = this.clock.now();
      const isOverdue = at.getTime() - payment.attemptedAt.getTime() >= ATTEMPT_GRACE_MS;
      const amount = money(payment.amount, payment.currency);
      const { state, attemptState: attempt } = payment;
      const step = nextStep({ payment: state, attempt, attemptId, amount, answer, isOverdue });
      const recorded = await this.take(step, { tx, payment, at });
      if (!recorded.claim) await once.store(tx, recorded.view);
      return recorded;
    });
  }

  private async take(step: Step, work: Work): Promise<Recorded> {
    switch (step.do) {
      case 'keep':
        return told(work, work.payment.state, { ...work.payment, state: work.payment.attemptState });
      case 'mark_unknown':
        return this.markUnknown(work, step.why);
      case 'abandon':
        return this.close(work, 'failed', 'no_answer');
      case 'decline':
        return this.decline(work, step.code, step.card);
      case 'ask_holder':
        return this.askHolder(work, step.charge);
      case 'give_back':
        return this.giveBack(work, step.charge);
      case 'authorise':
        return this.authorise(work, step.charge);
    }
  }

  /** The first time a look follows at once, later ones are the completer's. */
  private async markUnknown(work: Work, why: string): Promise<Recorded> {
    const { tx, payment, at } = work;
    const { attemptId } = payment;
    if (await this.attempts.markUnknown(tx, attemptId, why, at)) {
      const payload = { ...factOf(work), attemptId };
      await this.outbox.publish(tx, attemptUnknown, { subjectId: payment.id, payload });
    }
    return told(work, payment.state, { state: 'unknown' });
  }

  /** A refused card is a card that was tried: the rules about many cards count it. */
  private async decline(work: Work, code: string, card?: CardFacts): Promise<Recorded> {
    const { tx, payment } = work;
    if (card) {
      this.risk.noteRefusedCard(tx, {
        objectId: payment.attemptId,
        buyerId: payment.buyerId,
        amount: money(payment.amount, payment.currency),
        facts: { ...payment.riskFacts, cardFingerprint: card.fingerprint },
      });
    }
    return this.close(work, 'declined', code);
  }

  /** The card pays nothing; the payment can be tried again unless it is being given back. */
  private async close(work: Work, state: AttemptState, code: string): Promise<Recorded> {
    const { tx, payment, at } = work;
    await this.attempts.settle(tx, payment.attemptId, { state, code }, at);
    const isAsked = payment.state === 'requires_action';
    if (isAsked)
      await moveOne(tx, paymentLifecycle, payment.id, { action: 'decline', actor: PROVIDER, at, reason: code });
    const event = payment.state === 'voiding' ? paymentVoidRequested : paymentDeclined;
    await this.outbox.publish(tx, event, { subjectId: payment.id, payload: { ...factOf(work), reason: code } });
    return told(work, isAsked ? 'created' : payment.state, { state, declineCode: code });
  }

  private async askHolder(work: Work, charge: Charge): Promise<Recorded> {
    const { tx, payment, at } = work;
    await moveOne(tx, paymentLifecycle, payment.id, { action: 'ask_holder', actor: PROVIDER, at });
    await this.attempts.settle(tx, payment.attemptId, { state: 'requires_action', charge }, at);
    return told(work, 'requires_action', { state: 'requires_action', actionUrl: charge.actionUrl });
  }

  private async giveBack(work: Work, charge: Charge): Promise<Recorded> {
    const { tx, payment, at } = work;
    await this.attempts.settle(tx, payment.attemptId, { state: 'unwanted', charge }, at);
    const payload = { ...factOf(work), reason: payment.endReason ?? 'authorised_too_late' };
    await this.outbox.publish(tx, paymentVoidRequested, { subjectId: payment.id, payload });
    return told(work, payment.state, { state: 'unwanted' });
  }

  private async authorise(work: Work, charge: Charge): Promise<Recorded> {
    const { tx, payment, at } = work;
    const moving = moveOne(tx, paymentLifecycle, payment.id, { action: 'authorise', actor: PROVIDER, at });
    const assessing = this.risk.assess(tx, {
      event: 'payment.authorised',
      objectId: payment.id,
      orderId: payment.orderId,
      buyerId: payment.buyerId,
      amount: charge.amount,
      facts: { ...payment.riskFacts, ...factsOf(charge) },
    });
    const [, assessment] = await Promise.all([moving, assessing]);
    const { outcome } = assessment;
    const claimId = outcome === 'allow' ? newId('pat') : undefined;
    const claim = await this.attempts.recordAuthorised(tx, payment.attemptId, charge, at, claimId);
    if (outcome === 'hold') return this.hold(work, assessment);
    if (outcome === 'block') return this.block(work);
    return { ...told(work, 'authorised', { state: 'succeeded' }), claim };
  }

  private async hold(work: Work, { decisionId }: Assessment): Promise<Recorded> {
    const { tx, payment, at } = work;
    const subjectId = payment.id;
    await moveOne(tx, paymentLifecycle, payment.id, { action: 'hold', actor: RISK, at });
    await this.outbox.publishAll(tx, [
      [paymentAuthorised, { subjectId, payload: factOf(work) }],
      [paymentHeld, { subjectId, payload: { ...factOf(work), decisionId } }],
    ]);
    return told(work, 'held', { state: 'succeeded' });
  }

  private async block(work: Work): Promise<Recorded> {
    const { tx, payment, at } = work;
    const reason = 'risk_blocked';
    await moveOne(tx, paymentLifecycle, payment.id, { action: 'give_back', actor: RISK, at, reason });
    await this.payments.end(tx, payment.id, reason);
    const payload = { ...factOf(work), reason };
    await this.outbox.publish(tx, paymentVoidRequested, { subjectId: payment.id, payload });
    return told(work, 'voiding', { state: 'succeeded', declineCode: reason });
  }
}

const factsOf = ({ card }: Charge) => ({
  cardCountry: card?.country ?? null,
  cardFingerprint: card?.fingerprint ?? null,
});

const factOf = ({ payment }: Work) => ({ paymentId: payment.id, orderId: payment.orderId });

const told = ({ payment }: Work, state: PaymentRow['state'], attempt: AttemptTold): Recorded => ({
  view: authorisationViewOf({ ...payment, state }, attempt),
});
