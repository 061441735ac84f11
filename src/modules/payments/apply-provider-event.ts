import { Injectable } from '@nestjs/common';
import { Clock } from '../../kernel/index.js';
import { UnitOfWork } from '../../platform/database/index.js';
import { AttemptsRepository } from './attempts.repository.js';
import { BounceRefund } from './bounce-refund.js';
import { InboxRepository } from './inbox.repository.js';
import { PaymentProviders } from './payment-providers.js';
import type { ObjectMessage, ProviderMessage } from './provider-message.domain.js';
import { ReconcilePayment } from './reconcile-payment.js';
import { RecordDispute } from './record-dispute.js';
import { RefundsRepository } from './refunds.repository.js';
import { SubmitRefund } from './submit-refund.js';

/** Reads a message and compares it with our own record of what it is about. */
@Injectable()
export class ProviderEventSources {
  constructor(
    private readonly providers: PaymentProviders,
    private readonly attempts: AttemptsRepository,
    private readonly refunds: RefundsRepository,
  ) {}

  read(provider: string, raw: string): ProviderMessage | undefined {
    return this.providers.of(provider).readMessage(raw);
  }

  async faultOf(provider: string, message: ObjectMessage): Promise<string | undefined> {
    const { object, reference, amount, currency } = message;
    const refund = object === 'refund' ? await this.refunds.find(reference) : undefined;
    const ours = refund ?? (object === 'charge' ? await this.attempts.find(reference) : undefined);
    if (ours?.provider !== provider) return 'unknown_object';
    const isWhole = amount === ours.amount + (refund?.chargedBack ?? 0);
    return (ours.amount !== amount && !isWhole) || ours.currency !== currency ? 'amount_mismatch' : undefined;
  }
}

/** What a message makes us do. */
@Injectable()
export class MessageSteps {
  constructor(
    readonly reconcile: ReconcilePayment,
    readonly submitRefund: SubmitRefund,
    readonly bounceRefund: BounceRefund,
    readonly recordDispute: RecordDispute,
  ) {}
}

/** Follows up a stored message: it says where to look; what is recorded is what the provider's object is now. */
@Injectable()
export class ApplyProviderEvent {
  constructor(
    private readonly uow: UnitOfWork,
    private readonly inbox: InboxRepository,
    private readonly sources: ProviderEventSources,
    private readonly steps: MessageSteps,
    private readonly clock: Clock,
  ) {}

  async run(provider: string, eventId: string): Promise<void> {
    const stored = await this.inbox.find(provider, eventId);
    if (stored?.state !== 'received') return;
    const message = this.sources.read(provider, stored.raw);
    const fault = message ? await this.followUp(provider, message) : 'unreadable';
    const state = fault === undefined ? 'applied' : 'quarantined';
    await this.uow.run((tx) => this.inbox.settle(tx, stored, state, fault ?? null, this.clock.now()));
  }

  /** @returns why the message is not followed */
  private async followUp(provider: string, message: ProviderMessage): Promise<string | undefined> {
    if (message.object === 'dispute') return this.steps.recordDispute.run(provider, message);
    const fault = await this.sources.faultOf(provider, message);
    if (fault !== undefined) return fault;
    const { object, reference, isFailure = false } = message;
    if (object === 'charge') await this.steps.reconcile.run(reference);
    else await this.steps.submitRefund.run(reference as Parameters<SubmitRefund['run']>[0]);
    const isDone = object === 'charge' || !isFailure || (await this.steps.bounceRefund.run(reference));
    return isDone ? undefined : 'failed_after_success';
  }
}
