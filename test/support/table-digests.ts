import type { TestApp } from './app.js';

/** The queues' own tables note every look at them. */
const TABLES = `
  select format('%I.%I', schemaname, tablename) as name from pg_tables
   where schemaname not in ('pg_catalog', 'information_schema', 'bullmq') and tablename <> 'migrations' order by 1`;

/** An API key notes its use, whatever the answer was. */
const ROW = `(to_jsonb(t) - 'last_used_at')::text`;

/** A digest of the rows of every table, by the table's name: equal digests mean that nothing was written. */
async function tableDigests(app: TestApp): Promise<Readonly<Record<string, string>>> {
  const tables = await app.sql<{ name: string }>(TABLES);
  const parts = tables.map(
    ({ name }) => `select '${name}' as name, md5(coalesce(string_agg(${ROW}, '|' order by ${ROW}), '')) as digest
                     from ${name} t`,
  );
  const rows = await app.sql<{ name: string; digest: string }>(parts.join(' union all '));
  return Object.fromEntries(rows.map(({ name, digest }) => [name, digest]));
}

/** The same, when nothing is on its way any more; the clock stands still from then on, so that nothing falls due. */
export async function digestsAtRest(app: TestApp): Promise<Readonly<Record<string, string>>> {
  const { body: clock } = await app.http.get('/v1/sandbox/clock');
  if (!(clock as { frozen: boolean }).frozen) await app.http.post('/v1/sandbox/clock').send({ frozen: true });
  await app.drain();
  await fetch(new URL('/messages/delivery', app.provider.url), { method: 'POST' });
  await app.drain();
  return tableDigests(app);
}
