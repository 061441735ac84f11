import type pg from 'pg';

/** 16 pages. */
const WORTH_KNOWING = 131_072;

const TABLES = `
  select string_agg(c.oid::regclass::text, ', ' order by c.oid) as tables
    from pg_class c join pg_namespace n on n.oid = c.relnamespace
   where c.relkind = 'r' and n.nspname not in ('pg_catalog', 'information_schema') and pg_relation_size(c.oid) >= $1`;

/**
 * What autovacuum would have found out about the tables that were filled. Not about the others: a table that is known
 * to be empty is read from one end to the other, by plans that are kept while a measurement fills it. Nothing tells a
 * marketplace in use that one of its tables is empty.
 */
export async function gatherStatistics(db: pg.ClientBase): Promise<void> {
  const { rows } = await db.query<{ tables: string | null }>(TABLES, [WORTH_KNOWING]);
  if (rows[0]?.tables) await db.query(`vacuum analyze ${rows[0].tables}`);
}
