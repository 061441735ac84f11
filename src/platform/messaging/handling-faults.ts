import { groupBy } from './group-by.js';
import type { Handling } from './handlers.js';

interface Declared {
  readonly consumer: string;
  readonly handling: Handling;
  readonly place: string;
}

/** Names that two methods claim, and events that have a consumer although they are declared unhandled. */
export function contradictions(consumers: readonly Declared[], unhandled: ReadonlyMap<string, string>): string[] {
  const named = [...groupBy(consumers, ({ consumer }) => consumer)];
  return [
    ...named
      .filter(([, same]) => same.length > 1)
      .map(([name, same]) => `${name} is handled ${same.length} times: ${same.map(({ place }) => place).join(', ')}`),
    ...[...consumed(consumers)]
      .filter((event) => unhandled.has(event))
      .map((event) => `${event} is declared unhandled and has a consumer`),
  ];
}

/** Events about which nobody decided: no consumer, and no statement that there is none. */
export function undecided(
  consumers: readonly Declared[],
  events: readonly string[],
  unhandled: ReadonlyMap<string, string>,
): string[] {
  const known = consumed(consumers);
  return events
    .filter((event) => !known.has(event) && !unhandled.has(event))
    .map((event) => `${event} has no consumer and is not declared unhandled`);
}

function consumed(consumers: readonly Declared[]): Set<string> {
  return new Set(consumers.flatMap(({ handling }) => (handling.kind === 'event' ? [handling.event] : [])));
}
