import pg from 'pg';

const LOOK_EVERY_MS = 10;

/** How long every open transaction of the application has taken so far. */
const OPEN = `
  select extract(epoch from clock_timestamp() - xact_start)::float8 * 1000 as ms
    from pg_stat_activity where application_name like 'souk-%' and state <> 'idle' and xact_start is not null`;

/**
 * Looks at the database's own list of transactions while work is done, and returns how long the slowest was open. One
 * that began and ended between two looks, ten milliseconds apart, is not seen; the last ten of the slowest may be missing.
 */
export async function slowestOf<T>(url: string, work: () => Promise<T>): Promise<{ slowestMs: number; done: T }> {
  const db = new pg.Client({ connectionString: url });
  await db.connect();
  let slowestMs = 0;
  let isOver = false;
  const looking = (async () => {
    while (!isOver) {
      const { rows } = await db.query<{ ms: number }>({ name: 'bench-open', text: OPEN });
      slowestMs = Math.max(slowestMs, ...rows.map(({ ms }) => ms));
      await new Promise((resolve) => setTimeout(resolve, LOOK_EVERY_MS));
    }
  })();
  try {
    const done = await work();
    return { done, slowestMs };
  } finally {
    isOver = true;
    await looking;
    await db.end();
  }
}
