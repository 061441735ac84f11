import { Injectable } from '@nestjs/common';
import { statement } from '../database/index.js';
import type { QueueName } from './handlers.js';
import { RelayDb } from './relay-db.js';

/** A delivery as handed to a queue: `attempt` fences off every earlier hand-over. */
export interface Relayed {
  readonly id: number;
  readonly attempt: number;
  readonly queue: QueueName;
}

export interface Delivery {
  readonly id: number;
  readonly attempt: number;
  readonly failures: number;
  readonly consumer: string;
  readonly subjectId: string;
  /** Set for deadlines and schedules, which have no event. */
  readonly dueAt: Date | null;
  readonly eventId: string | null;
  readonly sequence: number | null;
  readonly name: string | null;
  readonly version: number | null;
  readonly sellerId: string | null;
  readonly occurredAt: Date | null;
  readonly requestId: string | null;
  readonly payload: unknown;
}

export interface Failure {
  readonly id: number;
  readonly attempt: number;
  readonly error: string;
  readonly retryInMs: number;
}

type Fence = [ids: number[], attempts: number[]];

const claim = statement<[queues: string[], perQueue: number, leaseMs: number], Relayed>(
  'relay.claim',
  `with due as materialized (
     select d.id
       from (select q.name, $2::int - (select count(*) from outbox_deliveries r
                                        where r.queue = q.name and r.state = 'relayed') as room
               from unnest($1::text[]) as q(name)) q
       cross join lateral (
         select w.id from outbox_deliveries w
          where w.queue = q.name and w.state = 'waiting' and w.next_attempt_at <= now()
          order by w.next_attempt_at, w.id limit greatest(q.room, 0) for update skip locked) d)
   update outbox_deliveries
      set state = 'relayed', attempts = attempts + 1, lease_until = now() + $3 * interval '1 ms'
    where id = any(array(select id from due))
   returning id, attempts as attempt, queue`,
);

const putBack = statement<Fence, never>(
  'relay.put-back',
  `update outbox_deliveries d set state = 'waiting', lease_until = null, next_attempt_at = now() + interval '1 s'
     from unnest($1::bigint[], $2::int[]) as f(id, attempt)
    where d.id = f.id and d.attempts = f.attempt and d.state = 'relayed'`,
);

const load = statement<Fence, Delivery>(
  'relay.load',
  `select d.id, d.attempts as attempt, d.failures, d.consumer, d.subject_id as "subjectId", d.due_at as "dueAt",
          e.id as "eventId", e.sequence, e.name, e.version, e.seller_id as "sellerId",
          e.occurred_at as "occurredAt", e.request_id as "requestId", e.payload
     from unnest($1::bigint[], $2::int[]) as f(id, attempt)
     join outbox_deliveries d on d.id = f.id and d.attempts = f.attempt and d.state = 'relayed'
     left join outbox_events e on e.id = d.event_id
    order by d.due_at nulls first, d.id`,
);

const finish = statement<Fence, { consumer: string; seconds: number }>(
  'relay.finish',
  `update outbox_deliveries d
      set state = 'done', done_at = clock_timestamp(), lease_until = null, last_error = null
     from unnest($1::bigint[], $2::int[]) as f(id, attempt)
    where d.id = f.id and d.attempts = f.attempt and d.state = 'relayed'
   returning d.consumer, extract(epoch from d.done_at - d.created_at)::float8 as seconds`,
);

const fail = statement<
  [ids: number[], attempts: number[], errors: string[], retryInMs: number[], maxFailures: number],
  { consumer: string; state: string }
>(
  'relay.fail',
  `update outbox_deliveries d
      set failures = d.failures + 1, last_error = f.error, lease_until = null,
          state = case when d.failures + 1 >= $5 then 'dead' else 'waiting' end,
          next_attempt_at = now() + f.retry_in_ms * interval '1 ms'
     from unnest($1::bigint[], $2::int[], $3::text[], $4::float8[]) as f(id, attempt, error, retry_in_ms)
    where d.id = f.id and d.attempts = f.attempt and d.state = 'relayed'
   returning d.consumer, d.state`,
);

const extend = statement<[ids: number[], attempts: number[], leaseMs: number], never>(
  'relay.extend',
  `update outbox_deliveries d set lease_until = now() + $3 * interval '1 ms'
     from unnest($1::bigint[], $2::int[]) as f(id, attempt)
    where d.id = f.id and d.attempts = f.attempt and d.state = 'relayed'`,
);

const expire = statement<[maxFailures: number], { consumer: string; state: string }>(
  'relay.expire',
  `update outbox_deliveries d
      set failures = failures + 1, last_error = 'No sign of life from the worker', lease_until = null,
          state = case when failures + 1 >= $1 then 'dead' else 'waiting' end, next_attempt_at = now()
    where id = any(array(select id from outbox_deliveries where state = 'relayed' and lease_until < now()
                          limit 500 for update skip locked))
   returning consumer, state`,
);

const counts = statement<[], { state: string; count: number }>(
  'relay.counts',
  `select 'waiting' as state, count(*) from outbox_deliveries where state = 'waiting'
   union all select 'relayed', count(*) from outbox_deliveries where state = 'relayed'
   union all select 'dead', count(*) from outbox_deliveries where state = 'dead'`,
);

/** Rows that one purge looks at, of each table. */
const PURGED_AT_ONCE = 5_000;

/**
 * Removes what was done long ago. An event goes with a delivery of it, or when even the feeds of sellers have had it
 * long enough; while any delivery of it is open it stays.
 */
const purge = statement<[keepDays: number, feedDays: number, limit: number], { count: number }>(
  'relay.purge',
  `with forgotten as (
     delete from deadlines where id = any(array(
       select id from (select id, closed_at, created_at from deadlines order by id limit $3) oldest
        where closed_at is not null and created_at < now() - $1 * interval '1 day')) returning 1),
   handled as (
     delete from outbox_deliveries where id = any(array(
       select id from (select id, state, done_at from outbox_deliveries order by id limit $3) oldest
        where state = 'done' and done_at < now() - $1 * interval '1 day')) returning event_id),
   old as (
     delete from outbox_events
      where id = any(array(
              select event_id from handled
              union all
              select id from (select id, created_at from outbox_events order by sequence limit $3) oldest
               where created_at < now() - $2 * interval '1 day'))
        and (seller_id is null or created_at < now() - $2 * interval '1 day')
        and id not in (
              select event_id from outbox_deliveries where state = 'waiting' and event_id is not null
              union all select event_id from outbox_deliveries where state = 'relayed' and event_id is not null
              union all select event_id from outbox_deliveries where state = 'dead' and event_id is not null)
     returning 1)
   select greatest((select count(*) from forgotten), (select count(*) from handled), (select count(*) from old)) as count`,
);

const ids = (rows: readonly { id: number }[]): number[] => rows.map(({ id }) => id);
const attempts = (rows: readonly { attempt: number }[]): number[] => rows.map(({ attempt }) => attempt);

/** The table of deliveries as a queue of its own: claimed, fenced by attempt, finished or put back. */
@Injectable()
export class DeliveriesRepository {
  constructor(private readonly db: RelayDb) {}

  /** Marks what may be tried now as relayed, oldest first, as far as there is room in each queue. */
  async claim(queues: readonly QueueName[], perQueue: number, leaseMs: number): Promise<Relayed[]> {
    const rows = await this.db.query(claim, [[...queues], perQueue, leaseMs]);
    return rows.sort((a, b) => a.id - b.id);
  }

  async putBack(rows: readonly Relayed[]): Promise<void> {
    await this.db.query(putBack, [ids(rows), attempts(rows)]);
  }

  /** Those of the hand-overs that are still current. */
  async load(rows: readonly { id: number; attempt: number }[]): Promise<Delivery[]> {
    return this.db.query(load, [ids(rows), attempts(rows)]);
  }

  async finish(rows: readonly { id: number; attempt: number }[]): Promise<{ consumer: string; seconds: number }[]> {
    return this.db.query(finish, [ids(rows), attempts(rows)]);
  }

  async fail(rows: readonly Failure[], maxFailures: number): Promise<{ consumer: string; state: string }[]> {
    const errors = rows.map(({ error }) => error);
    const pauses = rows.map(({ retryInMs }) => retryInMs);
    return this.db.query(fail, [ids(rows), attempts(rows), errors, pauses, maxFailures]);
  }

  async extend(rows: readonly { id: number; attempt: number }[], leaseMs: number): Promise<void> {
    await this.db.query(extend, [ids(rows), attempts(rows), leaseMs]);
  }

  /** Frees what a dead worker or a lost queue left behind. */
  async expire(maxFailures: number): Promise<{ consumer: string; state: string }[]> {
    return this.db.query(expire, [maxFailures]);
  }

  async counts(): Promise<{ state: string; count: number }[]> {
    return this.db.query(counts, []);
  }

  /** Removes some of the oldest that is done: deliveries, deadlines, events. Whether there may be more. */
  async purge(keepDays: number, feedDays: number): Promise<boolean> {
    const [row] = await this.db.query(purge, [keepDays, feedDays, PURGED_AT_ONCE]);
    // Some of the oldest are there to stay.
    return (row?.count ?? 0) > PURGED_AT_ONCE / 2;
  }
}
