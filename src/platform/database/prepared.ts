import pg from 'pg';
import type { Statement } from './statement.js';

/** What the server says of the rows of a statement, ready for reading them. */
interface Rows {
  fields: unknown;
  _parsers: unknown;
  _prebuiltEmptyResultObject: unknown;
}

interface Wire {
  readonly stream: { readonly writable: boolean; write(bytes: Buffer): boolean };
  bind(message: { statement: string; values: unknown[]; valueMapper: (value: unknown) => unknown }): void;
}

/** What `pg` has of a query beyond what its types tell. */
interface Query {
  name: string;
  values: unknown[];
  callback: (error: Error | null | undefined, result: pg.QueryResult) => void;
  readonly _result: Rows;
  _accumulateRows: boolean;
  submit(wire: Wire): Error | null;
  handleReadyForQuery(wire: Wire): void;
}

const Query = pg.Query as unknown as new (text: string) => Query;
const { prepareValue } = (pg as unknown as { utils: { prepareValue: (value: unknown) => unknown } }).utils;

/** The messages Execute, of the unnamed portal to its end, and Sync. */
const EXECUTE_AND_SYNC = Buffer.from([0x45, 0, 0, 0, 9, 0, 0, 0, 0, 0, 0x53, 0, 0, 0, 4]);

const described = new WeakMap<Wire, Map<string, Rows>>();

/**
 * A run of a statement that its connection may have run before. The server describes the rows of a prepared statement
 * once: they cannot change as long as it is prepared. `pg` asks for their description at each run, which costs both
 * sides as much as a small row.
 */
class Prepared extends Query {
  constructor({ name, text }: Pick<Statement<never, never>, 'name' | 'text'>, values: readonly unknown[]) {
    super(text);
    this.name = name;
    this.values = values as unknown[];
  }

  /** Returns what keeps the values from being sent. */
  override submit(wire: Wire): Error | null {
    const known = described.get(wire)?.get(this.name);
    if (!known) return super.submit(wire);
    Object.assign(this._result, known);
    this._accumulateRows = true;
    try {
      wire.bind({ statement: this.name, values: this.values, valueMapper: prepareValue });
    } catch (error) {
      return error as Error;
    }
    if (wire.stream.writable) wire.stream.write(EXECUTE_AND_SYNC);
    return null;
  }

  /** Only what went through ends so. */
  override handleReadyForQuery(wire: Wire): void {
    const known = rowsOf(wire);
    if (!known.has(this.name)) known.set(this.name, shapeOf(this._result));
    super.handleReadyForQuery(wire);
  }
}

function rowsOf(wire: Wire): Map<string, Rows> {
  const known = described.get(wire) ?? new Map<string, Rows>();
  described.set(wire, known);
  return known;
}

const shapeOf = ({ fields, _parsers, _prebuiltEmptyResultObject }: Rows): Rows => ({
  ...{ fields, _parsers, _prebuiltEmptyResultObject },
});

type Heard = Query['callback'];

/** Runs the statement on the connection and returns its rows. */
export const runPrepared = <V extends readonly unknown[], R>(
  client: pg.ClientBase,
  statement: Statement<V, R>,
  values: V,
): Promise<R[]> =>
  rowsOfRun(new Prepared(statement, values), (run, heard) => {
    run.callback = heard;
    client.query(run as unknown as pg.Submittable);
  });

/** The same on a connection of the pool. */
export const runPooled = <V extends readonly unknown[], R>(
  pool: pg.Pool,
  statement: Statement<V, R>,
  values: V,
): Promise<R[]> => {
  const ask = pool.query.bind(pool) as unknown as (run: Query, values: undefined, heard: Heard) => void;
  return rowsOfRun(new Prepared(statement, values), (run, heard) => ask(run, undefined, heard));
};

async function rowsOfRun<R>(run: Query, ask: (run: Query, heard: Heard) => void): Promise<R[]> {
  const asked = new Promise<pg.QueryResult>((resolve, reject) => {
    ask(run, (error, result) => (error ? reject(error) : resolve(result)));
  });
  try {
    return (await asked).rows as R[];
  } catch (error) {
    // Its stack tells of the socket; whoever asked is of more use.
    if (error instanceof Error) Error.captureStackTrace(error);
    throw error;
  }
}
