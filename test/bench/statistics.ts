import type pg from 'pg';

/** As many changed rows make autovacuum look at a table. */
const WORTH_KNOWING = 50;

const TABLES = `
  select string_agg(relid::regclass::text, ', ' order by relid) as tables
    from pg_stat_user_tables where n_mod_since_analyze >= $1`;

/**
 * What autovacuum would have found out about the tables that were filled. Not about the others: a table that is known
 * to be empty is read from one end to the other, by plans that are kept while a measurement fills it. Nothing tells a
 * marketplace in use that one of its tables is empty.
 */
export async function gatherStatistics(db: pg.ClientBase): Promise<void> {
  const { rows } = await db.query<{ tables: string | null }>(TABLES, [WORTH_KNOWING]);
  if (rows[0]?.tables) await db.query(`vacuum analyze ${rows[0].tables}`);
}
