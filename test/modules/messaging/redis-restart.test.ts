import { randomUUID } from 'node:crypto';
import type { INestApplicationContext } from '@nestjs/common';
import pg from 'pg';
import { UnitOfWork } from '../../../src/platform/database/index.js';
import { Deadlines, Drain, Outbox } from '../../../src/platform/messaging/index.js';
import { freshDatabase, type TestDatabase } from '../../support/database.js';
import { hasRedis, startMessaging, startRedis, type RedisServer } from './messaging-app.js';
import { parcelLost, parcelSent, Recorder } from './parcels.js';

const PARCELS = 40;
const ROUNDS = 6;

(hasRedis() ? describe : describe.skip)('when Redis is killed while events flow', () => {
  let redis: RedisServer;
  let database: TestDatabase;
  let context: INestApplicationContext;
  let recorder: Recorder;

  beforeEach(async () => {
    redis = await startRedis();
    database = await freshDatabase();
    context = await startMessaging({
      databaseUrl: database.url,
      config: { redisUrl: redis.url },
      options: { leaseMs: 900, pollMs: 50, batch: 4, relayedPerQueue: 24 },
    });
    recorder = context.get(Recorder, { strict: false });
  });

  afterEach(async () => {
    await context.close();
    await redis.stop();
    await database.drop();
  });

  const get = <T>(type: new (...args: never[]) => T): T => context.get(type, { strict: false });

  /** One fact with one consumer, one with two, and a deadline that is due, of each parcel. */
  async function publish(subjectIds: readonly string[]): Promise<void> {
    await get(UnitOfWork).run(async (tx) => {
      await get(Outbox).publishAll(
        tx,
        subjectIds.flatMap((subjectId) => [
          [parcelLost, { subjectId, payload: { reason: 'fire' } }] as const,
          [parcelSent, { subjectId, payload: { weight: 1, sentAt: new Date(0) } }] as const,
        ]),
      );
      const due = subjectIds.map((subjectId) => ({ subjectId, dueAt: new Date(0) }));
      await get(Deadlines).setAll(tx, 'parcels.arrival', due);
    });
  }

  async function states(): Promise<unknown[]> {
    const client = new pg.Client({ connectionString: database.url });
    await client.connect();
    const { rows } = await client.query<object>(
      'select state, count(*)::int from outbox_deliveries where subject_id <> $1 group by state',
      [''],
    );
    await client.end();
    return rows;
  }

  const parcels = (): string[] => Array.from({ length: PARCELS }, () => randomUUID());

  it('handles every event and deadline exactly once, although Redis comes back empty', async () => {
    const rounds = Array.from({ length: ROUNDS }, parcels);
    const [before, first, second, gone, back, after] = rounds as [string[], ...string[][]];
    const firstCall = new Promise<void>((resolve) => {
      recorder.onCall = async () => resolve();
    });

    await publish(before);
    const flowing = Promise.all([first ?? [], second ?? []].map(publish));
    await firstCall;
    await redis.crash();
    await flowing;
    await publish(gone ?? []);
    await redis.restart();
    await publish(back ?? []);
    await get(Drain).run();
    await publish(after ?? []);
    await get(Drain).run();

    const all = rounds.flat().sort();
    for (const consumer of ['parcels.search', 'parcels.weigh', 'parcels.announce', 'parcels.arrival'])
      expect({ consumer, subjects: recorder.of(consumer).sort() }).toEqual({ consumer, subjects: all });
    expect(await states()).toEqual([{ state: 'done', count: 4 * PARCELS * ROUNDS }]);
  });

  it('handles what the lost jobs carried once, however often Redis is killed', async () => {
    const all: string[] = [];

    for (let round = 0; round < 3; round += 1) {
      const batch = parcels();
      all.push(...batch);
      await publish(batch);
      await redis.crash();
      await redis.restart();
    }
    await get(Drain).run();

    expect(recorder.of('parcels.search').sort()).toEqual([...all].sort());
    expect(await states()).toEqual([{ state: 'done', count: 4 * all.length }]);
  });
});
