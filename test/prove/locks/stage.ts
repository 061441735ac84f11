import pg from 'pg';
import type { TestApp } from '../../support/index.js';
import type { Mutant } from './mutants.js';

type QueryFn = (this: pg.Client, ...args: unknown[]) => unknown;
type Heard = (error: Error | null | undefined, result: unknown) => void;
/** A run of a statement in a transaction tells its callback; what else is asked by name returns a promise. */
interface Prepared {
  readonly name?: string;
  readonly text?: string;
  callback?: Heard;
}

/** Where the first of two is stopped: behind the statement that locks, or before the one that is guarded. */
export type Stop = 'before' | 'after';

interface Pause {
  readonly statement: string;
  readonly stop: Stop;
  readonly go: Promise<void>;
  readonly reached: () => void;
  isTaken: boolean;
}

const WAITING = `select from pg_stat_activity where wait_event_type = 'Lock' and datname = current_database()`;

/** Stands between the application and its connections: other words for a statement, and a stop at one. */
export class Stage {
  private mutant: Mutant | undefined;
  private mutants = 0;
  private pause: Pause | undefined;
  private seen = new Set<string>();
  private readonly original: QueryFn;

  constructor() {
    const prototype = pg.Client.prototype as unknown as { query: QueryFn };
    this.original = prototype.query;
    const { original } = this;
    const asked = (query: Prepared): Prepared => this.asked(query);
    const stopped = (query: Prepared, name: string | undefined, run: () => unknown): unknown =>
      this.stopped(query, name, run);
    prototype.query = function (...args: unknown[]): unknown {
      const [first, ...rest] = args;
      if (typeof first !== 'object' || first === null || !('name' in first)) return original.apply(this, args);
      const { name } = first as Prepared;
      const query = asked(first as Prepared);
      const run = (): unknown => original.apply(this, [query, ...rest]);
      return rest.some((each) => typeof each === 'function') ? run() : stopped(query, name, run);
    };
  }

  close(): void {
    (pg.Client.prototype as unknown as { query: QueryFn }).query = this.original;
  }

  /** From now on the statement has these words. */
  use(mutant: Mutant | undefined): void {
    this.mutant = mutant;
    this.mutants += 1;
  }

  /** The names of the statements that were run meanwhile. */
  async traced(work: () => Promise<unknown>): Promise<ReadonlySet<string>> {
    this.seen = new Set();
    await work();
    return this.seen;
  }

  /**
   * The first goes as far as the statement and stands there until the second has ended or waits for a lock; then both
   * go on to their ends. What they came to, and whether the first got there at all.
   */
  async meet<T>(
    app: TestApp,
    at: { readonly statement: string; readonly stop: Stop },
    first: () => Promise<T>,
    second: () => Promise<T>,
  ): Promise<{ readonly met: boolean; readonly outcomes: readonly [T, T] | readonly [T] }> {
    let [go, reached] = [(): void => undefined, (): void => undefined];
    const isThere = new Promise<boolean>((resolve) => (reached = () => resolve(true)));
    this.pause = { ...at, go: new Promise((resolve) => (go = resolve)), reached, isTaken: false };
    const one = first();
    const met = await Promise.race([isThere, one.then(() => false)]);
    if (!met) {
      this.pause = undefined;
      return { met, outcomes: [await one] };
    }
    const other = second();
    let isOver = false;
    void other.then(() => (isOver = true));
    while (!isOver && (await app.sql(WAITING)).length === 0) await new Promise((resolve) => setTimeout(resolve, 15));
    go();
    const outcomes = [await one, await other] as const;
    this.pause = undefined;
    return { met, outcomes };
  }

  private asked(query: Prepared): Prepared {
    if (query.name !== undefined) this.seen.add(query.name);
    if (query.name !== this.mutant?.statement) return query;
    const other = { name: `mutant ${this.mutants}`, text: this.mutant?.text ?? '' };
    return query.callback ? Object.assign(query, other) : { ...query, ...other };
  }

  private stopped(query: Prepared, name: string | undefined, run: () => unknown): unknown {
    const { pause } = this;
    if (!pause || pause.isTaken || pause.statement !== name) return run();
    pause.isTaken = true;
    if (pause.stop === 'after' && query.callback) {
      query.callback = heardLater(query.callback, pause);
      return run();
    }
    if (pause.stop === 'after') {
      return (run() as Promise<unknown>).then(async (result) => {
        pause.reached();
        await pause.go;
        return result;
      });
    }
    pause.reached();
    return pause.go.then(run);
  }
}

/** Success is heard when the pause is over; what refuses it at once. */
const heardLater =
  (heard: Heard, { reached, go }: Pause): Heard =>
  (error, result) => {
    if (error) return heard(error, result);
    reached();
    void go.then(() => heard(error, result));
  };
