import { Clock } from '../../../src/kernel/index.js';
import { startApp, type TestApp } from '../../support/index.js';
import { SandboxClockModule } from '../../../src/sandbox/clock.module.js';
import { ParcelModule, Recorder } from './parcels.js';

let app: TestApp;

beforeAll(async () => {
  app = await startApp({ modules: [ParcelModule, SandboxClockModule] });
});

afterAll(() => app.stop());

const move = (body: object) => app.http.post('/v1/sandbox/clock').send(body);

async function now(): Promise<string> {
  const answer = await app.http.get('/v1/sandbox/clock').expect(200);
  return answer.body.now as string;
}

test('the clock is stopped at an instant and moved on', async () => {
  const stopped = await move({ now: '2026-03-01T10:00:00Z', frozen: true }).expect(200);
  const moved = await move({ advanceBy: 'P1DT2H' }).expect(200);

  expect(stopped.body).toEqual({ now: '2026-03-01T10:00:00.000Z', frozen: true });
  expect(moved.body).toEqual({ now: '2026-03-02T12:00:00.000Z', frozen: true });
  expect(await now()).toBe('2026-03-02T12:00:00.000Z');
});

test('a clock that is let go runs on from where it stood', async () => {
  await move({ now: '2026-03-01T10:00:00Z', frozen: true }).expect(200);

  const answer = await move({ frozen: false }).expect(200);
  const later = await now();

  expect(answer.body.frozen).toBe(false);
  expect(later.slice(0, 15)).toBe('2026-03-01T10:0');
  expect(Date.parse(later)).toBeGreaterThanOrEqual(Date.parse(answer.body.now));
});

test('the clock can be set back', async () => {
  await move({ now: '2026-03-01T10:00:00Z', frozen: true }).expect(200);

  await move({ now: '2016-09-04T21:15:19Z', drain: true }).expect(200);

  expect(await now()).toBe('2016-09-04T21:15:19.000Z');
});

test('with drain it answers after what fell due has been handled', async () => {
  await move({ now: '2026-03-01T10:00:00Z', frozen: true }).expect(200);
  await app.drain();
  app.get(Recorder).reset();

  await move({ advanceBy: 'P2D', drain: true }).expect(200);

  expect(app.get(Recorder).calls.map(({ at }) => at.toISOString())).toEqual([
    '2026-03-02T02:00:00.000Z',
    '2026-03-03T02:00:00.000Z',
  ]);
});

test('it rests no more often than it is told to, and what falls due in between is not lost', async () => {
  await move({ now: '2026-03-01T10:00:00Z', frozen: true }).expect(200);
  await app.drain();
  const recorder = app.get(Recorder);
  recorder.reset();
  const times: string[] = [];
  recorder.onCall = async () => void times.push(app.get(Clock).now().toISOString());

  await move({ advanceBy: 'P3D', drain: true, restEvery: 'P1DT12H' }).expect(200);

  expect(recorder.calls.map(({ at }) => at.toISOString())).toEqual([
    '2026-03-02T02:00:00.000Z',
    '2026-03-03T02:00:00.000Z',
    '2026-03-04T02:00:00.000Z',
  ]);
  expect(times).toEqual(['2026-03-02T02:00:00.000Z', '2026-03-03T14:00:00.000Z', '2026-03-04T10:00:00.000Z']);
});

test.each([
  [{ now: '2026-03-01T10:00:00Z', advanceBy: 'P1D' }, '/advanceBy'],
  [{ now: 'yesterday' }, '/now'],
  [{ now: '2026-03-01' }, '/now'],
  [{ now: '1999-12-31T23:59:59Z' }, '/now'],
  [{ advanceBy: 'P90000D' }, '/advanceBy'],
  [{ advanceBy: '-P1D' }, '/advanceBy'],
  [{ advanceBy: 'P1M' }, '/advanceBy'],
  [{ frozen: 'yes' }, '/frozen'],
  [{ advanceBy: 'P1D', restEvery: 'often' }, '/restEvery'],
])('refuses %j and leaves the clock alone', async (body, pointer) => {
  await move({ now: '2026-03-01T10:00:00Z', frozen: true }).expect(200);

  const answer = await move(body).expect(422);

  expect(answer.body.errors[0].pointer).toBe(pointer);
  expect(await now()).toBe('2026-03-01T10:00:00.000Z');
});
