import { readFile } from 'node:fs/promises';
import pg from 'pg';
import { describeFault, readHeads, verifyBooks, type KeptHead } from '../../modules/books/index.js';
import type { Config } from '../../platform/config/index.js';
import { runningEmbeddedUrl, startEmbeddedPostgres } from '../../platform/embedded-postgres/index.js';
import { runProcess, type Running } from '../../startup.js';

const SHOWN = 100;

/** Verifies the chain and the balances of a database, of a running instance's or of one that stands still. */
await runProcess(async (config, running) => {
  const client = await connect(config, running);
  running.add(() => client.end());
  const { sealed, journals, head, faults } = await verifyBooks(client, await keptBy(process.argv[2]));
  const lines = faults.slice(0, SHOWN).map(describeFault);
  if (faults.length > SHOWN) lines.push(`… and ${faults.length - SHOWN} more`);
  lines.push(`${sealed} of ${journals} journals are sealed; head of the chain: ${head ?? 'none yet'}`);
  lines.push(faults.length === 0 ? 'The books are as they were written.' : `Faults: ${faults.length}`);
  process.stdout.write(`${lines.join('\n')}\n`);
  await running.stop();
  process.exit(faults.length === 0 ? 0 : 1);
});

/** The hash of a head, or the file to which heads are exported. */
async function keptBy(given: string | undefined): Promise<string | readonly KeptHead[]> {
  if (given === undefined) return [];
  return /^[0-9a-f]{64}$/.test(given) ? given : readHeads(await readFile(given, 'utf8'));
}

async function connect(config: Config, running: Running): Promise<pg.Client> {
  if (config.databaseUrl) return open(config.databaseUrl);
  const url = await runningEmbeddedUrl(config.dataDir);
  const client = url ? await open(url).catch(() => undefined) : undefined;
  if (client) return client;
  const postgres = await startEmbeddedPostgres({ dataDir: config.dataDir });
  running.add(postgres.stop);
  return open(postgres.url);
}

async function open(connectionString: string): Promise<pg.Client> {
  const client = new pg.Client({ connectionString, application_name: 'souk-ledger-verify' });
  await client.connect();
  return client;
}
