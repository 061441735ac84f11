import { randomUUID } from 'node:crypto';
import type { INestApplicationContext } from '@nestjs/common';
import pg from 'pg';
import { UnitOfWork } from '../../../src/platform/database/index.js';
import { Deadlines, Drain, Outbox, type MessagingOptions } from '../../../src/platform/messaging/index.js';
import type { RunningConfig } from '../../../src/platform/config/index.js';
import { openQueueBackend } from '../../../src/platform/messaging/queue-backend.js';
import type { RelayDb } from '../../../src/platform/messaging/relay-db.js';
import { freshDatabase, type TestDatabase } from '../../support/database.js';
import { hasRedis, spawnWorker, startMessaging, startRedis, type RedisServer } from './messaging-app.js';
import { parcelLost, Recorder } from './parcels.js';

const BACKENDS = ['PostgreSQL', ...(hasRedis() ? ['Redis'] : [])];
const ONE_BY_ONE = { orders: 1, payments: 1, money: 1, screening: 1, default: 1 };

describe.each(BACKENDS)('queues on %s', (backend) => {
  let redis: RedisServer | undefined;
  let database: TestDatabase;
  let client: pg.Client;
  let context: INestApplicationContext;

  beforeAll(async () => {
    redis = backend === 'Redis' ? await startRedis() : undefined;
  });

  beforeEach(async () => {
    database = await freshDatabase();
    client = new pg.Client({ connectionString: database.url });
    await client.connect();
  });

  afterEach(async () => {
    await context.close();
    await client.end();
    await database.drop();
  });

  afterAll(() => redis?.stop());

  async function start(options: Partial<MessagingOptions> = {}): Promise<Recorder> {
    const config = { redisUrl: redis?.url };
    context = await startMessaging({ databaseUrl: database.url, config, options });
    return context.get(Recorder, { strict: false });
  }

  const get = <T>(type: new (...args: never[]) => T): T => context.get(type, { strict: false });

  async function publish(subjectIds: readonly string[]): Promise<void> {
    await get(UnitOfWork).run((tx) =>
      get(Outbox).publishAll(
        tx,
        subjectIds.map((subjectId) => [parcelLost, { subjectId, payload: { reason: 'wind' } }] as const),
      ),
    );
  }

  const states = async (): Promise<Record<string, number>> => {
    const { rows } = await client.query<{ state: string; count: number }>(
      'select state, count(*)::int from outbox_deliveries group by state',
    );
    return Object.fromEntries(rows.map(({ state, count }) => [state, count]));
  };

  /** What a lost or emptied queue does to the jobs in it. */
  async function loseJobs(): Promise<void> {
    if (redis) await redis.flush();
    else await client.query('delete from bullmq.job');
  }

  test('every event of many concurrent transactions is handled exactly once', async () => {
    const recorder = await start();
    const batches = Array.from({ length: 40 }, () => Array.from({ length: 10 }, () => randomUUID()));

    await Promise.all(batches.map((batch) => publish(batch)));
    await get(Drain).run();

    expect(recorder.of('parcels.search').sort()).toEqual(batches.flat().sort());
    expect(await states()).toEqual({ done: 400 });
  });

  test('deadlines travel the same way as events', async () => {
    const recorder = await start();
    const parcel = randomUUID();

    await get(UnitOfWork).run((tx) => get(Deadlines).set(tx, 'parcels.arrival', parcel, new Date(0)));
    await get(Drain).run();

    expect(recorder.of('parcels.arrival')).toEqual([parcel]);
  });

  test('what a lost queue held is handled all the same, once', async () => {
    const recorder = await start({ leaseMs: 600, pollMs: 50, batch: 1, concurrency: ONE_BY_ONE });
    const parcels = Array.from({ length: 8 }, () => randomUUID());
    const { reached, release } = blockFirstCall(recorder);

    await publish(parcels);
    await reached;
    await loseJobs();
    release();
    await get(Drain).run();

    expect(recorder.of('parcels.search').sort()).toEqual([...parcels].sort());
    expect(await states()).toEqual({ done: 8 });
  });

  test('a handler that takes longer than the lease is not called twice', async () => {
    const recorder = await start({ leaseMs: 300, pollMs: 20 });
    const parcel = randomUUID();
    const { reached, release } = blockFirstCall(recorder);

    await publish([parcel]);
    await reached;
    await leaseRenewals(3);
    release();
    await get(Drain).run();

    expect(recorder.of('parcels.search')).toEqual([parcel]);
    expect(await states()).toEqual({ done: 1 });
  });

  test('stopping waits for the handler that runs', async () => {
    const recorder = await start();
    const { reached, release } = blockFirstCall(recorder);

    await publish([randomUUID()]);
    await reached;
    const closed = context.close();
    release();
    await closed;

    expect(await states()).toEqual({ done: 1 });
  });

  test('what was published while nothing ran is handled after the start', async () => {
    await start();
    await context.close();
    const api = await startMessaging({ databaseUrl: database.url, config: { role: 'api', redisUrl: redis?.url } });
    const parcel = randomUUID();
    await api
      .get(UnitOfWork, { strict: false })
      .run((tx) =>
        api.get(Outbox, { strict: false }).publish(tx, parcelLost, { subjectId: parcel, payload: { reason: 'snow' } }),
      );
    await api.close();

    const recorder = await start();
    await get(Drain).run();

    expect(recorder.of('parcels.search')).toEqual([parcel]);
  });

  test('what a killed worker was handling is handled by another, once', async () => {
    const parcels = [randomUUID(), randomUUID(), randomUUID()];
    const worker = spawnWorker(database.url, redis?.url);
    expect(await worker.next()).toBe('ready');
    const api = await startMessaging({ databaseUrl: database.url, config: { role: 'api', redisUrl: redis?.url } });
    await api.get(UnitOfWork, { strict: false }).run((tx) =>
      api.get(Outbox, { strict: false }).publishAll(
        tx,
        parcels.map((subjectId) => [parcelLost, { subjectId, payload: { reason: 'hail' } }] as const),
      ),
    );
    await api.close();
    expect(await worker.next()).toMatch(/^parcels.search /);

    await worker.kill();
    const recorder = await start({ leaseMs: 1_000, pollMs: 50 });
    await get(Drain).run();

    expect(recorder.of('parcels.search').sort()).toEqual([...parcels].sort());
    expect(await states()).toEqual({ done: 3 });
  });

  /** Waits until the lease of the running delivery was extended so many times. */
  async function leaseRenewals(count: number): Promise<void> {
    const seen = new Set<string>();
    while (seen.size <= count) {
      const { rows } = await client.query<{ lease: string }>(
        `select lease_until::text as lease from outbox_deliveries where state = 'relayed'`,
      );
      seen.add(rows[0]?.lease ?? '');
    }
  }
});

test('an unreachable Redis is named at the start', async () => {
  const config = { redisUrl: 'redis://127.0.0.1:1' } as RunningConfig;

  const open = openQueueBackend(config, undefined as unknown as RelayDb);

  await expect(open).rejects.toThrow('Redis (REDIS_URL) cannot be reached: connect ECONNREFUSED 127.0.0.1:1');
});

function blockFirstCall(recorder: Recorder): { reached: Promise<void>; release: () => void } {
  let release = (): void => {};
  let arrive = (): void => {};
  const reached = new Promise<void>((resolve) => (arrive = resolve));
  const blocked = new Promise<void>((resolve) => (release = resolve));
  let isFirst = true;
  recorder.onCall = async () => {
    if (!isFirst) return;
    isFirst = false;
    arrive();
    await blocked;
  };
  return { reached, release };
}
