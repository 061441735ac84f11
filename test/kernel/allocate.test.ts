import fc from 'fast-check';
import { allocate, money, negate, sum } from '../../src/kernel/index.js';

const amounts = (total: number, weights: number[]): number[] =>
  allocate(money(total, 'USD'), weights).map(({ amount }) => amount);

const total = fc.integer({ min: -1_000_000_000_000, max: 1_000_000_000_000 });
const weights = fc
  .array(fc.integer({ min: 0, max: 1_000_000_000 }), { minLength: 1, maxLength: 20 })
  .filter((all) => all.some((weight) => weight > 0));

describe('an allocation', () => {
  it.each([
    [100, [1, 1, 1], [34, 33, 33]],
    [101, [1, 1, 1], [34, 34, 33]],
    [-100, [1, 1, 1], [-34, -33, -33]],
    [10, [0, 1], [0, 10]],
    [1, [1, 1, 1, 1], [1, 0, 0, 0]],
    [100, [12, 33, 55], [12, 33, 55]],
    [7, [3, 5], [3, 4]],
    [0, [2, 3], [0, 0]],
  ])('of %i by %p is %p', (of, by, expected) => {
    expect(amounts(of, by)).toEqual(expected);
  });

  it.each([[[]], [[0, 0]], [[-1, 2]], [[0.5]], [[Number.NaN]]])('refuses the weights %p', (by) => {
    expect(() => amounts(100, by)).toThrow(RangeError);
  });

  it('adds up to what was allocated', () => {
    fc.assert(
      fc.property(total, weights, (of, by) => {
        expect(sum('USD', allocate(money(of, 'USD'), by))).toEqual(money(of, 'USD'));
      }),
    );
  });

  it('gives each part its exact share, rounded to a unit next to it', () => {
    fc.assert(
      fc.property(total, weights, (of, by) => {
        const all = by.reduce((a, b) => a + BigInt(b), 0n);
        const parts = amounts(of, by);

        const errors = parts.map((part, i) => BigInt(part) * all - BigInt(of) * BigInt(by[i] ?? 0));
        expect(errors.every((error) => error < all && error > -all)).toBe(true);
      }),
    );
  });

  it('mirrors for negative amounts', () => {
    fc.assert(
      fc.property(total, weights, (of, by) => {
        expect(allocate(money(-of, 'USD'), by)).toEqual(allocate(money(of, 'USD'), by).map(negate));
      }),
    );
  });

  it('gives nothing to a weight of zero and never less to a larger weight', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 1_000_000 }), weights, (of, by) => {
        const parts = amounts(of, by).map((part, i) => ({ part, weight: by[i] ?? 0 }));

        expect(parts.every(({ part, weight }) => weight > 0 || part === 0)).toBe(true);
        const sorted = parts.sort((a, b) => a.weight - b.weight || a.part - b.part);
        expect(sorted.every(({ part }, i) => part >= (sorted[i - 1]?.part ?? 0))).toBe(true);
      }),
    );
  });
});
