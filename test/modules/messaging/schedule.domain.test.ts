import { nextOccurrence, nextStop, strideFor } from '../../../src/platform/messaging/schedule.domain.js';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const at = (text: string): Date => new Date(`2026-05-${text}Z`);

test.each([
  ['04T01:59:59', '04T02:00:00'],
  ['04T02:00:00', '05T02:00:00'],
  ['04T12:00:00', '05T02:00:00'],
])('after %s the daily occurrence at two is %s', (after, expected) => {
  expect(nextOccurrence({ everyMs: DAY, offsetMs: 2 * HOUR }, at(after))).toEqual(at(expected));
});

test('before 1970 there are occurrences too', () => {
  const next = nextOccurrence({ everyMs: DAY, offsetMs: 2 * HOUR }, new Date('1969-12-31T03:00:00Z'));

  expect(next).toEqual(new Date('1970-01-01T02:00:00Z'));
});

test.each([
  [HOUR, 60_000],
  [DAY - 1, 60_000],
  [DAY, HOUR],
  [2 * DAY, HOUR],
  [60 * DAY, HOUR],
  [90 * DAY, DAY],
  [4_000 * DAY, 10 * DAY],
])('a way of %d ms stops at least %d ms apart', (way, stride) => {
  expect(strideFor(way)).toBe(stride);
});

test('the clock stops where something is due', () => {
  expect(nextStop(at('04T15:00:00'), at('04T12:00:00'), at('05T12:00:00'), HOUR)).toEqual(at('04T15:00:00'));
});

test('what is due shortly after a stop waits for the stride', () => {
  expect(nextStop(at('04T12:10:00'), at('04T12:00:00'), at('05T12:00:00'), HOUR)).toEqual(at('04T13:00:00'));
});

test('the clock does not pass its target', () => {
  expect(nextStop(at('04T12:50:00'), at('04T12:00:00'), at('04T12:55:00'), HOUR)).toEqual(at('04T12:55:00'));
});

test('when nothing is due on the way the clock goes straight to its target', () => {
  expect(nextStop(undefined, at('04T12:00:00'), at('05T12:00:00'), HOUR)).toEqual(at('05T12:00:00'));
  expect(nextStop(at('06T12:00:00'), at('04T12:00:00'), at('05T12:00:00'), HOUR)).toEqual(at('05T12:00:00'));
});
