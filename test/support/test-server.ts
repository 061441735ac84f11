import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { migrate } from '../../src/platform/database/index.js';
import { startEmbeddedPostgres, type EmbeddedPostgres } from '../../src/platform/embedded-postgres/index.js';

let server: { postgres: EmbeddedPostgres; dataDir: string } | undefined;

/** Without durability, which tests of the happy database do not need; the crash tests start their own server. */
const FAST = { fsync: 'off', synchronous_commit: 'off', full_page_writes: 'off', max_connections: '300' };

/** One real PostgreSQL for the run; every app of a test gets a copy of the migrated template. */
export async function startTestServer(): Promise<void> {
  const dataDir = await mkdtemp(join(tmpdir(), 'souk-test-'));
  await chmod(dataDir, 0o755);
  const postgres = await startEmbeddedPostgres({ dataDir, settings: FAST });
  const admin = new pg.Client({ connectionString: postgres.url });
  await admin.connect();
  await admin.query('create database souk_template');
  await admin.end();
  await migrate(postgres.url.replace(/souk$/, 'souk_template'));
  process.env.TEST_DATABASE_URL = postgres.url;
  server = { postgres, dataDir };
}

export async function stopTestServer(): Promise<void> {
  if (!server) return;
  await server.postgres.stop();
  await rm(server.dataDir, { recursive: true, force: true });
}
