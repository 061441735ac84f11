import { Injectable } from '@nestjs/common';
import { Clock, type Id } from '../../kernel/index.js';
import { newId, send, statement, type Tx } from '../database/index.js';
import { currentRequestId } from '../observability/index.js';
import { AfterCommit } from './after-commit.js';
import { Consumers } from './consumers.js';
import { eventKey, type EventDefinition } from './event.js';
import { MessagingMetrics } from './messaging.metrics.js';

/** What is said about one subject; `sellerId` puts the event into that seller's feed. */
export interface Publication<P> {
  readonly subjectId: string;
  readonly sellerId?: Id<'sel'>;
  readonly payload: P;
}

type Insert = [
  ids: string[],
  names: string[],
  versions: number[],
  subjects: string[],
  sellers: (string | null)[],
  payloads: string[],
  occurredAt: Date,
  requestId: string | null,
  deliveredIds: string[],
  consumers: string[],
  queues: string[],
  deliveredSubjects: string[],
];

const insert = statement<Insert, never>(
  'messaging.publish',
  `with stored as (
     insert into outbox_events (id, name, version, subject_id, seller_id, payload, occurred_at, request_id)
     select e.id, e.name, e.version, e.subject_id, e.seller_id, e.payload::jsonb, $7, $8
       from unnest($1::uuid[], $2::text[], $3::int[], $4::text[], $5::uuid[], $6::text[])
         as e(id, name, version, subject_id, seller_id, payload))
   insert into outbox_deliveries (event_id, consumer, queue, subject_id)
   select * from unnest($9::uuid[], $10::text[], $11::text[], $12::text[])`,
);

/** Publishes facts in the transaction that makes them true: they are handled if and only if it commits. */
@Injectable()
export class Outbox {
  constructor(
    private readonly clock: Clock,
    private readonly consumers: Consumers,
    private readonly afterCommit: AfterCommit,
    private readonly metrics: MessagingMetrics,
  ) {}

  async publish<P>(tx: Tx, event: EventDefinition<P>, publication: Publication<P>): Promise<Id<'evt'>> {
    const [id] = await this.publishAll(tx, [[event, publication]]);
    return id as Id<'evt'>;
  }

  /** Publishes several facts, in this order, with one statement. */
  async publishAll<P extends readonly unknown[]>(
    tx: Tx,
    publications: readonly [...{ [K in keyof P]: readonly [EventDefinition<P[K]>, Publication<P[K]>] }],
  ): Promise<Id<'evt'>[]> {
    if (publications.length === 0) return [];
    const facts = publications.map(([event, said]) => ({ id: newId('evt'), event, said }));
    const deliveries = facts.flatMap(({ id, event, said }) =>
      this.consumers.of(eventKey(event)).map((to) => ({ id, to, subjectId: said.subjectId })),
    );
    send(tx, insert, [
      facts.map(({ id }) => id),
      facts.map(({ event }) => event.name),
      facts.map(({ event }) => event.version),
      facts.map(({ said }) => said.subjectId),
      facts.map(({ said }) => said.sellerId ?? null),
      facts.map(({ said }) => JSON.stringify(said.payload)),
      this.clock.now(),
      currentRequestId() ?? null,
      deliveries.map(({ id }) => id),
      deliveries.map(({ to }) => to.consumer),
      deliveries.map(({ to }) => to.queue),
      deliveries.map(({ subjectId }) => subjectId),
    ]);
    if (deliveries.length > 0) this.afterCommit.hasMessages(tx);
    for (const { event } of facts) this.metrics.published.inc({ event: event.name });
    return facts.map(({ id }) => id);
  }
}
