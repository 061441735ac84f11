import { spawn } from 'node:child_process';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import { migrate } from '../../src/platform/database/index.js';
import { freePort, freshDatabase } from '../support/index.js';
import { killPostgres, listenAnywhere, postgresPid, startNode, type Started } from '../support/process.js';

const START = ['scripts/start.cjs'];
const LONG = 600_000;
const ROLES = ['buyer', 'private seller', 'business seller', 'moderator', 'risk analyst', 'finance', 'admin'];

/** A data folder and a port for instances, and what has been started there. */
class Place {
  private readonly running: Started[] = [];

  private constructor(
    readonly dataDir: string,
    readonly port: number,
  ) {}

  static async find(): Promise<Place> {
    return new Place(await mkdtemp(join(tmpdir(), 'souk-start-')), await freePort());
  }

  start(env: Record<string, string> = {}): Started {
    const started = startNode(START, { SOUK_DATA_DIR: this.dataDir, PORT: String(this.port), ...env });
    this.running.push(started);
    return started;
  }

  async me(token: string): Promise<{ status: number; body: { userId?: string } }> {
    const headers = { authorization: `Bearer ${token}` };
    const answer = await fetch(`http://127.0.0.1:${this.port}/v1/me`, { headers });
    return { status: answer.status, body: (await answer.json()) as { userId?: string } };
  }

  postgresPid(): Promise<number | undefined> {
    return postgresPid(this.dataDir);
  }

  async leave(): Promise<void> {
    await Promise.all(this.running.map((process) => process.stop('SIGTERM')));
    await rm(this.dataDir, { recursive: true, force: true });
  }
}

/** What has changed since the last build is built once, and not while a test waits. */
const built = (): Promise<unknown> => startNode(['scripts/ensure-built.cjs']).ended;

const tokenOf = async (started: Started, role: string): Promise<string> =>
  (await started.says(new RegExp(`^\\s*${role}\\s+(\\S+)$`, 'm')))[1] ?? '';

/** Each test goes on with what the one before has left. */
describe('npm start, time and again in one data folder', () => {
  let place: Place;
  let current: Started;
  let buyerId: string | undefined;

  beforeAll(async () => {
    await built();
    place = await Place.find();
  }, LONG);

  afterAll(() => place.leave());

  const buyer = async (): Promise<{ status: number; body: { userId?: string } }> =>
    place.me(await tokenOf(current, 'buyer'));

  it('prints where Swagger UI is and a credential for every role', async () => {
    current = place.start();
    const [, url] = await current.says(/Swagger UI:? +(http:\S+)/);
    const tokens = await Promise.all(ROLES.map((role) => tokenOf(current, role)));
    const page = await fetch(url ?? '');
    const me = await buyer();
    buyerId = me.body.userId;

    expect(page.status).toBe(200);
    expect(await page.text()).toContain('swagger-ui');
    expect(new Set(tokens).size).toBe(ROLES.length);
    expect([me.status, buyerId]).toEqual([200, expect.stringMatching(/^usr_/)]);
  });

  it('refuses a data folder in use with one line', async () => {
    const other = await place.start({ PORT: '0' }).ended;

    expect(other.code).toBe(1);
    expect(other.err).toMatch(/^Another instance \(process \d+\) uses the data folder .*\n$/);
  });

  it('answers what is under way before it ends', async () => {
    const clock = `http://127.0.0.1:${place.port}/v1/sandbox/clock`;
    const now = async (): Promise<string> => ((await (await fetch(clock)).json()) as { now: string }).now;
    const target = new Date(Date.parse(await now()) + 3 * 86_400_000).toISOString();
    const body = JSON.stringify({ now: target, frozen: true, drain: true });
    const answer = fetch(clock, { method: 'POST', headers: { 'content-type': 'application/json' }, body });
    const soon = Date.parse(target) - 3 * 86_400_000 + 3_600_000;
    while (Date.parse(await now()) < soon) await new Promise((resolve) => setImmediate(resolve));

    const ended = await current.stop('SIGTERM');

    expect((await answer).status).toBe(200);
    expect(await (await answer).json()).toEqual({ now: target, frozen: true });
    expect(ended).toMatchObject({ code: 0, err: '' });
    expect(await place.postgresPid()).toBeUndefined();
  });

  it('keeps the data for the next start', async () => {
    current = place.start();

    expect((await buyer()).body.userId).toBe(buyerId);
  });

  it('recovers from a kill -9 that left PostgreSQL behind', async () => {
    const orphan = await place.postgresPid();

    await current.stop('SIGKILL');
    const left = await place.postgresPid();
    current = place.start();
    const after = await buyer();

    expect(orphan).toBeGreaterThan(0);
    expect(left).toBe(orphan);
    expect(after.body.userId).toBe(buyerId);
    expect(await place.postgresPid()).not.toBe(orphan);
  });

  it('ends with one line when its PostgreSQL is gone, and starts again', async () => {
    await killPostgres(place.dataDir);
    const ended = await current.ended;
    current = place.start();

    expect(ended.code).toBe(1);
    expect(ended.err).toBe(
      `The embedded PostgreSQL has ended by itself, with SIGKILL: see ${join(place.dataDir, 'postgres.log')}\n`,
    );
    expect((await buyer()).body.userId).toBe(buyerId);
  });

  it('stops PostgreSQL on Ctrl-C, which npm hands on once more', async () => {
    current.child.kill('SIGINT');
    // Two signals at once are one.
    await sleep(20);
    const ended = await current.stop('SIGINT');

    expect(ended.code).toBe(0);
    expect(await place.postgresPid()).toBeUndefined();
  });

  it('leaves a stranger alone that has the process number of a server that is gone', async () => {
    const stranger = spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)'], { stdio: 'ignore' });
    await writeFile(
      join(place.dataDir, 'postgres/postmaster.pid'),
      `${stranger.pid}\n${join(place.dataDir, 'postgres')}\n1\n5432\n`,
    );

    current = place.start();
    await current.says(/Swagger UI/);
    const isAlive = stranger.exitCode === null && stranger.signalCode === null;
    stranger.kill();

    expect(isAlive).toBe(true);
  });
});

describe('npm start', () => {
  let place: Place;

  beforeAll(built, LONG);

  beforeEach(async () => {
    place = await Place.find();
  });

  afterEach(() => place.leave());

  it('gives the data folder to one of two that start at once', async () => {
    await mkdir(place.dataDir, { recursive: true });
    await writeFile(join(place.dataDir, 'souk.pid'), '999999 1');
    const ports = await Promise.all([freePort(), freePort(), freePort()]);
    const several = ports.map((each) => place.start({ PORT: String(each) }));

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

  it('refuses a port in use with one line', async () => {
    const other = await listenAnywhere();

    const samePort = await place.start({ PORT: String(other.port) }).ended;
    const sameProvider = await place.start({ SOUK_PROVIDER_PORT: String(other.port) }).ended;
    const sameMetrics = await place.start({ SOUK_METRICS_PORT: String(other.port) }).ended;
    other.server.close();

    expect(samePort.code).toBe(1);
    expect(samePort.err).toBe(`Port ${other.port} (PORT) is in use\n`);
    expect(sameProvider.code).toBe(1);
    expect(sameProvider.err).toBe(`Port ${other.port} (SOUK_PROVIDER_PORT) is in use\n`);
    expect(sameMetrics.code).toBe(1);
    expect(sameMetrics.err).toBe(`Port ${other.port} (SOUK_METRICS_PORT) is in use\n`);
    expect(await place.postgresPid()).toBeUndefined();
  });

  it('refuses a database that it cannot reach, and one that newer code has migrated', async () => {
    const database = await freshDatabase('template0');
    await migrate(database.url);
    const client = new pg.Client({ connectionString: database.url });
    await client.connect();
    await client.query(`insert into migrations (timestamp, name) values (9999999999999, 'Later9999999999999')`);
    await client.end();

    const newer = await place.start({ DATABASE_URL: database.url }).ended;
    const unreachable = await place.start({ DATABASE_URL: `postgres://souk@localhost:${await freePort()}/souk` }).ended;
    await database.drop();

    expect(newer).toMatchObject({ code: 1 });
    expect(newer.err).toBe('The database has a newer schema than this code (Later9999999999999)\n');
    expect(unreachable).toMatchObject({ code: 1 });
    expect(unreachable.err).toMatch(/^The database cannot be reached: .*ECONNREFUSED.*\n$/);
  });

  it('names all bad settings at once', async () => {
    const ended = await place.start({ PORT: 'http', DATABASE_URL: 'mysql://x', SOUK_ROLE: 'boss' }).ended;

    expect(ended.code).toBe(1);
    expect(ended.err.trim().split('\n')).toEqual([
      'PORT must be a whole number from 0 to 65535, not “http”',
      'DATABASE_URL must be a URL that starts with postgres:// or postgresql://',
      'SOUK_ROLE must be one of all, api, worker, not “boss”',
    ]);
  });

  it('refuses production on the embedded database, default secrets or a sandbox', async () => {
    const ended = await place.start({ NODE_ENV: 'production', SOUK_SANDBOX: 'true' }).ended;

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
