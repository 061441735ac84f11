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

/** `cannot_connect_now`, as while a server starts or recovers, and `too_many_connections`. */
const NOT_NOW = new Set(['57P03', '53300']);

/**
 * A server that takes no connections now has refused as one does that is not there, and so has one whose socket is gone
 * or that no way leads to. By that BullMQ's workers know that they should rest; after any other error they ask again at
 * once, thousands of times a second.
 */
function refusalOf(error: Error): Error {
  const isAway = 'syscall' in error || ('code' in error && NOT_NOW.has(String(error.code)));
  if (!isAway) return error;
  return Object.assign(new Error(error.message, { cause: error }), { code: 'ECONNREFUSED' });
}

type Arguments = [query: unknown, values?: unknown, ...rest: unknown[]];

/**
 * A connection that prepares each text once. The queue backend sends its texts anew every time, and PostgreSQL would
 * parse and plan each of them again, which takes longer than running them.
 */
export class PreparingClient extends pg.Client {
  override connect = ((heard: (error?: Error | null) => void): void => {
    pg.Client.prototype.connect.call(this, (error: Error | null) => heard(error && refusalOf(error)));
  }) as pg.Client['connect'];

  /**
   * Who waits for an answer that comes in one packet with the end of its server hears the answer first. A worker of
   * BullMQ that heard of the end before it had noted that it listens would sleep on a connection that is gone.
   */
  override emit = ((event: string, ...given: unknown[]): boolean => {
    const emit = (): boolean => pg.Client.prototype.emit.apply(this, [event, ...given] as never);
    if (event !== 'error') return emit();
    setImmediate(() => this.listenerCount('error') > 0 && emit());
    return true;
  }) as pg.Client['emit'];

  override query = ((...[text, values, ...rest]: Arguments): unknown => {
    const name = typeof text === 'string' && Array.isArray(values) ? nameOf(text) : undefined;
    const first = name === undefined ? [text, values] : [{ name, text, values }];
    return pg.Client.prototype.query.apply(this, [...first, ...rest] as never);
  }) as pg.Client['query'];
}
