import { Injectable } from '@nestjs/common';
import { millisecondsOf } from '../../kernel/index.js';
import { Every, OnDeadline, OnEvent, type EventOf } from '../../platform/messaging/index.js';
import { AskProvider } from './ask-provider.js';
import { debtCollectionRequested } from './debt-collections.events.js';
import { DebtCollectionMetrics } from './debt-collections.metrics.js';
import { DebtCollections } from './debt-collections.repository.js';
import { SubmitCollection } from './submit-collection.js';

/** By then the provider was asked five times. */
const UNHEARD_FOR = 'P1D';

/** From the request to the provider. */
@Injectable()
export class DebtCollectionJobs {
  constructor(
    private readonly submit: SubmitCollection,
    private readonly ask: AskProvider,
    private readonly collections: DebtCollections,
    private readonly metrics: DebtCollectionMetrics,
  ) {}

  @OnEvent(debtCollectionRequested, { consumer: 'debt-collections.submit', queue: 'money' })
  requested({ payload }: EventOf<typeof debtCollectionRequested>): Promise<void> {
    return this.submit.run(payload.collectionId);
  }

  @OnDeadline('debt-collections.look-up', { queue: 'money' })
  unknown(id: string): Promise<void> {
    return this.ask.again(id);
  }

  @Every('debt-collections.watch', { every: 'PT1H', queue: 'money' })
  async watch(at: Date): Promise<void> {
    this.metrics.looked(await this.collections.unheard(new Date(at.getTime() - millisecondsOf(UNHEARD_FOR))));
  }
}
