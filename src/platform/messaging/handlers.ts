import { isDuration, millisecondsOf } from '../../kernel/index.js';
import { eventKey, type DomainEvent, type EventDefinition } from './event.js';
import type { Wire } from './wire.js';

export const QUEUES = ['orders', 'payments', 'money', 'screening', 'default'] as const;
export type QueueName = (typeof QUEUES)[number];

/** Why a method is called: for an event, for a deadline that came, or at every occurrence of a schedule. */
export type Handling =
  | { readonly kind: 'event'; readonly consumer: string; readonly queue: QueueName; readonly event: string }
  | { readonly kind: 'deadline'; readonly consumer: string; readonly queue: QueueName }
  | {
      readonly kind: 'every';
      readonly consumer: string;
      readonly queue: QueueName;
      readonly everyMs: number;
      /** Offset of an occurrence from a multiple of the period since 1970-01-01T00:00Z. */
      readonly offsetMs: number;
    };

type Method<A extends unknown[]> = <M extends (...args: A) => Promise<void>>(
  target: object,
  name: string | symbol,
  descriptor: TypedPropertyDescriptor<M>,
) => void;

const HANDLINGS = Symbol('handlings');

export const handlingsOf = (method: unknown): readonly Handling[] =>
  (method as { [HANDLINGS]?: Handling[] } | undefined)?.[HANDLINGS] ?? [];

function note(method: unknown, handling: Handling): void {
  const marked = method as { [HANDLINGS]?: Handling[] };
  marked[HANDLINGS] = [...handlingsOf(method), handling];
}

/**
 * Calls the method for each event of the kind, at least once, retried with growing pauses until it returns.
 * `consumer` names the pair of event and method for ever: what was handled is recorded under it.
 */
export function OnEvent<P>(
  event: EventDefinition<P>,
  options: { readonly consumer: string; readonly queue?: QueueName },
): Method<[event: DomainEvent<Wire<P>>]> {
  const { consumer, queue = 'default' } = options;
  return (_target, _name, descriptor) =>
    note(descriptor.value, { kind: 'event', consumer, queue, event: eventKey(event) });
}

/** Calls the method with the subject of each deadline of the kind once it is due on the marketplace clock. */
export function OnDeadline(
  kind: string,
  options: { readonly queue?: QueueName } = {},
): Method<[subjectId: string, deadline: { readonly dueAt: Date }]> {
  const { queue = 'default' } = options;
  return (_target, _name, descriptor) => note(descriptor.value, { kind: 'deadline', consumer: kind, queue });
}

/**
 * Calls the method at every occurrence on the marketplace clock; when several were missed, once for the latest.
 * `every` is a duration (`P1D`, `PT1H`), `at` the time of day in UTC (`02:00`) that occurrences are aligned to.
 */
export function Every(
  name: string,
  options: { readonly every: string; readonly at?: string; readonly queue?: QueueName },
): Method<[at: Date]> {
  const { every, at = '00:00', queue = 'default' } = options;
  const everyMs = isDuration(every) ? millisecondsOf(every) : 0;
  const [, hours, minutes] = /^([01]\d|2[0-3]):([0-5]\d)$/.exec(at) ?? [];
  if (everyMs <= 0 || hours === undefined) throw new Error(`Not a schedule: ${name} every ${every} at ${at}`);
  const offsetMs = (Number(hours) * 60 + Number(minutes)) * 60_000;
  return (_target, _name, descriptor) =>
    note(descriptor.value, { kind: 'every', consumer: name, queue, everyMs, offsetMs });
}
