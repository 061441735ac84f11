import { randomUUID } from 'node:crypto';
import { asId } from '../../../src/kernel/index.js';
import { UnitOfWork } from '../../../src/platform/database/index.js';
import { Outbox } from '../../../src/platform/messaging/index.js';
import { DeliveriesRepository } from '../../../src/platform/messaging/deliveries.repository.js';
import { startApp, type TestApp } from '../../support/index.js';
import { ParcelModule, parcelSent, Recorder } from './parcels.js';

const KEEP_DAYS = 7;
const FEED_DAYS = 30;

let app: TestApp;

beforeAll(async () => {
  app = await startApp({ modules: [ParcelModule] });
});

afterAll(() => app.stop());

/** The event and its two deliveries, as if they had been handled so many days ago. */
async function sent(days: number, sellerId?: string): Promise<string> {
  const payload = { weight: 1, sentAt: new Date(0) };
  const publication = { subjectId: randomUUID(), payload, sellerId: sellerId && asId<'sel'>(sellerId) };
  const id = await app.get(UnitOfWork).run((tx) => app.get(Outbox).publish(tx, parcelSent, publication as never));
  await app.drain();
  await app.sql(`update outbox_events set created_at = now() - $2 * interval '1 day' where id = $1`, [id, days]);
  await app.sql(
    `update outbox_deliveries set created_at = now() - $2 * interval '1 day', done_at = now() - $2 * interval '1 day'
      where event_id = $1`,
    [id, days],
  );
  return id;
}

const purge = (): Promise<boolean> => app.get(DeliveriesRepository).purge(KEEP_DAYS, FEED_DAYS);
const left = async (ids: readonly string[]): Promise<string[]> => {
  const rows = await app.sql<{ id: string }>('select id from outbox_events where id = any($1)', [ids]);
  return ids.filter((id) => rows.some((row) => row.id === id));
};

test('events that are handled go with their deliveries, those of a seller when the feed has had them for 30 days', async () => {
  const young = await sent(KEEP_DAYS - 1);
  const old = await sent(KEEP_DAYS + 1);
  const inFeed = await sent(FEED_DAYS - 1, randomUUID());
  const outOfFeed = await sent(FEED_DAYS + 1, randomUUID());

  const hasMore = await purge();

  expect(await left([young, old, inFeed, outOfFeed])).toEqual([young, inFeed]);
  expect(hasMore).toBe(false);
  const deliveries = await app.sql('select event_id from outbox_deliveries where event_id = any($1)', [
    [young, old, inFeed, outOfFeed],
  ]);
  expect(deliveries).toEqual([{ event_id: young }, { event_id: young }]);
});

test('an event of which one delivery is still open stays, and is handled when the delivery is revived', async () => {
  const id = await sent(FEED_DAYS + 60);
  await app.sql(`update outbox_deliveries set state = 'dead' where event_id = $1 and consumer = 'parcels.weigh'`, [id]);

  await purge();
  const whileDead = await left([id]);
  app.get(Recorder).reset();
  await app.sql(`update outbox_deliveries set state = 'waiting', next_attempt_at = now() where event_id = $1`, [id]);
  await app.drain();
  const [event] = app.get(Recorder).sent;
  await purge();

  expect(whileDead).toEqual([id]);
  expect(event?.id).toBe(id);
  expect(await left([id])).toEqual([]);
});

test('an event that nobody listens to goes after the days of the feed', async () => {
  const [kept, gone] = await Promise.all([sent(FEED_DAYS - 1), sent(FEED_DAYS + 1)]);
  await app.sql('delete from outbox_deliveries where event_id = any($1)', [[kept, gone]]);

  await purge();

  expect(await left([kept, gone])).toEqual([kept]);
});

test('a purge takes 5,000 events at once and says that there are more', async () => {
  await app.sql(
    `insert into outbox_events (id, name, version, subject_id, payload, occurred_at, created_at)
     select gen_random_uuid(), 'test.old', 1, '', '{}', now(), now() - interval '90 days' from generate_series(1, 6000)`,
  );

  const answers = [await purge(), await purge()];

  expect(answers).toEqual([true, false]);
  expect(await app.sql(`select count(*)::int from outbox_events where name = 'test.old'`)).toEqual([{ count: 0 }]);
});
