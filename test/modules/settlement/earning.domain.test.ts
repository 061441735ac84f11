import fc from 'fast-check';
import { money } from '../../../src/kernel/index.js';
import {
  releaseAtConfirmation,
  releaseAtDelivery,
  splitReserve,
  tierOf,
} from '../../../src/modules/settlement/earning.domain.js';

const at = (text: string) => new Date(text);

describe('the release clock', () => {
  it('runs from delivery for the hold of the tier', () => {
    expect(releaseAtDelivery(at('2026-03-01T10:00:00Z'), { holdDays: 14 })).toEqual(at('2026-03-15T10:00:00Z'));
  });

  it('is shortened by a confirmation to a day after it', () => {
    const releaseAt = at('2026-03-15T10:00:00Z');

    expect(releaseAtConfirmation(releaseAt, at('2026-03-02T08:00:00Z'), 1)).toEqual(at('2026-03-03T08:00:00Z'));
  });

  it('is never lengthened by a confirmation', () => {
    const releaseAt = at('2026-03-15T10:00:00Z');

    expect(releaseAtConfirmation(releaseAt, at('2026-03-15T09:00:00Z'), 1)).toEqual(releaseAt);
  });
});

describe('the rolling reserve', () => {
  it('keeps 9.00 of 90.00 at 10 %', () => {
    const { available, reserve } = splitReserve(money(9_000, 'USD'), 1_000);

    expect([available.amount, reserve.amount]).toEqual([8_100, 900]);
  });

  it('loses nothing of any net at any rate', () => {
    fc.assert(
      fc.property(fc.nat(1_000_000_000), fc.integer({ min: 0, max: 10_000 }), (net, bps) => {
        const { available, reserve } = splitReserve(money(net, 'JPY'), bps);
        expect(available.amount + reserve.amount).toBe(net);
        expect(Math.min(available.amount, reserve.amount)).toBeGreaterThanOrEqual(0);
      }),
    );
  });
});

describe('a tier', () => {
  it('that nobody knows is that of a new seller', () => {
    expect([tierOf('T2'), tierOf(undefined), tierOf('gold')]).toEqual(['T2', 'T0', 'T0']);
  });
});
