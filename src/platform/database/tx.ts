import type { PoolClient } from 'pg';
import { sqlState } from './pg-errors.js';
import { runPrepared } from './prepared.js';
import type { Statement } from './statement.js';

declare const brand: unique symbol;

/**
 * An open transaction. Only the unit of work makes one, so a function that takes it commits with its caller,
 * and one that forgot to ask for it does not compile.
 */
export interface Tx {
  readonly [brand]: 'Tx';
}

/** The database gave a transaction up although its work went through: a refused statement was overlooked. */
export class RolledBack extends Error {
  override name = 'RolledBack';
}

const ABORTED = '25P02';
/** Asks for the mark of the open transaction; `id` is null before it has written. */
export const ASK_MARK: Statement<[], Mark> = {
  name: 'transaction-mark',
  mayWrite: false,
  text: 'select pg_current_xact_id_if_assigned()::text as id, clock_timestamp()::text as at',
};

/** What a transaction is found by when nobody answers its commit: its number, and a time after it was given one. */
export interface Mark {
  readonly id: string;
  readonly at: string;
}

/**
 * A transaction on a connection. `BEGIN` leaves together with the first statement, and statements that are asked for
 * in one turn of the event loop leave in one packet: the way to the server is what most of them cost.
 */
export class Transaction {
  private isBegun = false;
  private hasEnded = false;
  private readonly sent: Promise<unknown>[] = [];
  private readonly last: (() => void)[] = [];
  private refused: { readonly cause: unknown } | undefined;
  private known: Mark | undefined;
  private isMarkDue = false;
  private asked: Promise<void> | undefined;

  constructor(private readonly client: PoolClient) {}

  /** What the server calls it: known before the commit leaves, so that its fate can be asked for; none without writes. */
  get mark(): Mark | undefined {
    return this.known;
  }

  async run<R>(statement: Statement<readonly unknown[], R>, values: readonly unknown[]): Promise<R[]> {
    if (this.hasEnded) throw new Error('The transaction has ended');
    this.gather();
    if (!this.isBegun) this.begin();
    if (statement.mayWrite) this.markIsDue();
    return runPrepared(this.client, statement, values).catch(async (error: unknown) => this.thrown(error));
  }

  /** Sends a statement without waiting for it; what refuses it is thrown by the next one, at the latest by the commit. */
  send(statement: Statement<never, never>, values: readonly unknown[]): void {
    const sent = this.run(statement as Statement<readonly unknown[], never>, values);
    sent.catch((cause: unknown) => (this.refused ??= { cause }));
    this.sent.push(sent);
  }

  /** Keeps a statement until the commit, and sends it in one packet with it. */
  sendLast(statement: Statement<never, never>, values: readonly unknown[]): void {
    this.last.push(() => this.send(statement, values));
  }

  /** @throws RolledBack when the database undid the work instead. */
  async commit(): Promise<void> {
    for (const sendIt of this.last) sendIt();
    this.hasEnded = true;
    if (!this.isBegun) return;
    this.askMark();
    if (this.known === undefined) await this.asked;
    this.gather();
    const [{ command }] = await Promise.all([this.client.query('commit'), ...this.sent]);
    if (command !== 'COMMIT') throw new RolledBack('A refused statement was overlooked: the transaction is undone');
  }

  async rollback(): Promise<void> {
    this.hasEnded = true;
    this.isMarkDue = false;
    if (this.isBegun) await this.client.query('rollback');
  }

  /** A failed `BEGIN` is told by the statement that left with it. */
  private begin(): void {
    this.isBegun = true;
    this.client.query('begin').catch(() => undefined);
  }

  /** The question leaves in one packet with the statements of this turn, until one of them has written. */
  private markIsDue(): void {
    if (this.known !== undefined || this.isMarkDue) return;
    this.isMarkDue = true;
    process.nextTick(() => this.askMark());
  }

  private askMark(): void {
    if (!this.isMarkDue) return;
    this.isMarkDue = false;
    this.gather();
    this.asked = runPrepared(this.client, ASK_MARK, []).then(
      ([row]) => void (this.known ??= row?.id ? row : undefined),
      () => undefined,
    );
  }

  /** A statement behind a refused one fails too; whoever waits for both learns of the first, as its caller puts it. */
  private async thrown(error: unknown): Promise<never> {
    if (sqlState(error) === ABORTED) await new Promise((resolve) => setImmediate(resolve));
    throw this.refused?.cause ?? error;
  }

  private gather(): void {
    const { stream } = (this.client as unknown as { connection: { stream: { cork(): void; uncork(): void } } })
      .connection;
    stream.cork();
    process.nextTick(() => stream.uncork());
  }
}

/** Runs a prepared statement inside the transaction and returns its rows. */
export function query<V extends readonly unknown[], R>(tx: Tx, statement: Statement<V, R>, values: V): Promise<R[]> {
  return (tx as unknown as Transaction).run(statement as Statement<readonly unknown[], R>, values);
}

/**
 * Sends a statement whose rows nobody needs: it leaves in one packet with the next one, or with the commit. What refuses
 * it is thrown by that one, so nothing that the caller has to explain may come of it.
 */
export function send<V extends readonly unknown[]>(tx: Tx, statement: Statement<V, never>, values: V): void {
  (tx as unknown as Transaction).send(statement as Statement<never, never>, values);
}

/**
 * Sends a statement with the commit, after all others. For a row that everybody writes: it is locked for as long as the
 * commit takes, and no longer. What refuses it is thrown by the commit.
 */
export function sendLast<V extends readonly unknown[]>(tx: Tx, statement: Statement<V, never>, values: V): void {
  (tx as unknown as Transaction).sendLast(statement as Statement<never, never>, values);
}

/** The only row, or `undefined` when the statement returned none. */
export async function queryOne<V extends readonly unknown[], R>(
  tx: Tx,
  statement: Statement<V, R>,
  values: V,
): Promise<R | undefined> {
  const rows = await query(tx, statement, values);
  return rows[0];
}
