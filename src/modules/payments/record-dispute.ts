import { Injectable } from '@nestjs/common';
import { Clock } from '../../kernel/index.js';
import { UnitOfWork } from '../../platform/database/index.js';
import { Outbox } from '../../platform/messaging/index.js';
import { DisputesRepository, type DisputedPayment } from './disputes.repository.js';
import type { ProviderDispute } from './payment-provider.js';
import { PaymentProviders } from './payment-providers.js';
import { paymentDisputed } from './payments.events.js';
import type { DisputeMessage } from './provider-message.domain.js';

/** Writes down how a card holder's complaint stands at the provider, and tells it when that is news. */
@Injectable()
export class RecordDispute {
  constructor(
    private readonly uow: UnitOfWork,
    private readonly disputes: DisputesRepository,
    private readonly providers: PaymentProviders,
    private readonly outbox: Outbox,
    private readonly clock: Clock,
  ) {}

  /**
   * @returns why the message is not followed
   * @throws Error when the provider does not tell how the dispute stands, or we do not know of the capture yet; the
   * message is tried again
   */
  async run(provider: string, { objectRef, chargeRef }: DisputeMessage): Promise<string | undefined> {
    const payment = await this.disputes.paymentOf(provider, chargeRef);
    if (!payment) return 'unknown_object';
    if (payment.captured === 0) throw new Error(`The dispute ${objectRef} is ahead of our record of its capture`);
    const answer = await this.providers.of(provider).lookupDispute(objectRef);
    if (answer.kind === 'absent') return 'unknown_object';
    if (answer.kind !== 'done') throw new Error(`The dispute ${objectRef} could not be looked up`);
    const fault = faultOf(answer.object, payment, chargeRef);
    if (fault === undefined) await this.record(provider, payment, answer.object);
    return fault;
  }

  private record(provider: string, payment: DisputedPayment, dispute: ProviderDispute): Promise<void> {
    return this.uow.run(async (tx) => {
      const at = this.clock.now();
      const { paymentId, orderId } = payment;
      if (!(await this.disputes.put(tx, provider, paymentId, dispute, at))) return;
      const { ref, state, reason, amount, isWithdrawn, fee, evidenceDueAt } = dispute;
      const what = { disputeRef: ref, state, reason, ...amount, isWithdrawn, fee };
      const times = { evidenceDueAt: evidenceDueAt?.toISOString() ?? null, changedAt: at.toISOString() };
      const payload = { paymentId, orderId, provider, ...what, ...times };
      await this.outbox.publish(tx, paymentDisputed, { subjectId: paymentId, payload });
    });
  }
}

function faultOf(dispute: ProviderDispute, payment: DisputedPayment, chargeRef: string): string | undefined {
  if (dispute.chargeRef !== chargeRef) return 'unknown_object';
  const { amount, currency } = dispute.amount;
  return currency === payment.currency && amount <= payment.captured ? undefined : 'amount_mismatch';
}
