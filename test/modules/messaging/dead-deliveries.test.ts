import { randomUUID } from 'node:crypto';
import { query, statement, UnitOfWork } from '../../../src/platform/database/index.js';
import { Outbox } from '../../../src/platform/messaging/index.js';
import { bearer, startApp, type TestApp } from '../../support/index.js';
import { ParcelModule, parcelLost, Recorder } from './parcels.js';

let app: TestApp;
let recorder: Recorder;

beforeAll(async () => {
  app = await startApp({ modules: [ParcelModule] });
  recorder = app.get(Recorder);
});

afterAll(() => app.stop());

afterEach(() => recorder.reset());

const almostDead = statement<[subjectId: string], never>(
  'test.almost-dead',
  'update outbox_deliveries set failures = 11 where subject_id = $1',
);

/** A delivery that failed for the last time. */
async function deadDelivery(): Promise<{ id: number; subjectId: string }> {
  const subjectId = randomUUID();
  recorder.failing.set('parcels.search', 1);
  await app.get(UnitOfWork).run(async (tx) => {
    await app.get(Outbox).publish(tx, parcelLost, { subjectId, payload: { reason: 'rain' } });
    await query(tx, almostDead, [subjectId]);
  });
  await app.drain();
  const [row] = await app.sql<{ id: number }>('select id::int from outbox_deliveries where subject_id = $1', [
    subjectId,
  ]);
  return { id: row?.id ?? 0, subjectId };
}

const list = (token: string) => app.http.get('/v1/admin/deliveries?state=dead').set(bearer(token));

test('a delivery that failed for the last time is dead and listed', async () => {
  const { id, subjectId } = await deadDelivery();

  const answer = await list('admin').expect(200);

  expect(answer.body.data.at(-1)).toEqual({
    id,
    state: 'dead',
    consumer: 'parcels.search',
    queue: 'default',
    subjectId,
    event: 'test.parcel-lost.v1',
    failures: 12,
    lastError: 'Error: parcels.search was told to fail',
    nextAttemptAt: expect.any(String),
    createdAt: expect.any(String),
  });
  expect(recorder.of('parcels.search')).toEqual([]);
});

test('a dead delivery that is redelivered is handled', async () => {
  const { id, subjectId } = await deadDelivery();

  await app.http.post(`/v1/admin/deliveries/${id}/redelivery`).set(bearer('admin')).expect(202);
  await app.drain();

  expect(recorder.of('parcels.search')).toEqual([subjectId]);
  expect(await app.sql('select state from outbox_deliveries where id = $1', [id])).toEqual([{ state: 'done' }]);
});

test.each(['0', '999999999', 'x', 'evt_01hzy3v9qtf5r8m2k4w6x8y0za'])('there is no dead delivery %s', async (id) => {
  const answer = await app.http.post(`/v1/admin/deliveries/${id}/redelivery`).set(bearer('admin')).expect(404);

  expect(answer.body.code).toBe('not_found');
});

test('only an admin sees and redelivers', async () => {
  const { id } = await deadDelivery();

  await list('buyer').expect(403);
  await app.http.get('/v1/admin/deliveries').expect(401);
  await app.http.post(`/v1/admin/deliveries/${id}/redelivery`).set(bearer('buyer')).expect(403);

  expect(await app.sql('select state from outbox_deliveries where id = $1', [id])).toEqual([{ state: 'dead' }]);
});

test('what was published, handled and given up is measured', async () => {
  await deadDelivery();

  const { text } = await app.http.get('/metrics').expect(200);

  expect(text).toMatch(/souk_events_published_total\{event="test\.parcel-lost"\} [1-9]/);
  expect(text).toMatch(/souk_deliveries_dead_total\{consumer="parcels\.search"\} [1-9]/);
  expect(text).toMatch(/souk_delivery_seconds_count\{consumer="parcels\.search"\} [1-9]/);
});
