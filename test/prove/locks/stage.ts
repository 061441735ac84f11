import pg from 'pg';
import type { TestApp } from '../../support/index.js';
import { mutantNamed, statementOf, type Mutant } from './mutants.js';

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
  /** Whether whoever runs the statement now is meant; the first one when it is missing. */
  readonly isMeant?: () => boolean;
  isTaken: boolean;
}

/** One who stands at a statement, or will. */
export interface Stand {
  /** Resolved when he is there. */
  readonly isThere: Promise<true>;
  readonly go: () => void;
}

const WAITING = `select from pg_stat_activity where wait_event_type = 'Lock' and datname = current_database()`;

/** Other words for a statement; they may be made of its own. */
type Words = Pick<Mutant, 'statement'> & { readonly text: string | ((whole: string) => string) };

/** A stage for the tests of a block. */
export function onStage(): Stage {
  const stage = new Stage();
  beforeAll(() => stage.open());
  afterAll(() => stage.close());
  return stage;
}

/** Stands between the application and its connections: other words for a statement, and a stop at one. */
export class Stage {
  private mutant: Words | undefined;
  private mutants = 0;
  private pause: Pause | undefined;
  private seen = new Set<string>();
  /** Hears the name of each statement as whoever runs it. */
  onAsked: ((statement: string) => void) | undefined;
  private original: QueryFn | undefined;

  /** From now on it hears every statement. */
  open(): this {
    const prototype = pg.Client.prototype as unknown as { query: QueryFn };
    const original = prototype.query;
    this.original = original;
    const asked = (query: Prepared): Prepared => this.asked(query);
    const stopped = (query: Prepared, name: string | undefined, run: () => unknown, isAlone: boolean): unknown =>
      this.stopped(query, name, run, isAlone);
    prototype.query = function (...args: unknown[]): unknown {
      const [first, ...rest] = args;
      if (typeof first !== 'object' || first === null || !('name' in first)) return original.apply(this, args);
      const { name } = first as Prepared;
      const query = asked(first as Prepared);
      const run = (): unknown => original.apply(this, [query, ...rest]);
      return stopped(
        query,
        name,
        run,
        rest.some((each) => typeof each === 'function'),
      );
    };
    return this;
  }

  close(): void {
    if (this.original) (pg.Client.prototype as unknown as { query: QueryFn }).query = this.original;
  }

  /** From now on the statement has these words. */
  use(mutant: Words | undefined): void {
    this.mutant = mutant;
    this.mutants += 1;
  }

  /** The same by its name, as soon as the statement is run. */
  useNamed(name: string): void {
    this.use({ statement: statementOf(name), text: (whole) => textOf(name, whole) });
  }

  /** The names of the statements that were run meanwhile. */
  async traced(work: () => Promise<unknown>): Promise<ReadonlySet<string>> {
    this.seen = new Set();
    await work();
    return this.seen;
  }

  /** Those of them that were run until now. */
  tracedSoFar(): ReadonlySet<string> {
    return new Set(this.seen);
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
    const { isThere, go } = this.stand(at);
    const one = first();
    one.catch(() => undefined);
    const met = await Promise.race([isThere, one.then(() => false)]);
    if (!met) {
      go();
      return { met, outcomes: [await one] };
    }
    const other = second();
    other.catch(() => undefined);
    await this.overOrWaiting(app, other);
    go();
    return { met, outcomes: [await one, await other] };
  }

  /** The next one who runs the statement stands there until he may go on. */
  stand(at: { readonly statement: string; readonly stop: Stop }, isMeant?: () => boolean): Stand {
    let [go, reached] = [(): void => undefined, (): void => undefined];
    const isThere = new Promise<true>((resolve) => (reached = () => resolve(true)));
    const onward = new Promise<void>((resolve) => (go = resolve));
    const pause = { ...at, go: onward, reached, isTaken: false, ...(isMeant && { isMeant }) };
    this.pause = pause;
    return {
      isThere,
      go: () => {
        if (this.pause === pause) this.pause = undefined;
        go();
      },
    };
  }

  /** Until somebody has come to an end, or somebody waits for a lock. */
  async overOrWaiting(app: TestApp, other: Promise<unknown>): Promise<void> {
    let isOver = false;
    const over = (): void => void (isOver = true);
    void other.then(over, over);
    while (!isOver && (await app.sql(WAITING)).length === 0) await new Promise((resolve) => setTimeout(resolve, 15));
  }

  private asked(query: Prepared): Prepared {
    if (query.name !== undefined) {
      this.seen.add(query.name);
      this.onAsked?.(query.name);
    }
    if (!this.mutant || query.name !== this.mutant.statement) return query;
    const { text } = this.mutant;
    const other = { name: `mutant ${this.mutants}`, text: typeof text === 'string' ? text : text(query.text ?? '') };
    return query.callback ? Object.assign(query, other) : { ...query, ...other };
  }

  /** Nobody stands behind a statement that is a transaction of its own: it locks nothing any more. */
  private stopped(query: Prepared, name: string | undefined, run: () => unknown, isAlone: boolean): unknown {
    const { pause } = this;
    if (!pause || pause.isTaken || pause.statement !== name || pause.isMeant?.() === false) return run();
    if (isAlone && pause.stop === 'after') return run();
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

function textOf(name: string, whole: string): string {
  const mutant = mutantNamed(name, whole);
  if (!mutant) throw new Error(`There is no “${name}”`);
  return mutant.text;
}

/** Success is heard when the pause is over; what refuses it at once. */
const heardLater =
  (heard: Heard, { reached, go }: Pause): Heard =>
  (error, result) => {
    if (error) return heard(error, result);
    reached();
    void go.then(() => heard(error, result));
  };
