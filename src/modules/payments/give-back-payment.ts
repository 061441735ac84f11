import { Injectable } from '@nestjs/common';
import { Clock, type Actor, type Id } from '../../kernel/index.js';
import { moveOne, type Tx } from '../../platform/database/index.js';
import { NotFound } from '../../platform/http/index.js';
import { Outbox } from '../../platform/messaging/index.js';
import { Risk } from '../risk/index.js';
import { AttemptsRepository } from './attempts.repository.js';
import { accountReleased, releasedFact } from './on-account.events.js';
import { paymentLifecycle } from './payment.lifecycle.js';
import { paymentExpired, paymentVoidRequested } from './payments.events.js';
import { PaymentsRepository } from './payments.repository.js';
import type { PaymentRow } from './payments.rows.js';

export interface PaymentToVoid {
  readonly paymentId: Id<'pay'>;
  readonly reason: string;
  readonly actor: Actor;
}

/** Ends a payment without money. The lock on its row decides against an authorisation or a capture that is under way. */
@Injectable()
export class GiveBackPayment {
  constructor(
    private readonly payments: PaymentsRepository,
    private readonly attempts: AttemptsRepository,
    private readonly risk: Risk,
    private readonly outbox: Outbox,
    private readonly clock: Clock,
  ) {}

  async run(tx: Tx, { paymentId, reason, actor }: PaymentToVoid): Promise<boolean> {
    const payment = await this.payments.lock(tx, paymentId);
    if (!payment) throw new NotFound({ what: 'payment' });
    if (payment.state === 'captured') return false;
    if (['voiding', 'voided', 'expired', 'failed'].includes(payment.state)) return true;
    const live = await this.attempts.liveOf(tx, paymentId);
    if (live.includes('capture')) return false;
    await this.end(tx, payment, live.length > 0, { reason, actor });
    return true;
  }

  private async end(
    tx: Tx,
    payment: PaymentRow,
    isUnderWay: boolean,
    cause: { readonly reason: string; readonly actor: Actor },
  ): Promise<void> {
    const { id: paymentId, orderId, state } = payment;
    const isUntouched = state === 'created' && !isUnderWay;
    const action = isUntouched ? 'expire' : 'give_back';
    if (state === 'held') await this.risk.withdraw(tx, paymentId, cause.reason);
    await moveOne(tx, paymentLifecycle, paymentId, { action, at: this.clock.now(), ...cause });
    await this.payments.end(tx, paymentId, cause.reason);
    const event = isUntouched ? paymentExpired : paymentVoidRequested;
    const payload = { paymentId, orderId, reason: cause.reason };
    await this.outbox.publish(tx, event, { subjectId: paymentId, payload });
    if (isUntouched && payment.accountId !== null) {
      await this.outbox.publish(tx, accountReleased, releasedFact(payment));
    }
  }
}
