import type pg from 'pg';
import type { Column, Rule } from './catalogue.js';

/** What a lifecycle moves, or anybody may touch. */
const MOVING = new Set(['state', 'version', 'updated_at']);

/** Another value of the column, as SQL; only of what says how much it is, whose, and where it goes. */
function otherOf({ name, type }: Column): string | undefined {
  if (type === 'uuid') return 'gen_random_uuid()';
  if (/^int[48]$/.test(type)) return `"${name}" + 1`;
  if (type === 'bpchar') return `case "${name}" when 'EUR' then 'USD' else 'EUR' end`;
  if (type === 'jsonb') return `'[]'`;
  return /_sealed$|_last4$/.test(name) ? `left('x' || "${name}", length("${name}"))` : undefined;
}

/** Tables in which a second person decides about what a first one has written. */
const ofTwo = (rules: readonly Rule[]): Set<string> =>
  new Set(
    rules
      .filter(
        ({ kind, definition }) => kind === 'check' && /<> (proposed|recorded|created|requested)_by/.test(definition),
      )
      .map(({ table }) => table),
  );

/** Columns of proposals that could be changed before, or after, the second person decides: the change is refused by nothing. */
export async function changeable(
  client: pg.Client,
  rules: readonly Rule[],
  columns: readonly Column[],
): Promise<string[]> {
  const found: string[] = [];
  const filled = new Set(
    rules.filter(({ kind }) => kind === 'not null').map((rule) => `${rule.table}.${rule.columns[0]}`),
  );
  const tables = ofTwo(rules);
  for (const column of columns.filter(({ table, name }) => tables.has(table) && !MOVING.has(name))) {
    const { table, name } = column;
    const other = filled.has(`${table}.${name}`) ? otherOf(column) : undefined;
    if (other && !(await isRefused(client, `update ${table} set "${name}" = ${other}`))) found.push(`${table}.${name}`);
  }
  return found;
}

/** By a trigger, not since the new row would be a wrong one. */
async function isRefused(client: pg.Client, change: string): Promise<boolean> {
  await client.query('savepoint change');
  try {
    await client.query(change);
    return false;
  } catch (error) {
    return (error as pg.DatabaseError).routine === 'exec_stmt_raise';
  } finally {
    await client.query('rollback to savepoint change; release savepoint change');
  }
}
