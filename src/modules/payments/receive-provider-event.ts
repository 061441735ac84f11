import { Inject, Injectable } from '@nestjs/common';
import { Clock } from '../../kernel/index.js';
import { CONFIG, type RunningConfig } from '../../platform/config/index.js';
import { isSignedMessage, type SignedMessage } from '../../platform/crypto/index.js';
import { UnitOfWork } from '../../platform/database/index.js';
import { Outbox } from '../../platform/messaging/index.js';
import { InboxRepository } from './inbox.repository.js';
import { SignatureInvalid } from './payments.errors.js';
import { providerEventReceived } from './payments.events.js';
import { readProviderMessage } from './provider-message.domain.js';

/** Stores a message of the provider as it came, once; what it means is found out by a job. */
@Injectable()
export class ReceiveProviderEvent {
  constructor(
    @Inject(CONFIG) private readonly config: RunningConfig,
    private readonly uow: UnitOfWork,
    private readonly inbox: InboxRepository,
    private readonly outbox: Outbox,
    private readonly clock: Clock,
  ) {}

  async run(provider: string, message: SignedMessage): Promise<void> {
    if (!isSignedMessage(this.config.providerWebhookSecret, message)) throw new SignatureInvalid({});
    const raw = message.body;
    const read = readProviderMessage(raw);
    const stored = {
      ...{ provider, eventId: message.id, raw, receivedAt: this.clock.now() },
      ...{ type: read?.type ?? 'unreadable', reference: read?.reference ?? null, objectVersion: read?.version ?? 0 },
    };
    if (read && (await this.inbox.storeKnown(stored, read.objectRef))) return;
    await this.uow.run(async (tx) => {
      const note = read ? null : 'unreadable';
      const isNew = await this.inbox.store(tx, stored, read ? 'received' : 'quarantined', note);
      if (!isNew || !read) return;
      const payload = { provider, eventId: message.id };
      await this.outbox.publish(tx, providerEventReceived, { subjectId: read.reference, payload });
    });
  }
}
