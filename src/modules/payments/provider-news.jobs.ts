import { Injectable } from '@nestjs/common';
import { OnEvent, type EventOf } from '../../platform/messaging/index.js';
import { ApplyProviderEvent } from './apply-provider-event.js';
import { attemptUnknown, providerEventReceived } from './payments.events.js';
import { ReconcilePayment } from './reconcile-payment.js';

@Injectable()
export class ProviderNewsJobs {
  constructor(
    private readonly applyEvent: ApplyProviderEvent,
    private readonly reconcile: ReconcilePayment,
  ) {}

  @OnEvent(providerEventReceived, { consumer: 'payments.apply-provider-event', queue: 'payments' })
  apply({ payload }: EventOf<typeof providerEventReceived>): Promise<void> {
    return this.applyEvent.run(payload.provider, payload.eventId);
  }

  @OnEvent(attemptUnknown, { consumer: 'payments.look-up-unknown', queue: 'payments' })
  async lookUp({ payload }: EventOf<typeof attemptUnknown>): Promise<void> {
    await this.reconcile.run(payload.attemptId);
  }
}
