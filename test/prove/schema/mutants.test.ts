import { readFile, writeFile } from 'node:fs/promises';
import pg from 'pg';
import { lifecycles } from '../../../src/kernel/index.js';
import { SandboxClock } from '../../../src/platform/clock/index.js';
import { startApp, type TestApp } from '../../support/index.js';
import { columnsOf, rulesOf, tablesOf, type Column, type Rule } from './catalogue.js';
import { everyKindOfRow } from './ground.js';
import { RARE } from './ground.rare.js';
import { IMPLIED } from './implied.js';
import { changeable } from './proposals.js';
import { REFUSED_BY_TRIGGER, REFUSED_ROWS } from './refused.js';
import { Trial } from './trial.js';
import { Witnesses } from './witness.js';

/** The books have probes of their own; who was migrated is no rule of ours. */
const isOurs = (table: string): boolean => !table.includes('.') && table !== 'migrations';

/** Every rule of every table, as it was when somebody last looked. */
const RULES = 'test/prove/schema/rules.txt';

const linesOf = async (file: string): Promise<string[]> => (await readFile(file, 'utf8')).split('\n').filter(Boolean);

/** Lines of documents, which the statement that writes them copies from the entries, thousands at once. */
const COPIED = new Set(['seller_statement_lines', 'fee_invoice_entries']);

const nameOf = ({ table, kind, name, columns }: Rule): string =>
  `${table} ${kind} ${kind === 'not null' ? columns.join() : name}`;
const lineOf = (rule: Rule): string => `${nameOf(rule)}: ${rule.definition.replaceAll(/\s+/g, ' ')}`;

describe('the schema', () => {
  let app: TestApp;
  let client: pg.Client;
  let tables: readonly string[];
  let rules: readonly Rule[];
  let listed: readonly string[];
  let columns: readonly Column[];
  let witnesses: Witnesses;
  let trial: Trial;

  beforeAll(async () => {
    app = await startApp();
    await everyKindOfRow(app);
    const clock = app.get(SandboxClock);
    await clock.set(clock.now(), true);
    client = new pg.Client({ connectionString: app.config.databaseUrl });
    await client.connect();
    const all = await tablesOf(client);
    tables = all.filter(isOurs);
    listed = (await rulesOf(client, all)).map(lineOf).sort();
    rules = await rulesOf(client, tables);
    await client.query('begin');
    for (const statement of RARE) await client.query(statement);
    columns = await columnsOf(client, tables);
    trial = await Trial.in(client);
    witnesses = new Witnesses(client, trial, rules, columns);
  }, 600_000);
  afterAll(async () => {
    await client.end();
    await app.stop();
  });

  it('has rows in every table, so that there is something to copy', async () => {
    const empty: string[] = [];
    for (const table of tables) {
      if ((await client.query(`select from ${table} limit 1`)).rowCount === 0) empty.push(table);
    }

    expect(empty).toEqual([]);
  });

  it.each(['check', 'reference', 'unique', 'not null'] as const)(
    'is missed by a row that must not be when a rule is gone: every %s',
    async (kind) => {
      const survivors: string[] = [];
      for (const rule of rules.filter((each) => each.kind === kind && !isForReference(each))) {
        const given = REFUSED_ROWS[rule.name];
        if (given && (await witnesses.isMissedBy(given, rule))) continue;
        const { witness, outcomes } = await witnesses.of(rule, implying(rule));
        if (witness) continue;
        survivors.push(nameOf(rule));
        process.stdout.write(`${nameOf(rule)}: ${[...outcomes].join(', ')}\n`);
      }

      expect(survivors).toEqual([]);
    },
    600_000,
  );

  it('is missed by a row of the books that lacks something', async () => {
    const books = (await rulesOf(client, await tablesOf(client))).filter(({ table }) => table.startsWith('ledger.'));
    const survivors: string[] = [];
    for (const rule of books.filter(({ kind }) => kind === 'not null')) {
      const [whole] = await trial.outcomes([], [withoutIt(rule)]);
      const [without] = await trial.outcomes([rule.mutation], [withoutIt(rule)]);
      if (whole !== rule.name || without === rule.name) survivors.push(`${nameOf(rule)}: ${whole}`);
    }

    expect(survivors).toEqual([]);
  });

  /** A copy of a row in which a column is empty, by somebody whom no trigger stops. */
  const withoutIt = ({ table, columns: [column] }: Rule): string => `do $$ declare all_of_them text; begin
    set local session_replication_role = 'replica';
    select string_agg(quote_ident(attname), ', ') into all_of_them from pg_attribute
     where attrelid = '${table}'::regclass and attnum > 0 and not attisdropped and attgenerated = '';
    execute format('insert into ${table} (%1$s) overriding system value select %1$s
      from (select (jsonb_populate_record(null::${table}, to_jsonb(t) - ''${column}'')).* from ${table} t limit 1) r', all_of_them);
    end $$`;

  /** The rules that say what this one says, which is missed only without them. */
  const implying = ({ name }: Rule): Rule[] => {
    const by = IMPLIED[name]?.by ?? [];
    const found = rules.filter((each) => by.includes(each.name));
    if (found.length !== by.length) throw new Error(`${name} is implied by rules that there are not: ${by.join()}`);
    return found;
  };

  /** A key that holds another one is there to be referred to: what refers to it would be gone as well, and is missed. */
  const isForReference = (rule: Rule): boolean =>
    rule.isReferred &&
    rules.some(
      ({ table, kind, name, predicate, columns, definition }) =>
        table === rule.table &&
        kind === 'unique' &&
        name !== rule.name &&
        predicate === null &&
        !definition.startsWith('EXCLUDE') &&
        columns.every((column) => rule.columns.includes(column)),
    );

  it('is missed by a change that must not be when a rule is gone: every trigger', async () => {
    const survivors: string[] = [];
    for (const rule of rules.filter(({ kind }) => kind === 'trigger')) {
      const statement = REFUSED_BY_TRIGGER[rule.name] ?? (await witnesses.changeFor(rule));
      if (!statement || !(await witnesses.isMissedBy(statement, rule))) survivors.push(nameOf(rule));
    }

    expect(survivors).toEqual([]);
  });

  it('keeps what one person has proposed and another one decides about', async () => {
    expect(await changeable(client, rules, columns)).toEqual([]);
  });

  it('knows the states of every lifecycle, and no other', () => {
    const different = lifecycles().filter(({ table, states }) => {
      const [check] = rules.filter(
        (each) => each.table === table && each.kind === 'check' && each.columns.join() === 'state',
      );
      const known = [...(check?.definition.matchAll(/'(\w+)'/g) ?? [])].map(([, state]) => state);
      return known.sort().join() !== [...states].sort().join();
    });

    expect(different.map(({ table }) => table)).toEqual([]);
  });

  it('names no journal that there is not', () => {
    const named = columns.filter(({ table, name }) => name.endsWith('journal_id') && !COPIED.has(table));
    const free = named.filter(
      ({ table, name }) =>
        !rules.some((each) => each.table === table && each.kind === 'reference' && each.columns.includes(name)),
    );

    expect(free.map(({ table, name }) => `${table}.${name}`)).toEqual([]);
  });

  it('has every rule that it had, and no other', async () => {
    if (process.env.SOUK_PROVE_WRITE !== undefined) await writeFile(RULES, listed.map((line) => `${line}\n`).join(''));

    expect(listed).toEqual(await linesOf(RULES));
  });
});
