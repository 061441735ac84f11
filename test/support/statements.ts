import pg from 'pg';

type QueryFn = (this: pg.Client, ...args: unknown[]) => unknown;

const CONTROL = /^(begin|start transaction|commit|rollback|savepoint|release|set |listen|select pg_notify)/i;

/** Counts the statements that any `pg` client of this process sends to application tables while `work` runs. */
export async function countingStatements(work: () => Promise<unknown>): Promise<string[]> {
  const seen: string[] = [];
  const prototype = pg.Client.prototype as unknown as { query: QueryFn };
  const original = prototype.query;
  prototype.query = function (...args: unknown[]): unknown {
    const first = args[0] as string | { text?: string; name?: string };
    const text = typeof first === 'string' ? first : (first.name ?? first.text ?? '');
    if (!CONTROL.test(typeof first === 'string' ? first.trim() : '') && !isBeside(this, first)) seen.push(text);
    return original.apply(this, args);
  };
  try {
    await work();
  } finally {
    prototype.query = original;
  }
  return seen;
}

/** Transaction control; the relay, the drain, the queue backend and the sandbox's provider work beside the request. */
function isBeside(client: pg.Client, query: string | { name?: string }): boolean {
  if (typeof query !== 'string' && query.name === 'transaction-mark') return true;
  if (typeof query !== 'string' && query.name?.startsWith('relay.')) return true;
  const { connectionParameters } = client as unknown as { connectionParameters?: { application_name?: string } };
  return /-queues$|^sandbox-/.test(connectionParameters?.application_name ?? '');
}
