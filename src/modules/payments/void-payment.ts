import { Injectable } from '@nestjs/common';
import { Clock, type Id } from '../../kernel/index.js';
import { moveAll, newId, UnitOfWork, type Tx } from '../../platform/database/index.js';
import { Outbox } from '../../platform/messaging/index.js';
import { PROVIDER } from './actors.js';
import { accountReleased, releasedFact } from './on-account.events.js';
import { AttemptsRepository } from './attempts.repository.js';
import { paymentLifecycle } from './payment.lifecycle.js';
import { PaymentProviders } from './payment-providers.js';
import { paymentVoided } from './payments.events.js';
import { PaymentsRepository } from './payments.repository.js';
import type { AttemptRow } from './payments.rows.js';

/** Gives authorisations back that nobody wants any more, and ends the payment once none is left. */
@Injectable()
export class VoidPayment {
  constructor(
    private readonly uow: UnitOfWork,
    private readonly payments: PaymentsRepository,
    private readonly attempts: AttemptsRepository,
    private readonly providers: PaymentProviders,
    private readonly outbox: Outbox,
    private readonly clock: Clock,
  ) {}

  async run(paymentId: Id<'pay'>): Promise<void> {
    for (const authorisation of await this.attempts.chargesToGiveBack(paymentId)) await this.giveBack(authorisation);
    await this.uow.run((tx) => this.end(tx, paymentId));
  }

  private async giveBack(authorisation: AttemptRow): Promise<void> {
    const { id, provider, providerRef } = authorisation;
    const key = `${id}:void`;
    const attemptId = await this.attempts.beginVoid(newId('pat'), id, key, this.clock.now());
    const told = await this.providers.of(provider).void(key, providerRef ?? '');
    const answer = told.kind === 'refused' ? await this.providers.lookUpCharge(authorisation) : told;
    const state = answer.kind === 'done' ? answer.object.state : 'unknown';
    await this.uow.run(async (tx) => {
      const at = this.clock.now();
      if (state !== 'voided' && state !== 'declined') {
        await this.attempts.markUnknown(tx, attemptId, `charge_${state}`, at);
        return;
      }
      await this.attempts.settle(tx, attemptId, { state: 'succeeded' }, at);
      await this.attempts.settle(tx, id, { state: 'voided' }, at);
    });
  }

  private async end(tx: Tx, paymentId: Id<'pay'>): Promise<void> {
    const payment = await this.payments.lock(tx, paymentId);
    if (payment?.state !== 'voiding' || (await this.attempts.hasCharges(tx, paymentId))) return;
    const reason = payment.endReason ?? 'voided';
    const move = { action: 'void', actor: PROVIDER, at: this.clock.now(), reason } as const;
    await moveAll(tx, paymentLifecycle, [paymentId], move);
    const payload = { paymentId, orderId: payment.orderId, reason };
    await this.outbox.publish(tx, paymentVoided, { subjectId: paymentId, payload });
    if (payment.accountId !== null) await this.outbox.publish(tx, accountReleased, releasedFact(payment));
  }
}
