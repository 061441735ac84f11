import { Injectable } from '@nestjs/common';
import { OnDeadline, OnEvent, type EventOf } from '../../platform/messaging/index.js';
import { AskProvider } from './ask-provider.js';
import { debtCollectionRequested } from './debt-collections.events.js';
import { SubmitCollection } from './submit-collection.js';

/** From the request to the provider. */
@Injectable()
export class DebtCollectionJobs {
  constructor(
    private readonly submit: SubmitCollection,
    private readonly ask: AskProvider,
  ) {}

  @OnEvent(debtCollectionRequested, { consumer: 'debt-collections.submit', queue: 'money' })
  requested({ payload }: EventOf<typeof debtCollectionRequested>): Promise<void> {
    return this.submit.run(payload.collectionId);
  }

  @OnDeadline('debt-collections.look-up', { queue: 'money' })
  unknown(id: string): Promise<void> {
    return this.ask.again(id);
  }
}
