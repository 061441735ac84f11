import fc from 'fast-check';
import { isDuration, millisecondsOf, plus } from '../../src/kernel/index.js';

describe('durations', () => {
  it.each([
    ['P7D', 604_800_000],
    ['PT30M', 1_800_000],
    ['PT1H', 3_600_000],
    ['PT1S', 1_000],
    ['P1DT2H3M4S', 93_784_000],
    ['PT0S', 0],
  ])('%s is %i milliseconds', (text, expected) => {
    expect(millisecondsOf(text)).toBe(expected);
  });

  it.each(['', 'P', 'PT', 'P1DT', '7D', 'P1M', 'P1Y', 'P1W', 'P-1D', 'P1.5D', 'PT1H30', ' P1D', 'p1d'])(
    'do not read “%s”',
    (text) => {
      expect(isDuration(text)).toBe(false);
      expect(() => millisecondsOf(text)).toThrow(`Not a duration: ${text}`);
    },
  );

  it('add up', () => {
    const part = fc.integer({ min: 0, max: 1_000 });
    fc.assert(
      fc.property(part, part, part, part, (days, hours, minutes, seconds) => {
        const whole = millisecondsOf(`P${days}DT${hours}H${minutes}M${seconds}S`);

        expect(whole).toBe((((days * 24 + hours) * 60 + minutes) * 60 + seconds) * 1_000);
      }),
    );
  });

  it('move an instant', () => {
    const at = new Date('2026-02-28T23:00:00.000Z');

    expect(plus(at, 'P1DT1H').toISOString()).toBe('2026-03-02T00:00:00.000Z');
    expect(at.toISOString()).toBe('2026-02-28T23:00:00.000Z');
  });
});
