import { Injectable } from '@nestjs/common';
import { Clock } from '../../kernel/index.js';
import { UnitOfWork } from '../../platform/database/index.js';
import { Outbox } from '../../platform/messaging/index.js';
import { InboxRepository, type Message } from './inbox.repository.js';
import { PaymentProviders } from './payment-providers.js';
import { providerEventReceived } from './payments.events.js';
import type { ProviderMessage } from './provider-message.domain.js';

/** Stores a message of a provider as it came, once; what it means is found out by a job. */
@Injectable()
export class ReceiveProviderEvent {
  constructor(
    private readonly uow: UnitOfWork,
    private readonly inbox: InboxRepository,
    private readonly providers: PaymentProviders,
    private readonly outbox: Outbox,
    private readonly clock: Clock,
  ) {}

  /** The caller has checked the signature. */
  async run(provider: string, eventId: string, raw: string): Promise<void> {
    const read = this.providers.of(provider).readMessage(raw);
    const reference = read && 'reference' in read ? read.reference : null;
    const stored: Message = {
      ...{ provider, eventId, raw, receivedAt: this.clock.now() },
      ...{ type: read?.type ?? 'unreadable', reference, objectVersion: read?.version ?? 0 },
    };
    if (read && mayBeKnown(read) && (await this.inbox.storeKnown(stored, read.objectRef))) return;
    await this.uow.run(async (tx) => {
      const note = read ? null : 'unreadable';
      const isNew = await this.inbox.store(tx, stored, read ? 'received' : 'quarantined', note);
      if (!isNew || !read) return;
      const payload = { provider, eventId };
      await this.outbox.publish(tx, providerEventReceived, { subjectId: reference ?? read.objectRef, payload });
    });
  }
}

/** A dispute is compared with its own record, and a refund that failed may contradict what is recorded. */
const mayBeKnown = (message: ProviderMessage): boolean =>
  message.object === 'charge' || (message.object === 'refund' && message.isFailure !== true);
