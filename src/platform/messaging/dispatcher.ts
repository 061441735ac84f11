import { Inject, Injectable } from '@nestjs/common';
import { asId } from '../../kernel/index.js';
import { withRequestId } from '../observability/index.js';
import { Completions } from './completions.js';
import { Consumers, type Consumer } from './consumers.js';
import { DeliveriesRepository, type Delivery } from './deliveries.repository.js';
import type { DomainEvent } from './event.js';
import { Gate } from './gate.js';
import { groupBy } from './group-by.js';
import { QUEUES, type QueueName } from './handlers.js';
import { MESSAGING_OPTIONS, type MessagingOptions } from './messaging.options.js';

/** Identifier and attempt of each delivery of one queue job. */
export type Batch = readonly (readonly [id: number, attempt: number])[];

/** Calls the handlers of a batch: subjects side by side, the deliveries of one subject in the order of the facts. */
@Injectable()
export class Dispatcher {
  private readonly gates: ReadonlyMap<QueueName, Gate>;

  constructor(
    private readonly consumers: Consumers,
    private readonly deliveries: DeliveriesRepository,
    private readonly completions: Completions,
    @Inject(MESSAGING_OPTIONS) options: MessagingOptions,
  ) {
    this.gates = new Map(QUEUES.map((queue) => [queue, new Gate(options.concurrency[queue])]));
  }

  async run(queue: QueueName, batch: Batch): Promise<void> {
    const current = await this.deliveries.load(batch.map(([id, attempt]) => ({ id, attempt })));
    const subjects = groupBy(current, ({ subjectId, consumer }) => subjectId || consumer);
    for (const delivery of current) this.completions.started(delivery);
    await Promise.all(
      [...subjects.values()].map(async (deliveries) =>
        this.gates.get(queue)?.run(async () => {
          for (const delivery of deliveries) await this.handle(delivery);
        }),
      ),
    );
  }

  private async handle(delivery: Delivery): Promise<void> {
    try {
      const consumer = this.consumers.named(delivery.consumer);
      if (!consumer) throw new Error(`This process has no consumer ${delivery.consumer}`);
      const { requestId } = delivery;
      await (requestId === null ? call(consumer, delivery) : withRequestId(requestId, () => call(consumer, delivery)));
      this.completions.succeeded(delivery);
    } catch (error) {
      this.completions.threw(delivery, error);
    }
  }
}

async function call(consumer: Consumer, delivery: Delivery): Promise<void> {
  const { dueAt, subjectId } = delivery;
  if (!dueAt) return consumer.call(eventOf(delivery));
  return consumer.handling.kind === 'every' ? consumer.call(dueAt) : consumer.call(subjectId, { dueAt });
}

function eventOf(delivery: Delivery): DomainEvent<unknown> {
  const { eventId, sequence, name, version, occurredAt } = delivery;
  if (eventId === null || sequence === null || name === null || version === null || occurredAt === null)
    throw new Error(`The event of delivery ${delivery.id} is gone`);
  return {
    id: asId<'evt'>(eventId),
    sequence,
    name,
    version,
    subjectId: delivery.subjectId,
    sellerId: delivery.sellerId === null ? undefined : asId<'sel'>(delivery.sellerId),
    occurredAt,
    payload: delivery.payload,
  };
}
