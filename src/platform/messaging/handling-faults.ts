import { groupBy } from './group-by.js';
import type { Handling } from './handlers.js';

interface Declared {
  readonly consumer: string;
  readonly handling: Handling;
  readonly place: string;
}

/** What is wrong with the declared handlings: names used twice, events nobody decided about, contradictions. */
export function faultsOf(
  consumers: readonly Declared[],
  events: readonly string[],
  unhandled: ReadonlyMap<string, string>,
): string[] {
  const consumed = new Set(consumers.flatMap(({ handling }) => (handling.kind === 'event' ? [handling.event] : [])));
  const named = [...groupBy(consumers, ({ consumer }) => consumer)];
  return [
    ...named
      .filter(([, same]) => same.length > 1)
      .map(([name, same]) => `${name} is handled ${same.length} times: ${same.map(({ place }) => place).join(', ')}`),
    ...events
      .filter((event) => !consumed.has(event) && !unhandled.has(event))
      .map((event) => `${event} has no consumer and is not declared unhandled`),
    ...events
      .filter((event) => consumed.has(event) && unhandled.has(event))
      .map((event) => `${event} is declared unhandled and has a consumer`),
  ];
}
