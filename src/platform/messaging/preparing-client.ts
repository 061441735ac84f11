import pg from 'pg';

const MOST_NAMES = 200;
const names = new Map<string, string>();

/** The same name for the same text; `undefined` once there are so many texts that they must be made up as they go. */
function nameOf(text: string): string | undefined {
  const known = names.get(text);
  if (known !== undefined || names.size >= MOST_NAMES) return known;
  const name = `queue.${names.size + 1}`;
  names.set(text, name);
  return name;
}

type Arguments = [query: unknown, values?: unknown, ...rest: unknown[]];

/**
 * A connection that prepares each text once. The queue backend sends its texts anew every time, and PostgreSQL would
 * parse and plan each of them again, which takes longer than running them.
 */
export class PreparingClient extends pg.Client {
  override query = ((...[text, values, ...rest]: Arguments): unknown => {
    const name = typeof text === 'string' && Array.isArray(values) ? nameOf(text) : undefined;
    const first = name === undefined ? [text, values] : [{ name, text, values }];
    return pg.Client.prototype.query.apply(this, [...first, ...rest] as never);
  }) as pg.Client['query'];
}
