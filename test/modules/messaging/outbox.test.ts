import { randomUUID } from 'node:crypto';
import { asId } from '../../../src/kernel/index.js';
import { UnitOfWork } from '../../../src/platform/database/index.js';
import { Outbox } from '../../../src/platform/messaging/index.js';
import { startApp, type TestApp } from '../../support/index.js';
import { ParcelModule, parcelLost, parcelSent, Recorder } from './parcels.js';

let app: TestApp;
let recorder: Recorder;

beforeAll(async () => {
  app = await startApp({ modules: [ParcelModule] });
  recorder = app.get(Recorder);
});

afterAll(() => app.stop());

afterEach(() => recorder.reset());

async function send(subjectId: string, weight = 1): Promise<void> {
  const sentAt = new Date('2026-01-02T03:04:05.678Z');
  await app.get(UnitOfWork).run(async (tx) => {
    await app.get(Outbox).publish(tx, parcelSent, { subjectId, payload: { weight, sentAt } });
  });
}

test('an event reaches each of its consumers once', async () => {
  const subjectId = randomUUID();

  await send(subjectId);
  await app.drain();

  expect(recorder.of('parcels.weigh')).toEqual([subjectId]);
  expect(recorder.of('parcels.announce')).toEqual([subjectId]);
  expect(recorder.of('parcels.search')).toEqual([]);
});

test('a consumer receives the fact as it was published, instants as text', async () => {
  const subjectId = randomUUID();
  const sellerId = asId<'sel'>(randomUUID());
  const payload = { weight: 7, sentAt: new Date('2026-01-02T03:04:05.678Z') };

  const id = await app
    .get(UnitOfWork)
    .run((tx) => app.get(Outbox).publish(tx, parcelSent, { subjectId, sellerId, payload }));
  await app.drain();

  const [event] = recorder.sent;
  expect(event).toEqual({
    id,
    sequence: expect.any(Number),
    name: 'test.parcel-sent',
    version: 1,
    subjectId,
    sellerId,
    occurredAt: expect.any(Date),
    payload: { weight: 7, sentAt: '2026-01-02T03:04:05.678Z' },
  });
});

test('an event of a transaction that rolls back is not handled', async () => {
  const work = app.get(UnitOfWork).run(async (tx) => {
    await app.get(Outbox).publish(tx, parcelLost, { subjectId: randomUUID(), payload: { reason: 'storm' } });
    throw new Error('changed my mind');
  });

  await expect(work).rejects.toThrow('changed my mind');
  await app.drain();

  expect(recorder.calls).toEqual([]);
  expect(await app.sql(`select 1 from outbox_events where name = 'test.parcel-lost'`)).toEqual([]);
});

test('several events are published in order with one statement', async () => {
  const subjectId = randomUUID();
  const payload = { weight: 1, sentAt: new Date() };

  const statements = await app.countStatements(() =>
    app.get(UnitOfWork).run((tx) =>
      app.get(Outbox).publishAll(tx, [
        [parcelSent, { subjectId, payload }],
        [parcelLost, { subjectId, payload: { reason: 'fog' } }],
      ]),
    ),
  );
  await app.drain();

  const rows = await app.sql<{ name: string }>(
    'select name from outbox_events where subject_id = $1 order by sequence',
    [subjectId],
  );
  expect(statements).toEqual(['messaging.publish']);
  expect(rows.map(({ name }) => name)).toEqual(['test.parcel-sent', 'test.parcel-lost']);
});

test('the events of one subject are handled in the order in which they were published', async () => {
  const subjectId = randomUUID();

  await app.get(UnitOfWork).run(async (tx) => {
    for (const weight of [1, 2, 3, 4, 5])
      await app.get(Outbox).publish(tx, parcelSent, { subjectId, payload: { weight, sentAt: new Date() } });
  });
  await app.drain();

  expect(recorder.sent.map(({ payload }) => payload.weight)).toEqual([1, 2, 3, 4, 5]);
});

test('a consumer that fails is tried again until it succeeds', async () => {
  const subjectId = randomUUID();
  recorder.failing.set('parcels.weigh', 2);

  await send(subjectId);
  await app.drain();

  const rows = await app.sql(
    `select consumer, state, failures, last_error from outbox_deliveries where subject_id = $1 order by consumer`,
    [subjectId],
  );
  expect(recorder.of('parcels.weigh')).toEqual([subjectId]);
  expect(recorder.of('parcels.announce')).toEqual([subjectId]);
  expect(rows).toEqual([
    { consumer: 'parcels.announce', state: 'done', failures: 0, last_error: null },
    { consumer: 'parcels.weigh', state: 'done', failures: 2, last_error: null },
  ]);
});
