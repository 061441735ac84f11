import type { Id } from '../../kernel/index.js';
import type { Wire } from './wire.js';

/** A kind of fact that one module publishes and others may listen to. */
export interface EventDefinition<P> {
  /** `order.placed` */
  readonly name: string;
  readonly version: number;
  /** Type only. */
  readonly __payload?: P;
}

/** A published fact as a consumer receives it. */
export interface DomainEvent<P> {
  readonly id: Id<'evt'>;
  /** Position in the feed; grows with time, may have gaps. */
  readonly sequence: number;
  readonly name: string;
  readonly version: number;
  readonly subjectId: string;
  readonly sellerId?: Id<'sel'>;
  /** On the marketplace clock. */
  readonly occurredAt: Date;
  readonly payload: P;
}

/** The event a handler receives: `EventOf<typeof orderPlaced>`. */
export type EventOf<D> = D extends EventDefinition<infer P> ? DomainEvent<Wire<P>> : never;

const defined = new Map<string, EventDefinition<unknown>>();
const unhandled = new Map<string, string>();

/** The name under which an event is stored and consumed: `order.placed.v1`. */
export const eventKey = (event: EventDefinition<unknown>): string => `${event.name}.v${event.version}`;

/**
 * Declares an event. The payload is stored as JSON: identifiers and amounts stay, instants arrive as ISO 8601 text.
 * @throws Error when the name and version are taken.
 */
export function defineEvent<P extends object>(name: string, version: number): EventDefinition<P> {
  const event: EventDefinition<P> = { name, version };
  if (defined.has(eventKey(event))) throw new Error(`Event declared twice: ${eventKey(event)}`);
  defined.set(eventKey(event), event);
  return event;
}

/** States that nobody in this system consumes the event, and why; without consumer or statement nothing boots. */
export function declareUnhandled(event: EventDefinition<object>, reason: string): void {
  unhandled.set(eventKey(event), reason);
}

export const definedEvents = (): readonly string[] => [...defined.keys()];

export const unhandledEvents = (): ReadonlyMap<string, string> => unhandled;
