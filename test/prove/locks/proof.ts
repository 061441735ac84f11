import pg from 'pg';
import { invariantFaults } from '../../support/invariants.js';
import { startApp, type TestApp } from '../../support/index.js';
import { nameOf, type Mutant } from './mutants.js';
import { changeOf, standOf, type Situation } from './situation.js';
import { CREDIT } from './situations.credit.js';
import { SALE } from './situations.sale.js';
import { Stage, type Stop } from './stage.js';

export const SITUATIONS: readonly Situation[] = [...SALE, ...CREDIT];

/** Two who meet at a statement, and what comes of it while nothing is missing. */
export interface Meeting {
  readonly situation: string;
  readonly first: string;
  readonly second: string;
  readonly stop: Stop;
  /** What both were told, what changed, and which invariants were broken. */
  readonly outcome: string;
}

export interface Kill extends Meeting {
  /** Of the mutant that has another outcome. */
  readonly mutant: string;
}

/** So many of those who could meet at a statement do, until it is given up. */
const MOST_MEETINGS = Number(process.env.SOUK_PROVE_PAIRS ?? 8);

interface Pair {
  readonly situation: Situation;
  readonly first: string;
  readonly second: string;
}

/** Everybody who runs the statement beside everybody: first beside himself, then beside others who run it, then the rest. */
function meetingsOf({ statement }: Mutant, traces: ReadonlyMap<Situation, ReadonlyMap<string, ReadonlySet<string>>>) {
  const meetings: (Pair & { readonly rank: number })[] = [];
  for (const [situation, verbs] of traces) {
    const firsts = [...verbs].filter(([, seen]) => seen.has(statement)).map(([name]) => name);
    for (const first of firsts) {
      for (const second of verbs.keys()) {
        const rank = second === first ? 0 : firsts.includes(second) ? 1 : 2;
        meetings.push({ situation, first, second, rank });
      }
    }
  }
  return meetings.sort((one, other) => one.rank - other.rank);
}

/** Lets two meet at a statement, as it is or without something, and tells what came of it. */
export class LockProof {
  private readonly stage = new Stage().open();
  private readonly healthy = new Map<string, string | undefined>();
  private app: TestApp | undefined;

  async close(): Promise<void> {
    this.stage.close();
    await this.end();
  }

  /** Which statements each of those who act in a situation runs. */
  async traces(): Promise<Map<Situation, Map<string, ReadonlySet<string>>>> {
    const traces = new Map<Situation, Map<string, ReadonlySet<string>>>();
    for (const situation of SITUATIONS) {
      const names = Object.keys(await situation.at(await this.running()));
      const seen = new Map<string, ReadonlySet<string>>();
      for (const name of names) {
        const app = await this.running();
        const verbs = await situation.at(app);
        await app.drain();
        seen.set(name, await this.stage.traced(async () => verbs[name]?.().then(() => app.drain())));
      }
      traces.set(situation, seen);
    }
    return traces;
  }

  /** Two who tell the mutant from the whole; `undefined` when none of the first meetings do. */
  async kill(mutant: Mutant, traces: Awaited<ReturnType<LockProof['traces']>>): Promise<Kill | undefined> {
    for (const pair of meetingsOf(mutant, traces).slice(0, MOST_MEETINGS)) {
      const found = await this.tells(mutant, pair);
      if (found) return found;
    }
    return undefined;
  }

  private async tells(mutant: Mutant, { situation, first, second }: Pair): Promise<Kill | undefined> {
    for (const stop of mutant.kind === 'lock' ? (['after'] as const) : (['before', 'after'] as const)) {
      const meeting = { situation: situation.name, first, second, stop };
      const key = JSON.stringify([mutant.statement, meeting]);
      if (!this.healthy.has(key)) this.healthy.set(key, await this.outcome(mutant.statement, meeting));
      const outcome = this.healthy.get(key);
      if (outcome === undefined) continue;
      const other = await this.outcome(mutant.statement, meeting, mutant);
      if (other === outcome) continue;
      // Once more, so that what differs by chance is not taken for a difference.
      if ((await this.outcome(mutant.statement, meeting)) !== outcome) continue;
      return { mutant: nameOf(mutant), ...meeting, outcome };
    }
    return undefined;
  }

  /** `undefined` when the first does not come to the statement. */
  async outcome(
    statement: string,
    { situation, first, second, stop }: Omit<Meeting, 'outcome'>,
    mutant?: Mutant,
  ): Promise<string | undefined> {
    const app = await this.running();
    const verbs = await SITUATIONS.find(({ name }) => name === situation)?.at(app);
    await app.drain();
    const before = await standOf(app);
    this.stage.use(mutant);
    const [one, other] = [verbs?.[first], verbs?.[second]];
    if (!one || !other) throw new Error(`Nobody does “${first}” and “${second}” in ${situation}`);
    const { met, outcomes } = await this.stage.meet(app, { statement, stop }, one, other);
    this.stage.use(undefined);
    await app.provider.settle();
    await app.drain();
    const faults = await this.faultsOf(app);
    const change = changeOf(before, await standOf(app));
    if (faults.length > 0) await this.end();
    return met ? `${outcomes.join(' | ')} | ${change} | ${faults.join(', ') || 'no faults'}` : undefined;
  }

  /** The types of the parameters of a statement, or why it is none. */
  async prepared(text: string): Promise<string> {
    const app = await this.running();
    try {
      await app.sql(`prepare proved as ${text}`);
      const [row] = await app.sql<{ types: string }>(
        `select parameter_types::text as types from pg_prepared_statements where name = 'proved'`,
      );
      await app.sql('deallocate proved');
      return row?.types ?? '';
    } catch (error) {
      return (error as Error).message;
    }
  }

  private async faultsOf(app: TestApp): Promise<string[]> {
    const client = new pg.Client({ connectionString: app.config.databaseUrl });
    await client.connect();
    try {
      return (await invariantFaults(client)).map(({ name }) => name);
    } finally {
      await client.end();
    }
  }

  private async running(): Promise<TestApp> {
    this.app ??= await startApp();
    return this.app;
  }

  /** Books that a mutant has spoilt are left behind. */
  private async end(): Promise<void> {
    await this.app?.stop().catch(() => undefined);
    this.app = undefined;
  }
}
