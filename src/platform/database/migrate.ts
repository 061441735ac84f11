import { existsSync } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import pg from 'pg';
import { DataSource, type MigrationInterface } from 'typeorm';
import { StartFailure } from '../embedded-postgres/index.js';
import { reasonOf } from './reason-of.js';

type MigrationClass = new () => MigrationInterface;

const FILE = /^\d{13}-[\w-]+\.(js|ts)$/;
const NUMBER_LENGTH = 13;
/** A process that is loading its code may hear of a connection seconds after it was made. */
const CONNECT_WITHIN_MS = 20_000;
/** Arbitrary but fixed: two processes that start together migrate one after the other. */
const LOCK = 7_041_776;

/** The folder `migrations/`: beside `src/` in the sources and in the build, and wherever this was packed to. */
const FOLDER = nextAbove(import.meta.dirname, 'migrations');

function nextAbove(place: string, name: string): string {
  const folder = join(place, name);
  return existsSync(folder) || place === dirname(place) ? folder : nextAbove(dirname(place), name);
}

/** Loads every migration class, in the order of its number. */
export async function loadMigrations(folder: string = FOLDER): Promise<MigrationClass[]> {
  const files = await filesIn(folder);
  const modules = await Promise.all(
    files.map((file) => import(pathToFileURL(join(folder, file)).href) as Promise<Record<string, MigrationClass>>),
  );
  return modules.flatMap((module) => Object.values(module).filter((value) => typeof value === 'function'));
}

async function filesIn(folder: string): Promise<string[]> {
  return (await readdir(folder)).filter((file) => FILE.test(file)).sort();
}

/**
 * Brings the schema to what the code needs, under an advisory lock. Where nothing is to be done no migration is loaded.
 * @throws StartFailure when the database was migrated by newer code, or cannot be reached.
 */
export async function migrate(url: string): Promise<void> {
  if (await isCurrent(url)) return;
  const source = await connect(url, await loadMigrations());
  const runner = source.createQueryRunner();
  try {
    await runner.query('select pg_advisory_lock($1)', [LOCK]);
    await refuseNewerSchema(source);
    await source.runMigrations({ transaction: 'each' });
  } finally {
    await runner.query('select pg_advisory_unlock($1)', [LOCK]).catch(() => {});
    await runner.release();
    await source.destroy();
  }
}

/** Whether exactly the migrations of this code have run, told by the numbers in their names. */
async function isCurrent(url: string): Promise<boolean> {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: CONNECT_WITHIN_MS });
  client.on('error', () => {});
  try {
    await client.connect().catch(unreachable);
    const sql = `select to_regclass('migrations') is not null as exists`;
    if (!(await client.query<{ exists: boolean }>(sql)).rows[0]?.exists) return false;
    const done = await client.query<{ number: string }>('select timestamp::text as number from migrations order by 1');
    const known = (await filesIn(FOLDER)).map((file) => file.slice(0, NUMBER_LENGTH));
    return done.rows.map(({ number }) => number).join() === known.join();
  } finally {
    await client.end();
  }
}

function unreachable(error: Error): never {
  throw new StartFailure(`The database cannot be reached: ${reasonOf(error)}`);
}

/** Undoes every migration, newest first. */
export async function migrateDown(url: string): Promise<void> {
  const source = await connect(url, await loadMigrations());
  for (let left = source.migrations.length; left > 0; left -= 1)
    await source.undoLastMigration({ transaction: 'each' });
  await source.destroy();
}

async function connect(url: string, migrations: MigrationClass[]): Promise<DataSource> {
  const source = new DataSource({
    type: 'postgres',
    driver: pg,
    url,
    migrations,
    poolSize: 2,
    connectTimeoutMS: CONNECT_WITHIN_MS,
  });
  return source.initialize().catch(unreachable);
}

async function refuseNewerSchema(source: DataSource): Promise<void> {
  const [table] = (await source.query(`select to_regclass('migrations') as name`)) as { name: string | null }[];
  if (!table?.name) return;
  const done = (await source.query('select name from migrations')) as { name: string }[];
  const known = new Set(source.migrations.map((migration) => migration.name ?? migration.constructor.name));
  const foreign = done.filter(({ name }) => !known.has(name));
  if (foreign.length === 0) return;
  throw new StartFailure(`The database has a newer schema than this code (${foreign.map((m) => m.name).join(', ')})`);
}
