import { randomUUID } from 'node:crypto';
import type { INestApplicationContext } from '@nestjs/common';
import { Clock } from '../../../src/kernel/index.js';
import { Db, UnitOfWork } from '../../../src/platform/database/index.js';
import { Deadlines, Drain, Outbox, Timeline } from '../../../src/platform/messaging/index.js';
import { freshDatabase, type TestDatabase } from '../../support/database.js';
import { startMessaging } from './messaging-app.js';
import { parcelLost, Recorder } from './parcels.js';

/** Long enough that nothing below is found by polling. */
const POLL_MS = 600_000;

let database: TestDatabase;
let api: INestApplicationContext;
let worker: INestApplicationContext;

beforeAll(async () => {
  database = await freshDatabase();
  const options = { pollMs: POLL_MS };
  worker = await startMessaging({ databaseUrl: database.url, config: { role: 'worker' }, options });
  api = await startMessaging({ databaseUrl: database.url, config: { role: 'api' }, options });
});

afterAll(async () => {
  await api.close();
  await worker.close();
  await database.drop();
});

const inApi = <T>(type: new (...args: never[]) => T): T => api.get(type, { strict: false });
const inWorker = (): Recorder => worker.get(Recorder, { strict: false });

test('the worker is woken for what the API published, and the API can wait for it', async () => {
  const parcel = randomUUID();

  await inApi(UnitOfWork).run((tx) =>
    inApi(Outbox).publish(tx, parcelLost, { subjectId: parcel, payload: { reason: 'ice' } }),
  );
  await inApi(Drain).run();

  expect(inWorker().of('parcels.search')).toEqual([parcel]);
  expect(inApi(Recorder).calls).toEqual([]);
});

test('both have the same time, and deadlines fire in the worker when the API moves it', async () => {
  const parcel = randomUUID();
  const target = new Date('2031-01-01T00:00:00Z');
  await inApi(Timeline).jump(new Date('2030-12-31T12:00:00Z'), true);
  await inApi(UnitOfWork).run(async (tx) => {
    await inApi(Deadlines).set(tx, 'parcels.arrival', parcel, new Date('2030-12-31T18:00:00Z'));
    await inApi(Deadlines).set(tx, 'parcels.return', parcel, target);
  });

  await inApi(Timeline).advanceTo(target, true);

  expect(inWorker().of('parcels.arrival')).toEqual([parcel]);
  expect(inWorker().of('parcels.return')).toEqual([parcel]);
  expect(worker.get(Clock, { strict: false }).now()).toEqual(target);
});

test('a connection for wake-ups that was cut is rebuilt', async () => {
  const parcel = randomUUID();
  const [cut] = await inApi(Db)
    .pool.query(
      `select count(pg_terminate_backend(pid))::int as count from pg_stat_activity
      where datname = current_database() and application_name = 'souk-worker-listen'`,
    )
    .then(({ rows }: { rows: { count: number }[] }) => rows);

  await inApi(UnitOfWork).run((tx) =>
    inApi(Outbox).publish(tx, parcelLost, { subjectId: parcel, payload: { reason: 'sleet' } }),
  );
  await inApi(Drain).run();

  expect(cut).toEqual({ count: 1 });
  expect(inWorker().of('parcels.search')).toContain(parcel);
});

test('a drain that takes too long says what is open', async () => {
  const parcel = randomUUID();
  inWorker().failing.set('parcels.search', 1_000);

  await inApi(UnitOfWork).run((tx) =>
    inApi(Outbox).publish(tx, parcelLost, { subjectId: parcel, payload: { reason: 'dust' } }),
  );
  const drain = inApi(Drain).run(300);

  await expect(drain).rejects.toThrow(
    new RegExp(`^Not quiet after 300 ms:\\n(waiting|relayed) parcels.search for ${parcel} after \\d failures: `),
  );
  inWorker().failing.clear();
  await inApi(Drain).run();
});
