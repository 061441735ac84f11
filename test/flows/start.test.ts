import { spawn } from 'node:child_process';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { migrate } from '../../src/platform/database/index.js';
import { freePort, freshDatabase } from '../support/index.js';
import { listenAnywhere, startNode, type Started } from '../support/process.js';

const START = ['scripts/start.cjs'];
const LONG = 600_000;
const ROLES = ['buyer', 'private seller', 'business seller', 'moderator', 'risk analyst', 'finance', 'admin'];

describe('npm start', () => {
  let dataDir: string;
  let port: number;
  let running: Started[];

  /** What has changed since the last build is built once, and not while a test waits. */
  beforeAll(() => startNode(['scripts/ensure-built.cjs']).ended, LONG);

  beforeEach(async () => {
    dataDir = await mkdtemp(join(tmpdir(), 'souk-start-'));
    port = await freePort();
    running = [];
  });

  afterEach(async () => {
    await Promise.all(running.map((process) => process.stop('SIGTERM')));
    await rm(dataDir, { recursive: true, force: true });
  });

  const start = (env: Record<string, string> = {}): Started => {
    const started = startNode(START, { SOUK_DATA_DIR: dataDir, PORT: String(port), ...env });
    running.push(started);
    return started;
  };

  const tokenOf = async (started: Started, role: string): Promise<string> =>
    (await started.says(new RegExp(`^\\s*${role}\\s+(\\S+)$`, 'm')))[1] ?? '';

  const me = async (token: string): Promise<{ status: number; body: { id?: string } }> => {
    const answer = await fetch(`http://127.0.0.1:${port}/v1/me`, { headers: { authorization: `Bearer ${token}` } });
    return { status: answer.status, body: (await answer.json()) as { id?: string } };
  };

  const postgresPid = async (): Promise<number> =>
    Number((await readFile(join(dataDir, 'postgres/postmaster.pid'), 'utf8').catch(() => '0')).split('\n')[0]);

  it('prints where Swagger UI is and a credential for every role, and keeps the data for the next start', async () => {
    const first = start();
    const [, url] = await first.says(/Swagger UI:? +(http:\S+)/);
    const tokens = await Promise.all(ROLES.map((role) => tokenOf(first, role)));
    const page = await fetch(url ?? '');
    const before = await me(tokens[0] ?? '');

    const ended = await first.stop('SIGTERM');
    const second = start();
    const after = await me(await tokenOf(second, 'buyer'));

    expect(page.status).toBe(200);
    expect(await page.text()).toContain('swagger-ui');
    expect(new Set(tokens).size).toBe(ROLES.length);
    expect(before.status).toBe(200);
    expect(ended).toMatchObject({ code: 0, err: '' });
    expect(after.body.id).toBe(before.body.id);
  });

  it('recovers from a kill -9 that left PostgreSQL behind', async () => {
    const first = start();
    const before = await me(await tokenOf(first, 'buyer'));
    const orphan = await postgresPid();

    await first.stop('SIGKILL');
    const second = start();
    const after = await me(await tokenOf(second, 'buyer'));
    const isOrphanGone = (await postgresPid()) !== orphan;

    expect(orphan).toBeGreaterThan(0);
    expect(after.body.id).toBe(before.body.id);
    expect(isOrphanGone).toBe(true);
  });

  it('ends with one line when its PostgreSQL is gone, and starts again', async () => {
    const first = start();
    const before = await me(await tokenOf(first, 'buyer'));

    process.kill(await postgresPid(), 'SIGKILL');
    const ended = await first.ended;
    const after = await me(await tokenOf(start(), 'buyer'));

    expect(ended.code).toBe(1);
    expect(ended.err).toBe(
      `The embedded PostgreSQL has ended by itself, with SIGKILL: see ${join(dataDir, 'postgres.log')}\n`,
    );
    expect(after.body.id).toBe(before.body.id);
  });

  it('stops PostgreSQL on Ctrl-C', async () => {
    const started = start();
    await started.says(/Swagger UI/);

    const ended = await started.stop('SIGINT');

    expect(ended.code).toBe(0);
    expect(await postgresPid()).toBe(0);
  });

  it('answers what is under way before it ends', async () => {
    const started = start();
    await started.says(/Swagger UI/);
    const clock = `http://127.0.0.1:${port}/v1/sandbox/clock`;
    const now = async (): Promise<string> => ((await (await fetch(clock)).json()) as { now: string }).now;
    const target = new Date(Date.parse(await now()) + 3 * 86_400_000).toISOString();
    const body = JSON.stringify({ now: target, frozen: true, drain: true });
    const answer = fetch(clock, { method: 'POST', headers: { 'content-type': 'application/json' }, body });
    const soon = Date.parse(target) - 3 * 86_400_000 + 3_600_000;
    while (Date.parse(await now()) < soon) await new Promise((resolve) => setImmediate(resolve));

    const ended = await started.stop('SIGTERM');

    expect((await answer).status).toBe(200);
    expect(await (await answer).json()).toEqual({ now: target, frozen: true });
    expect(ended).toMatchObject({ code: 0, err: '' });
  });

  it('gives the data folder to one of two that start at once', async () => {
    await mkdir(dataDir, { recursive: true });
    await writeFile(join(dataDir, 'souk.pid'), '999999 1');
    const ports = await Promise.all([freePort(), freePort(), freePort()]);
    const several = ports.map((each) => start({ PORT: String(each) }));

    const outcomes = await Promise.all(
      several.map((each) =>
        each.says(/Swagger UI/).then(
          () => 'runs',
          async () => (await each.ended).err,
        ),
      ),
    );

    expect(outcomes.filter((outcome) => outcome === 'runs')).toHaveLength(1);
    const refused = outcomes.filter((outcome) => outcome !== 'runs');
    expect(refused).toEqual([
      expect.stringMatching(/^Another instance .* the data folder .*\n$/),
      expect.stringMatching(/^Another instance .* the data folder .*\n$/),
    ]);
  });

  it('leaves a stranger alone that has the process number of a server that is gone', async () => {
    const first = start();
    await first.says(/Swagger UI/);
    await first.stop('SIGTERM');
    const stranger = spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)'], { stdio: 'ignore' });
    await writeFile(
      join(dataDir, 'postgres/postmaster.pid'),
      `${stranger.pid}\n${join(dataDir, 'postgres')}\n1\n5432\n`,
    );

    const second = start();
    await second.says(/Swagger UI/);
    const isAlive = stranger.exitCode === null && stranger.signalCode === null;
    stranger.kill();

    expect(isAlive).toBe(true);
  });

  it('refuses a port in use, and a data folder in use, with one line each', async () => {
    const first = start();
    await first.says(/Swagger UI/);
    const other = await listenAnywhere();

    const sameFolder = await start({ PORT: '0' }).ended;
    await first.stop('SIGTERM');
    const samePort = await start({ PORT: String(other.port) }).ended;
    const sameProvider = await start({ SOUK_PROVIDER_PORT: String(other.port) }).ended;
    const sameMetrics = await start({ SOUK_METRICS_PORT: String(other.port) }).ended;
    other.server.close();

    expect(sameFolder.code).toBe(1);
    expect(sameFolder.err).toMatch(/^Another instance \(process \d+\) uses the data folder .*\n$/);
    expect(samePort.code).toBe(1);
    expect(samePort.err).toBe(`Port ${other.port} (PORT) is in use\n`);
    expect(sameProvider.code).toBe(1);
    expect(sameProvider.err).toBe(`Port ${other.port} (SOUK_PROVIDER_PORT) is in use\n`);
    expect(sameMetrics.code).toBe(1);
    expect(sameMetrics.err).toBe(`Port ${other.port} (SOUK_METRICS_PORT) is in use\n`);
    expect(await postgresPid()).toBe(0);
  });

  it('refuses a database that it cannot reach, and one that newer code has migrated', async () => {
    const database = await freshDatabase('template0');
    await migrate(database.url);
    const client = new pg.Client({ connectionString: database.url });
    await client.connect();
    await client.query(`insert into migrations (timestamp, name) values (9999999999999, 'Later9999999999999')`);
    await client.end();

    const newer = await start({ DATABASE_URL: database.url }).ended;
    const unreachable = await start({ DATABASE_URL: `postgres://souk@localhost:${await freePort()}/souk` }).ended;
    await database.drop();

    expect(newer).toMatchObject({ code: 1 });
    expect(newer.err).toBe('The database has a newer schema than this code (Later9999999999999)\n');
    expect(unreachable).toMatchObject({ code: 1 });
    expect(unreachable.err).toMatch(/^The database cannot be reached: .*ECONNREFUSED.*\n$/);
  });

  it('names all bad settings at once', async () => {
    const ended = await start({ PORT: 'http', DATABASE_URL: 'mysql://x', SOUK_ROLE: 'boss' }).ended;

    expect(ended.code).toBe(1);
    expect(ended.err.trim().split('\n')).toEqual([
      'PORT must be a whole number from 0 to 65535, not “http”',
      'DATABASE_URL must be a URL that starts with postgres:// or postgresql://',
      'SOUK_ROLE must be one of all, api, worker, not “boss”',
    ]);
  });

  it('refuses production on the embedded database, default secrets or a sandbox', async () => {
    const ended = await start({ NODE_ENV: 'production', SOUK_SANDBOX: 'true' }).ended;

    expect(ended.code).toBe(1);
    expect(ended.err).toContain('DATABASE_URL is required in production');
    expect(ended.err).toContain('SOUK_SECRET must be set in production');
    expect(ended.err).toContain('SOUK_PROVIDER_WEBHOOK_SECRET must be set in production');
    expect(ended.err).toContain('SOUK_SANDBOX cannot be true in production');
  });

  it('refuses an old Node with one line', async () => {
    const pretend = `Object.defineProperty(process.versions, 'node', { value: '18.20.4' }); require('./scripts/start.cjs');`;

    const ended = await startNode(['-e', pretend]).ended;

    expect(ended).toMatchObject({ code: 1, err: 'Souk needs Node 20.19 or newer; this is 18.20.4.\n' });
  });
});
