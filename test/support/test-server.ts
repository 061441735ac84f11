import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { runMigrations } from 'bullmq';
import pg from 'pg';
import { migrate } from '../../src/platform/database/index.js';
import { startEmbeddedPostgres, type EmbeddedPostgres } from '../../src/platform/embedded-postgres/index.js';
import { QUEUE_SCHEMA } from '../../src/platform/messaging/relay-db.js';
import { createBooks } from '../../src/sandbox/provider/schema.js';

let server: { postgres: EmbeddedPostgres; dataDir: string } | undefined;

/**
 * Without durability, which tests of the happy database do not need; the crash tests start their own server. Most of
 * what is written is dropped with its database before anybody has to write it to a file.
 */
const FAST = {
  fsync: 'off',
  synchronous_commit: 'off',
  full_page_writes: 'off',
  max_connections: '300',
  shared_buffers: '512MB',
  max_wal_size: '8GB',
  checkpoint_timeout: '1h',
};

/** One real PostgreSQL for the run; every app of a test gets a copy of the migrated template. */
export async function startTestServer(): Promise<void> {
  const dataDir = await mkdtemp(join(tmpdir(), 'souk-test-'));
  await chmod(dataDir, 0o755);
  const postgres = await startEmbeddedPostgres({ dataDir, settings: FAST });
  server = { postgres, dataDir };
  await makeTemplate(postgres.url);
  process.env.TEST_DATABASE_URL = postgres.url;
}

/** With what the queues and the provider make for themselves, which takes them longer than to find it there. */
async function makeTemplate(url: string): Promise<void> {
  const template = url.replace(/souk$/, 'souk_template');
  const admin = new pg.Client({ connectionString: url });
  await admin.connect();
  await admin.query('create database souk_template');
  // Each app opens some twenty connections, and proving the password took half of the time of each.
  await admin.query('set scram_iterations = 1');
  await admin.query(`alter role souk password '${new URL(url).password}'`);
  await admin.end();
  await migrate(template);
  const pool = new pg.Pool({ connectionString: template, max: 1 });
  const client = await pool.connect();
  await runMigrations(client, QUEUE_SCHEMA);
  client.release();
  await createBooks(pool);
  await pool.end();
}

export async function stopTestServer(): Promise<void> {
  if (!server) return;
  await server.postgres.stop();
  await rm(server.dataDir, { recursive: true, force: true });
}
