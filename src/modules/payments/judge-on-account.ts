import { Injectable } from '@nestjs/common';
import { Clock, money, type Id } from '../../kernel/index.js';
import { moveOne, UnitOfWork, type Tx } from '../../platform/database/index.js';
import { Outbox } from '../../platform/messaging/index.js';
import { Risk, type Assessment } from '../risk/index.js';
import { RISK } from './actors.js';
import { paymentLifecycle } from './payment.lifecycle.js';
import { paymentAuthorised, paymentHeld, paymentVoidRequested } from './payments.events.js';
import { PaymentsRepository } from './payments.repository.js';
import type { PaymentRow } from './payments.rows.js';
import { TakeOnAccount } from './take-on-account.js';

const NO_CARD = { cardCountry: null, cardFingerprint: null };

/** Assesses a payment that will be owed as one by card is assessed, and lets the order go, holds it or ends it. */
@Injectable()
export class JudgeOnAccount {
  constructor(
    private readonly uow: UnitOfWork,
    private readonly payments: PaymentsRepository,
    private readonly risk: Risk,
    private readonly take: TakeOnAccount,
    private readonly outbox: Outbox,
    private readonly clock: Clock,
  ) {}

  /** Once: a payment that was judged or has ended stays as it is. */
  run(paymentId: Id<'pay'>): Promise<void> {
    return this.uow.run(async (tx) => {
      const payment = await this.payments.lock(tx, paymentId);
      if (payment?.state !== 'created') return;
      const { orderId, buyerId, riskFacts } = payment;
      const assessment = await this.risk.assess(tx, {
        event: 'payment.authorised',
        objectId: paymentId,
        orderId,
        buyerId,
        amount: money(payment.amount, payment.currency),
        facts: { ...riskFacts, ...NO_CARD },
      });
      if (assessment.outcome === 'hold') return this.hold(tx, payment, assessment);
      if (assessment.outcome === 'block') return this.block(tx, payment);
      return this.take.run(tx, payment);
    });
  }

  private async hold(tx: Tx, { id: paymentId, orderId }: PaymentRow, { decisionId }: Assessment): Promise<void> {
    const fact = { paymentId, orderId };
    await moveOne(tx, paymentLifecycle, paymentId, { action: 'hold', actor: RISK, at: this.clock.now() });
    await this.outbox.publishAll(tx, [
      [paymentAuthorised, { subjectId: paymentId, payload: fact }],
      [paymentHeld, { subjectId: paymentId, payload: { ...fact, decisionId } }],
    ]);
  }

  private async block(tx: Tx, { id: paymentId, orderId }: PaymentRow): Promise<void> {
    const reason = 'risk_blocked';
    const at = this.clock.now();
    await moveOne(tx, paymentLifecycle, paymentId, { action: 'give_back', actor: RISK, at, reason });
    await this.payments.end(tx, paymentId, reason);
    await this.outbox.publish(tx, paymentVoidRequested, {
      subjectId: paymentId,
      payload: { paymentId, orderId, reason },
    });
  }
}
