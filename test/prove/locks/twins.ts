import pg from 'pg';
import { invariantFaults } from '../../support/invariants.js';
import { TestApp } from '../../support/app.js';
import { statementOf } from './mutants.js';
import { play } from './play.js';
import { again, Requests, routeOf, toldBy, type Asked } from './requests.js';
import { Stage, type Stop } from './stage.js';

/** A request of a test that is asked twice, where the first stands at a statement while the second comes. */
export interface Twins {
  readonly test: string;
  readonly name: string;
  readonly stop: Stop;
}

export interface TwinKill extends Twins {
  readonly mutant: string;
  /** What differs when the mutant takes the place of its statement. */
  readonly tells: readonly string[];
}

/** What both were told, and how sums and counts of every table changed. */
type Outcome = ReadonlyMap<string, string>;

const BESIDE =
  /^(outbox_\w+|deadlines|idempotency_keys|sessions|session_tokens|audit_log|risk_observations|provider_inbox|sandbox_\w+)$/;
const COLUMNS = `
select c.table_name as "table", array_agg(c.column_name::text) filter (where c.data_type in ('bigint', 'integer')) as numbers,
       bool_or(c.column_name = 'state') as "hasState"
  from information_schema.columns c join information_schema.tables t using (table_schema, table_name)
 where table_schema = 'public' and t.table_type = 'BASE TABLE' group by 1 order by 1`;

interface Table {
  readonly table: string;
  readonly numbers: readonly string[] | null;
  readonly hasState: boolean;
}

async function countsOf(app: TestApp): Promise<Map<string, number>> {
  const tables = (await app.sql<Table>(COLUMNS)).filter(({ table }) => !BESIDE.test(table));
  const asked = tables.flatMap(({ table, numbers, hasState }) => [
    `select 'rows of ${table}' as what, count(*)::float8 as much from "${table}"`,
    ...(numbers ?? []).map((column) => `select '${table}.${column}', sum("${column}")::float8 from "${table}"`),
    ...(hasState ? [`select '${table} ' || state, count(*)::float8 from "${table}" group by state`] : []),
  ]);
  const books = `select 'books ' || a.type_code || ' ' || e.currency, sum(case e.side when 'D' then e.amount else -e.amount end)::float8
                   from ledger.entry e join ledger.account a on a.id = e.account_id group by 1`;
  const rows = await app.sql<{ what: string; much: number | null }>([...asked, books].join(' union all '));
  return new Map(rows.map(({ what, much }) => [what, much ?? 0]));
}

const within = <T>(work: Promise<T>, ms: number): Promise<T | undefined> => {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<undefined>((resolve) => (timer = setTimeout(() => resolve(undefined), ms)));
  return Promise.race([work, late]).finally(() => clearTimeout(timer));
};

/** Finds out which request of which test runs a statement, and lets two ask for it at the same time. */
export class TwinProof {
  private readonly stage = new Stage().open();
  private readonly requests = new Requests();

  close(): void {
    this.stage.close();
    this.requests.close();
  }

  /** By statement: which tests of the file run it in a request, one for each route. */
  async trace(file: string): Promise<Map<string, Map<string, string>>> {
    const seen = new Map<string, Map<string, string>>();
    let current = '';
    this.stage.onAsked = (statement) => {
      const asked = this.requests.current();
      if (!asked || current === '') return;
      const routes = seen.get(statement) ?? new Map<string, string>();
      seen.set(statement, routes);
      if (!routes.has(routeOf(asked))) routes.set(routeOf(asked), current);
    };
    await play(file, {
      around: async (name, test) => {
        current = name;
        await test().finally(() => (current = ''));
      },
    });
    this.stage.onAsked = undefined;
    return seen;
  }

  /** What the mutant changes, both times that it is tried; nothing when two end the same. */
  async differences(mutant: string, twins: Twins): Promise<string[]> {
    const [whole, without] = [await this.outcome(mutant, twins, false), await this.outcome(mutant, twins, true)];
    if (!whole || !without || differing(whole, without).length === 0) return [];
    const [wholeAgain, withoutAgain] = [
      await this.outcome(mutant, twins, false),
      await this.outcome(mutant, twins, true),
    ];
    if (!wholeAgain || !withoutAgain) return [];
    const unstable = new Set([...differing(whole, wholeAgain), ...differing(without, withoutAgain)]);
    return differing(whole, without).filter((what) => !unstable.has(what));
  }

  /** Those of the known differences that there are now. */
  async repeated({ mutant, tells, ...twins }: TwinKill): Promise<string[]> {
    const [whole, without] = [await this.outcome(mutant, twins, false), await this.outcome(mutant, twins, true)];
    if (!whole || !without) return [];
    return differing(whole, without).filter((what) => tells.includes(what));
  }

  private async outcome(mutant: string, { test, name, stop }: Twins, isWithout: boolean): Promise<Outcome | undefined> {
    const statement = statementOf(mutant);
    let outcome: Outcome | undefined;
    await play(test, {
      only: new Set([name]),
      around: async (_, work) => {
        if (isWithout) this.stage.useNamed(mutant);
        outcome = await this.meeting(statement, stop, work);
      },
    }).finally(() => this.stage.use(undefined));
    return outcome;
  }

  private async meeting(statement: string, stop: Stop, work: () => Promise<void>): Promise<Outcome | undefined> {
    let first: Asked | undefined;
    const { isThere, go } = this.stage.stand({ statement, stop }, () => {
      first = this.requests.current();
      return first !== undefined && appOf(first) !== undefined;
    });
    const running = work().catch(() => undefined);
    const isMet = await Promise.race([isThere, running.then(() => false)]);
    const app = first && appOf(first);
    if (!isMet || !first || !app) {
      go();
      return undefined;
    }
    first.isHeld = true;
    const outcome = await within(this.outcomeOf(app, first, statement, go), 45_000);
    go();
    first.response.destroy();
    await within(running, 10_000);
    return outcome;
  }

  private async outcomeOf(app: TestApp, first: Asked, statement: string, go: () => void): Promise<Outcome> {
    const before = await countsOf(app);
    const second = again(first, statement.startsWith('http.')).then(toldBy, () => 'no answer');
    await within(this.stage.overOrWaiting(app, second), 10_000);
    go();
    const answers = [toldBy(await first.answer), await second].join(' | ');
    this.stage.use(undefined);
    await app.provider.settle();
    await app.drain();
    const after = await countsOf(app);
    const changes = [...new Set([...before.keys(), ...after.keys()])].map((what): [string, string] => [
      what,
      String((after.get(what) ?? 0) - (before.get(what) ?? 0)),
    ]);
    return new Map([['answers', answers], ['faults', await faultsOf(app)], ...changes]);
  }
}

const appOf = ({ request }: Asked): TestApp | undefined =>
  [...TestApp.running].find(({ config }) => config.port === request.socket.localPort);

async function faultsOf(app: TestApp): Promise<string> {
  const client = new pg.Client({ connectionString: app.config.databaseUrl });
  await client.connect();
  try {
    return (await invariantFaults(client)).map(({ name }) => name).join(', ');
  } finally {
    await client.end();
  }
}

const differing = (one: Outcome, other: Outcome): string[] =>
  [...new Set([...one.keys(), ...other.keys()])]
    .filter((what) => (one.get(what) ?? '0') !== (other.get(what) ?? '0'))
    .sort();
