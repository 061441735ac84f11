import { randomUUID } from 'node:crypto';
import pg from 'pg';
import type { Column, Rule } from './catalogue.js';
import type { Trial } from './trial.js';

type Row = Readonly<Record<string, unknown>>;

/** Rows of a table that are tried as the pattern of one that breaks a rule. */
const PATTERNS = 100;
const NUMBERS = [-1, 0, 1, 30_000, 2_000_000_000];
/** Rows that are tried in one call. */
const AT_ONCE = 50;
/** Names that a rule mentions and that are tried. */
const NAMES = 8;

/** A value that no row of the table has. */
function freshOf({ type, length }: Column): unknown {
  if (type === 'uuid') return randomUUID();
  if (type === 'int2') return 1_000 + Math.floor(Math.random() * 30_000);
  if (/^(int4|int8|numeric)$/.test(type)) return 1_000_000 + Math.floor(Math.random() * 1_000_000_000);
  if (/^(timestamptz|date)$/.test(type)) return new Date(Date.UTC(2100, 1, 1) + Math.random() * 1e12).toISOString();
  if (type === 'bpchar') return 'X'.repeat(length ?? 3);
  if (type === 'bytea') return `\\x${randomUUID().replaceAll('-', '').repeat(2)}`;
  if (type === 'jsonb') return { fresh: randomUUID() };
  if (type.startsWith('_')) return [];
  return type === 'bool' ? true : `FRESH-${randomUUID().toUpperCase()}`.slice(0, 30);
}

/** What keeps a sum, or a difference, as it was when one of its parts changes. */
function balancing(was: unknown, value: unknown, other: unknown): number[] {
  if (typeof was !== 'number' || typeof value !== 'number' || typeof other !== 'number') return [];
  return [other + value - was, other - value + was];
}

function* chunksOf(statements: Iterable<string>): Generator<string[]> {
  let some: string[] = [];
  for (const statement of statements) {
    if (some.push(statement) < AT_ONCE) continue;
    yield some;
    some = [];
  }
  if (some.length > 0) yield some;
}

/** Whether a key says nothing of a row since it has no value there. */
const isOpen = ({ columns, definition }: Rule, row: Row): boolean =>
  !/NULLS NOT DISTINCT|^EXCLUDE/.test(definition) && columns.some((column) => row[column] === null);

const isUuid = (value: unknown): boolean => typeof value === 'string' && /^[0-9a-f-]{36}$/.test(value);

/** Values that a rule about the column may be there to refuse. */
function oddOf({ name, type, length }: Column, row: Row, names: readonly string[] = []): unknown[] {
  if (type === 'int2') return [...NUMBERS.filter((value) => value <= 30_000), null];
  if (/^(int2|int4|int8|numeric)$/.test(type)) return [...NUMBERS, null];
  if (type === 'bool') return [row[name] !== true];
  if (type === 'uuid') return [...Object.values(row).filter((value) => isUuid(value)), randomUUID(), null];
  if (type === 'timestamptz' || type === 'date') return ['2000-01-01', '2000-01-15', '2200-01-01', null];
  if (type === 'interval') return ['-1 day', '0', '100 years', null];
  if (type === 'bytea') return ['\\x00', null];
  if (type === 'jsonb') return ['{}', null];
  if (type.startsWith('_')) return ['{}', null];
  const others = Object.entries(row).filter(
    ([other, value]) => other !== name && typeof value === 'string' && value.length === length,
  );
  return [
    ...names,
    ...others.map(([, value]) => value),
    'odd'.slice(0, length ?? 3),
    '',
    'a longer text'.slice(0, length ?? 13),
    null,
  ];
}

/** A real row, and where it is. */
interface Pattern {
  readonly row: Row;
  readonly place: string;
}

export interface Search {
  /** What puts a row there that the rule alone refuses. */
  readonly witness?: string;
  /** What else the rows came to that were tried. */
  readonly outcomes: ReadonlySet<string>;
}

/** Looks for rows that one rule alone refuses: such a row is accepted when the rule is gone. */
export class Witnesses {
  constructor(
    private readonly client: pg.Client,
    private readonly trial: Trial,
    private readonly rules: readonly Rule[],
    private readonly columns: readonly Column[],
  ) {}

  /** Looks in a schema without the rules that say the same. */
  async of(rule: Rule, implying: readonly Rule[] = []): Promise<Search> {
    const gone = implying.map(({ mutation }) => mutation);
    const outcomes = new Set<string>();
    for (const pattern of await this.patterns(rule)) {
      for (const some of chunksOf(this.attempts(rule, pattern, await this.copies(rule, pattern)))) {
        const ends = await this.trial.outcomes(gone, some);
        ends.forEach((end) => outcomes.add(end));
        for (const statement of some.filter((_, nth) => ends[nth] === rule.name)) {
          const [without = ''] = await this.trial.outcomes([...gone, rule.mutation], [statement]);
          if (without === 'accepted') return { witness: statement, outcomes };
          outcomes.add(`without it ${without}`);
        }
      }
    }
    return { outcomes };
  }

  private async copies(rule: Rule, { row }: Pattern): Promise<Row[]> {
    return [await this.renewed(rule, row, false), await this.renewed(rule, row, true)];
  }

  /** New rows, and what is there changed in place; what is odd in one column comes before what is in two. */
  private *attempts(rule: Rule, { row, place }: Pattern, copies: readonly Row[]): Generator<string> {
    for (const candidates of [this.singles(rule), this.pairs(rule)]) {
      for (const copy of copies) for (const each of candidates(copy)) yield this.insert(rule.table, each);
      for (const each of candidates(row)) yield* this.change(rule.table, place, row, each);
    }
  }

  /** A change of what is there that only the rule refuses. */
  async changeFor(rule: Rule): Promise<string | undefined> {
    for (const statement of this.changesOf(rule.table)) {
      if (await this.isMissedBy(statement, rule)) return statement;
    }
    return undefined;
  }

  private *changesOf(table: string): Generator<string> {
    yield `delete from ${table}`;
    for (const column of this.columns.filter((each) => each.table === table)) {
      for (const value of oddOf(column, {})) {
        const literal = value === null ? 'null' : pg.escapeLiteral(String(value));
        yield `update ${table} set "${column.name}" = ${literal}`;
      }
    }
  }

  /** Whether the statement is refused, and accepted without the rule. */
  async isMissedBy(statement: string, { mutation }: Rule): Promise<boolean> {
    const [whole] = await this.trial.outcomes([], [statement]);
    const [without] = await this.trial.outcomes([mutation], [statement]);
    return whole !== 'accepted' && without === 'accepted';
  }

  /** Rows to which the rule applies. */
  private async patterns({ table, predicate, kind, columns }: Rule): Promise<Pattern[]> {
    const isGiven = kind === 'unique' ? columns.map((column) => ` and "${column}" is not null`).join('') : '';
    const { rows } = await this.client.query<Pattern>(
      `select to_jsonb(t) as row, t.ctid::text as place from ${table} t where (${predicate ?? 'true'})${isGiven}
        order by num_nonnulls(${columns.map((column) => `"${column}"`).join(', ') || 'null'}) desc, md5(t::text)
        limit ${PATTERNS}`,
    );
    return rows;
  }

  /** Copies in which one column that the rule is about is odd. */
  private singles(rule: Rule): (copy: Row) => Row[] {
    if (rule.kind === 'unique') return (copy) => [copy];
    const own = this.columnsOf(rule.table, rule.columns);
    return (copy) =>
      own.flatMap((column) =>
        (rule.kind === 'not null' ? [null] : this.oddOf(column, copy)).map((value) => ({
          ...copy,
          [column.name]: value,
        })),
      );
  }

  /** In which another one, that has a rule together with it, is odd too or makes up for it. */
  private pairs(rule: Rule): (copy: Row) => Iterable<Row> {
    if (rule.kind !== 'check') return () => [];
    const own = this.columnsOf(rule.table, rule.columns).map((first) => [first, this.neighboursOf(first)] as const);
    const pairsOf = this.pairsOf.bind(this);
    return function* (copy) {
      for (const [first, neighbours] of own) for (const second of neighbours) yield* pairsOf(first, second, copy);
    };
  }

  private *pairsOf(first: Column, second: Column, copy: Row): Generator<Row> {
    const values = this.oddOf(second, copy);
    for (const value of this.oddOf(first, copy)) {
      for (const other of [...balancing(copy[first.name], value, copy[second.name]), ...values])
        yield { ...copy, [first.name]: value, [second.name]: other };
    }
  }

  private oddOf(column: Column, row: Row): unknown[] {
    return oddOf(column, row, this.namesOf(column));
  }

  /** What the checks of a table say about a column may be. */
  private namesOf({ table, name }: Column): string[] {
    const checks = this.rules.filter(
      (each) => each.table === table && each.kind === 'check' && each.columns.includes(name),
    );
    const names = checks.flatMap(({ definition }) => [...definition.matchAll(/'([\w-]+)'::/g)].map(([, word]) => word));
    return [...new Set(names)].filter((word) => word !== undefined).slice(0, NAMES);
  }

  private columnsOf(table: string, names: readonly string[]): Column[] {
    return this.columns.filter((each) => each.table === table && names.includes(each.name));
  }

  private neighboursOf({ table, name }: Column): Column[] {
    const checks = this.rules.filter((each) => each.table === table && each.kind === 'check');
    const names = checks.filter(({ columns }) => columns.includes(name)).flatMap(({ columns }) => columns);
    return this.columnsOf(
      table,
      names.filter((each) => each !== name),
    );
  }

  /** The row under keys that are free; the columns of a unique rule stay as they are. */
  private async renewed(rule: Rule, row: Row, isWhole: boolean): Promise<Row> {
    const changed: Record<string, unknown> = {};
    const kept = rule.kind === 'unique' ? rule.columns : [];
    for (const key of this.rules.filter((each) => each.table === rule.table && each.kind === 'unique')) {
      if (key.name === rule.name || key.columns.some((column) => column in changed)) continue;
      // A key that holds all of this one may stay: it says so when this one is gone.
      if (!isWhole && kept.length > 0 && kept.every((column) => key.columns.includes(column))) continue;
      if (isOpen(key, row) || !(await this.applies(key, row))) continue;
      const free = this.columnsOf(
        rule.table,
        key.columns.filter((column) => !kept.includes(column)),
      );
      // Of what an exclusion compares, the first says whom it is about.
      const isExclusion = key.definition.startsWith('EXCLUDE');
      const [chosen] = isExclusion ? free : free.sort((one, other) => this.burden(one) - this.burden(other));
      if (chosen) changed[chosen.name] = await this.free(chosen);
    }
    return { ...row, ...changed };
  }

  /** How much stands in the way of a fresh value: a reference, or a rule about its form. */
  private burden(column: Column): number {
    const isText = /^(text|bpchar|varchar)$/.test(column.type);
    const isChecked = this.rules.some(
      ({ table, kind, columns }) => table === column.table && kind === 'check' && columns.includes(column.name),
    );
    const isReferring = this.rules.some(
      ({ table, kind, columns }) => table === column.table && kind === 'reference' && columns.includes(column.name),
    );
    return (isReferring ? 2 : 0) + (isText && isChecked ? 3 : 0) + (isText ? 1 : 0);
  }

  private async applies({ table, predicate }: Rule, row: Row): Promise<boolean> {
    if (predicate === null) return true;
    const { rowCount } = await this.client.query(
      `select from jsonb_populate_record(null::${table}, $1::jsonb) where ${predicate}`,
      [JSON.stringify(row)],
    );
    return rowCount === 1;
  }

  private reference(table: string, column: string): Rule | undefined {
    return this.rules.find(
      (each) => each.table === table && each.kind === 'reference' && each.columns.join() === column,
    );
  }

  /** What nobody has; where it refers to something, something that nobody refers to. */
  private async free(column: Column): Promise<unknown> {
    const target = this.reference(column.table, column.name)?.target;
    if (!target) return freshOf(column);
    const { rows } = await this.client.query<{ value: unknown }>(
      `select to_jsonb("${target.column}") as value from ${target.table}
        where "${target.column}" not in (select "${column.name}" from ${column.table} where "${column.name}" is not null)
        limit 1`,
    );
    return rows[0]?.value ?? freshOf(column);
  }

  private insert(table: string, row: Row): string {
    const list = this.columns
      .filter((each) => each.table === table)
      .map(({ name }) => `"${name}"`)
      .join(', ');
    return `insert into ${table} (${list}) overriding system value
      select ${list} from jsonb_populate_record(null::${table}, ${pg.escapeLiteral(JSON.stringify(row))}::jsonb)`;
  }

  /** The row becomes the other one where it is. */
  private change(table: string, place: string, row: Row, other: Row): string[] {
    const list = Object.keys(other).filter((name) => other[name] !== row[name]);
    if (list.length === 0) return [];
    const set = list.map((name) => `"${name}" = o."${name}"`).join(', ');
    const values = `jsonb_populate_record(null::${table}, ${pg.escapeLiteral(JSON.stringify(other))}::jsonb)`;
    return [`update ${table} t set ${set} from ${values} o where t.ctid = '${place}'`];
  }
}
