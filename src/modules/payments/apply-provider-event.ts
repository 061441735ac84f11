import { Injectable } from '@nestjs/common';
import { Clock } from '../../kernel/index.js';
import { UnitOfWork } from '../../platform/database/index.js';
import { AttemptsRepository } from './attempts.repository.js';
import { InboxRepository } from './inbox.repository.js';
import { readProviderMessage, type ProviderMessage } from './provider-message.domain.js';
import { ReconcilePayment } from './reconcile-payment.js';
import { RefundsRepository } from './refunds.repository.js';
import { SubmitRefund } from './submit-refund.js';

/** Compares a message with our own record of what it is about. */
@Injectable()
export class ProviderEventSources {
  constructor(
    private readonly attempts: AttemptsRepository,
    private readonly refunds: RefundsRepository,
  ) {}

  async faultOf({ object, reference, amount, currency }: ProviderMessage): Promise<string | undefined> {
    const charge = object === 'charge' ? await this.attempts.find(reference) : undefined;
    const ours = charge ?? (object === 'refund' ? await this.refunds.find(reference) : undefined);
    if (!ours) return 'unknown_object';
    return ours.amount === amount && ours.currency === currency ? undefined : 'amount_mismatch';
  }
}

/** Follows up a stored message: it says where to look; what is recorded is what the provider's object is now. */
@Injectable()
export class ApplyProviderEvent {
  constructor(
    private readonly uow: UnitOfWork,
    private readonly inbox: InboxRepository,
    private readonly sources: ProviderEventSources,
    private readonly reconcile: ReconcilePayment,
    private readonly submitRefund: SubmitRefund,
    private readonly clock: Clock,
  ) {}

  async run(provider: string, eventId: string): Promise<void> {
    const stored = await this.inbox.find(provider, eventId);
    if (stored?.state !== 'received') return;
    const message = readProviderMessage(stored.raw);
    const fault = message ? await this.sources.faultOf(message) : 'unreadable';
    if (message && fault === undefined) await this.followUp(message);
    const state = fault === undefined ? 'applied' : 'quarantined';
    await this.uow.run((tx) => this.inbox.settle(tx, stored, state, fault ?? null, this.clock.now()));
  }

  private async followUp({ object, reference }: ProviderMessage): Promise<void> {
    if (object === 'charge') await this.reconcile.run(reference);
    else await this.submitRefund.run(reference as Parameters<SubmitRefund['run']>[0]);
  }
}
