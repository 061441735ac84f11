import { randomUUID } from 'node:crypto';
import pg from 'pg';
import type { Column, Rule } from './catalogue.js';

type Row = Readonly<Record<string, unknown>>;

/** Rows of a table that are tried as the pattern of one that breaks a rule. */
const PATTERNS = 100;
const NUMBERS = [-1, 0, 1, 30_000, 2_000_000_000];
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

const isUuid = (value: unknown): boolean => typeof value === 'string' && /^[0-9a-f-]{36}$/.test(value);

/** Values that a rule about the column may be there to refuse. */
function oddOf({ name, type, length }: Column, row: Row, names: readonly string[] = []): unknown[] {
  if (type === 'int2') return [...NUMBERS.filter((value) => value <= 30_000), null];
  if (/^(int2|int4|int8|numeric)$/.test(type)) return [...NUMBERS, null];
  if (type === 'bool') return [row[name] !== true];
  if (type === 'uuid') return [...Object.values(row).filter((value) => isUuid(value)), randomUUID(), null];
  if (type === 'timestamptz' || type === 'date') return ['2000-01-01', '2000-01-15', '2200-01-01', null];
  if (type === 'bytea') return ['\\x00', null];
  if (type === 'jsonb') return ['{}', null];
  if (type.startsWith('_')) return ['{}', null];
  return [...names, 'odd'.slice(0, length ?? 3), '', 'a longer text'.slice(0, length ?? 13), null];
}

export interface Search {
  /** A row that the rule refuses and that has another end without it. */
  readonly witness?: Row;
  /** What else the rows came to that were tried. */
  readonly outcomes: ReadonlySet<string>;
}

/** Looks for rows that one rule alone refuses: what such a row comes to changes when the rule is gone. */
export class Witnesses {
  constructor(
    private readonly client: pg.Client,
    private readonly rules: readonly Rule[],
    private readonly columns: readonly Column[],
  ) {}

  async of(rule: Rule): Promise<Search> {
    const outcomes = new Set<string>();
    for (const row of await this.patterns(rule)) {
      const copies = [await this.renewed(rule, row, false), await this.renewed(rule, row, true)];
      for (const candidate of copies.flatMap((copy) => [...this.candidates(rule, copy)])) {
        const outcome = await this.outcome(rule.table, candidate);
        outcomes.add(outcome);
        if (outcome !== rule.name) continue;
        if ((await this.outcome(rule.table, candidate, rule.mutation)) !== rule.name)
          return { witness: candidate, outcomes };
      }
    }
    return { outcomes };
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

  /** Whether the statement, which the rule refuses, has another end without it. */
  async isMissedBy(statement: string, { mutation }: Rule): Promise<boolean> {
    const [whole, gone] = [await this.end([statement]), await this.end([mutation, statement])];
    return whole !== 'accepted' && gone !== whole;
  }

  /** Rows to which the rule applies. */
  private async patterns({ table, predicate, kind, columns }: Rule): Promise<Row[]> {
    const isGiven = kind === 'unique' ? columns.map((column) => ` and "${column}" is not null`).join('') : '';
    const { rows } = await this.client.query<{ row: Row }>(
      `select to_jsonb(t) as row from ${table} t where (${predicate ?? 'true'})${isGiven}
        order by num_nonnulls(${columns.map((column) => `"${column}"`).join(', ') || 'null'}) desc, md5(t::text)
        limit ${PATTERNS}`,
    );
    return rows.map(({ row }) => row);
  }

  /** Copies in which one or two columns that the rule is about, or that have a rule together with these, are odd. */
  private *candidates(rule: Rule, copy: Row): Generator<Row> {
    if (rule.kind === 'unique') {
      yield copy;
      return;
    }
    if (rule.kind === 'not null') {
      for (const name of rule.columns) yield { ...copy, [name]: null };
      return;
    }
    const own = this.columnsOf(rule.table, rule.columns);
    for (const first of own) {
      for (const value of this.oddOf(first, copy)) yield { ...copy, [first.name]: value };
    }
    if (rule.kind === 'check') for (const first of own) yield* this.pairsOf(first, copy);
  }

  /** The column is odd, and another one, that has a rule together with it, is odd too or makes up for it. */
  private *pairsOf(first: Column, copy: Row): Generator<Row> {
    for (const second of this.neighboursOf(first.table, first.name)) {
      for (const value of this.oddOf(first, copy)) {
        const others = [...balancing(copy[first.name], value, copy[second.name]), ...this.oddOf(second, copy)];
        for (const other of others) yield { ...copy, [first.name]: value, [second.name]: other };
      }
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

  private neighboursOf(table: string, name: string): Column[] {
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
      if (key.columns.some((column) => row[column] === null) || !(await this.applies(key, row))) continue;
      const free = this.columnsOf(
        rule.table,
        key.columns.filter((column) => !kept.includes(column)),
      );
      const [chosen] = free.sort((one, other) => this.burden(one) - this.burden(other));
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

  /** What becomes of a new row: the name of the rule that refuses it, or `accepted`. */
  private async outcome(table: string, row: Row, mutation?: string): Promise<string> {
    const list = this.columns
      .filter((each) => each.table === table)
      .map(({ name }) => `"${name}"`)
      .join(', ');
    const insert = `insert into ${table} (${list}) overriding system value
      select ${list} from jsonb_populate_record(null::${table}, ${pg.escapeLiteral(JSON.stringify(row))}::jsonb)`;
    return this.end(mutation ? [mutation, insert] : [insert]);
  }

  private async end(statements: readonly string[]): Promise<string> {
    await this.client.query('savepoint candidate');
    try {
      for (const statement of [...statements, 'set constraints all immediate']) await this.client.query(statement);
      return 'accepted';
    } catch (error) {
      return (error as pg.DatabaseError).constraint ?? (error as Error).message;
    } finally {
      await this.client.query('rollback to savepoint candidate');
    }
  }
}
