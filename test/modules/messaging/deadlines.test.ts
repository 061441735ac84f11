import { randomUUID } from 'node:crypto';
import { Injectable, Module } from '@nestjs/common';
import { Clock } from '../../../src/kernel/index.js';
import { SandboxClock } from '../../../src/platform/clock/index.js';
import { UnitOfWork } from '../../../src/platform/database/index.js';
import { Deadlines, Every, Timeline } from '../../../src/platform/messaging/index.js';
import { startApp, type TestApp } from '../../support/index.js';
import { ParcelModule, Recorder } from './parcels.js';

const NOON = new Date('2026-05-04T12:00:00.000Z');
const hoursLater = (hours: number): Date => new Date(NOON.getTime() + hours * 3_600_000);

/** Looks around every three hours. */
@Injectable()
class Lookout {
  readonly seen: string[] = [];

  @Every('test.look-around', { every: 'PT3H' })
  look(at: Date): Promise<void> {
    this.seen.push(at.toISOString());
    return Promise.resolve();
  }
}

@Module({ providers: [Lookout] })
class LookoutModule {}

let app: TestApp;
let recorder: Recorder;

beforeAll(async () => {
  app = await startApp({ modules: [ParcelModule, LookoutModule] });
  recorder = app.get(Recorder);
});

afterAll(() => app.stop());

beforeEach(async () => {
  await app.get(Timeline).advanceTo(NOON, true);
  recorder.reset();
});

async function set(kind: string, subjectId: string, dueAt: Date): Promise<void> {
  await app.get(UnitOfWork).run((tx) => app.get(Deadlines).set(tx, kind, subjectId, dueAt));
}

/** When, on the marketplace clock, each handler was called. */
function watchTheClock(): string[] {
  const seen: string[] = [];
  recorder.onCall = async (consumer, subjectId) => {
    seen.push(`${consumer} ${subjectId} ${app.get(Clock).now().toISOString()}`);
  };
  return seen;
}

test('a deadline fires once when the clock has reached it, not before', async () => {
  const parcel = randomUUID();
  await set('parcels.arrival', parcel, hoursLater(2));

  await app.advance('PT1H59M59S');
  const before = recorder.of('parcels.arrival');
  await app.advance('PT1S');
  await app.advance('PT5H');

  expect(before).toEqual([]);
  expect(recorder.calls.filter(({ consumer }) => consumer === 'parcels.arrival')).toEqual([
    { consumer: 'parcels.arrival', subjectId: parcel, at: hoursLater(2) },
  ]);
});

test('setting a deadline again moves it', async () => {
  const parcel = randomUUID();
  await set('parcels.arrival', parcel, hoursLater(1));

  await set('parcels.arrival', parcel, hoursLater(3));
  await app.advance('PT2H');
  const early = recorder.of('parcels.arrival');
  await app.advance('PT1H');

  expect(early).toEqual([]);
  expect(recorder.of('parcels.arrival')).toEqual([parcel]);
});

test('a cancelled deadline does not fire', async () => {
  const parcel = randomUUID();
  await set('parcels.arrival', parcel, hoursLater(1));

  await app.get(UnitOfWork).run((tx) => app.get(Deadlines).cancel(tx, 'parcels.arrival', parcel));
  await app.advance('PT2H');

  expect(recorder.of('parcels.arrival')).toEqual([]);
  expect(await app.sql('select outcome from deadlines where subject_id = $1', [parcel])).toEqual([
    { outcome: 'cancelled' },
  ]);
});

test('a deadline of a kind that nothing handles is refused', async () => {
  const parcel = randomUUID();

  await expect(set('parcels.nobody', parcel, NOON)).rejects.toThrow('No @OnDeadline method for parcels.nobody');

  expect(await app.sql('select 1 from deadlines where subject_id = $1', [parcel])).toEqual([]);
});

test('a deadline that lies in the past fires after the commit', async () => {
  const parcel = randomUUID();

  await set('parcels.arrival', parcel, hoursLater(-1));
  await app.drain();

  expect(recorder.of('parcels.arrival')).toEqual([parcel]);
});

test('moving the clock calls every handler at its own time, in order', async () => {
  const [first, second, third] = [randomUUID(), randomUUID(), randomUUID()];
  await set('parcels.arrival', second, hoursLater(5));
  await set('parcels.return', first, hoursLater(3));
  await set('parcels.arrival', third, hoursLater(6));
  const seen = watchTheClock();

  await app.advance('PT10H');

  expect(seen).toEqual([
    `parcels.return ${first} 2026-05-04T15:00:00.000Z`,
    `parcels.arrival ${second} 2026-05-04T17:00:00.000Z`,
    `parcels.arrival ${third} 2026-05-04T18:00:00.000Z`,
  ]);
  expect(app.get(Clock).now()).toEqual(hoursLater(10));
});

test('a deadline that a handler sets on the way fires on the way', async () => {
  const parcel = randomUUID();
  await set('parcels.arrival', parcel, hoursLater(1));
  const seen = watchTheClock();
  const note = recorder.onCall;
  recorder.onCall = async (consumer, subjectId) => {
    await note(consumer, subjectId);
    if (consumer === 'parcels.arrival') await set('parcels.return', subjectId, hoursLater(4));
    if (consumer === 'parcels.return' && seen.length === 2) await set('parcels.return', subjectId, hoursLater(2));
  };

  await app.advance('PT10H');

  expect(seen).toEqual([
    `parcels.arrival ${parcel} 2026-05-04T13:00:00.000Z`,
    `parcels.return ${parcel} 2026-05-04T16:00:00.000Z`,
    `parcels.return ${parcel} 2026-05-04T16:00:00.000Z`,
  ]);
});

test('a schedule is called at each of its occurrences', async () => {
  await app.advance('P3D');

  const calls = recorder.calls.filter(({ consumer }) => consumer === 'parcels.count');
  expect(calls.map(({ at }) => at.toISOString())).toEqual([
    '2026-05-05T02:00:00.000Z',
    '2026-05-06T02:00:00.000Z',
    '2026-05-07T02:00:00.000Z',
  ]);
});

test('a schedule that comes every few hours is made up for once, at the end of the way', async () => {
  const { seen } = app.get(Lookout);
  seen.length = 0;

  await app.advance('P3D');
  await app.advance('PT4H');

  expect(seen).toEqual(['2026-05-07T12:00:00.000Z', '2026-05-07T15:00:00.000Z']);
});

test('a schedule that missed occurrences is called once, for the latest', async () => {
  await app.get(SandboxClock).set(hoursLater(24 * 9), true);
  await app.drain();

  const calls = recorder.calls.filter(({ consumer }) => consumer === 'parcels.count');
  expect(calls.map(({ at }) => at.toISOString())).toEqual(['2026-05-13T02:00:00.000Z']);
});

test('after the clock was set back years, schedules are called again from there on', async () => {
  await app.get(Timeline).advanceTo(new Date('2016-09-01T00:00:00Z'), true);

  await app.advance('P1D');

  const calls = recorder.calls.filter(({ consumer }) => consumer === 'parcels.count');
  expect(calls.map(({ at }) => at.toISOString())).toEqual(['2016-09-01T02:00:00.000Z']);
});
