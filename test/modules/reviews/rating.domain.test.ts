import fc from 'fast-check';
import {
  addRating,
  bayesianMean,
  composite,
  decayedMean,
  removeRating,
  starLowerBound,
  wilson,
  Z_ONE_SIDED_95,
  type Decayed,
} from '../../../src/modules/reviews/rating.domain.js';

const Z = 1.959964;
const NOW = new Date('2026-06-30T00:00:00Z');
const daysAgo = (days: number): Date => new Date(NOW.getTime() - days * 86_400_000);
const nothing = (at: Date): Decayed => ({ sum: 0, weight: 0, at });

describe('the Wilson interval', () => {
  it.each([
    [81, 263, '0.2553', '0.3662'],
    [15, 148, '0.0624', '0.1605'],
    [0, 20, '0.0000', '0.1611'],
    [1, 29, '0.0061', '0.1718'],
    [29, 29, '0.8830', '1.0000'],
  ])('agrees with the published table for %i of %i', (k, n, low, high) => {
    const interval = wilson(k, n, Z);

    expect([interval.low.toFixed(4), interval.high.toFixed(4)]).toEqual([low, high]);
  });

  it.each([
    [0, 1, 0, 0.793451],
    [1, 1, 0.206549, 1],
    [5, 5, 0.565518, 1],
    [10, 10, 0.722467, 1],
    [95, 100, 0.88825, 0.978456],
    [950, 1000, 0.934686, 0.96187],
    [50, 100, 0.403832, 0.596168],
    [37, 40, 0.801358, 0.974164],
    [18, 40, 0.307053, 0.601709],
  ])('of %i of %i is from %f to %f', (k, n, low, high) => {
    const interval = wilson(k, n, Z);

    expect(interval.low).toBeCloseTo(low, 6);
    expect(interval.high).toBeCloseTo(high, 6);
  });

  it.each([
    [1, 1, 0.269866],
    [5, 5, 0.648883],
    [95, 100, 0.900839],
    [9, 10, 0.652281],
  ])('of %i of %i has the one-sided bound %f', (k, n, low) => {
    expect(wilson(k, n, Z_ONE_SIDED_95).low).toBeCloseTo(low, 6);
  });

  it('knows nothing without trials', () => {
    expect(wilson(0, 0, Z)).toEqual({ low: 0, high: 1 });
  });
});

describe('the Bayesian mean', () => {
  it.each([
    [1, 5, 4.272727],
    [10, 49, 4.55],
    [100, 480, 4.745455],
    [1000, 4500, 4.49703],
    [2, 2, 3.666667],
    [0, 0, 4.2],
  ])('of %i ratings with the sum %i is %f', (count, sum, mean) => {
    expect(bayesianMean(count, sum, 4.2)).toBeCloseTo(mean, 6);
  });

  it('is composed of the dimensions by their weights', () => {
    const dimensions = { itemAsDescribed: 4.745455, communication: 4.55, shippingSpeed: 4.49703 };

    expect(composite(dimensions)).toBeCloseTo(4.634485, 6);
  });
});

describe('the lower bound of stars', () => {
  it.each([
    [[0, 0, 0, 0, 1], 3.333333, 2.406563],
    [[0, 0, 0, 0, 10], 4.333333, 3.82046],
    [[1, 1, 3, 15, 80], 4.638095, 4.509293],
    [[40, 0, 0, 0, 40], 3, 2.650517],
    [[0, 0, 0, 0, 0], 3, 2.050343],
  ])('of the counts %j is right', (counts, mean, lowerBound) => {
    const bound = starLowerBound(counts);

    expect(bound.mean).toBeCloseTo(mean, 6);
    expect(bound.lowerBound).toBeCloseTo(lowerBound, 6);
  });
});

describe('ratings that lose weight with time', () => {
  const RATINGS: [rating: number, days: number][] = [
    [3, 360],
    [1, 180],
    [5, 90],
    [5, 0],
  ];

  const fed = (ratings: readonly [number, number][]): Decayed =>
    ratings.reduce((sums, [rating, days]) => addRating(sums, rating, daysAgo(days)), nothing(daysAgo(360)));

  it('have the weighted mean of the worked example', () => {
    const sums = fed(RATINGS);

    expect(sums.sum).toBeCloseTo(9.785534, 6);
    expect(sums.weight).toBeCloseTo(2.457107, 6);
    expect(decayedMean(sums)).toBeCloseTo(3.982543, 6);
    expect(decayedMean(sums, { weight: 5, mean: 4.2 })).toBeCloseTo(4.128348, 6);
  });

  const rating = fc.tuple(fc.integer({ min: 1, max: 5 }), fc.integer({ min: 0, max: 1000 }));
  const ratings = fc.array(rating, { minLength: 1, maxLength: 20 });

  it('do not depend on the order they come in', () => {
    fc.assert(
      fc.property(ratings, (given) => {
        const latest = [[3, 0] as [number, number]];
        const [forwards, backwards] = [fed([...given, ...latest]), fed([...latest, ...given].reverse())];

        expect(Math.abs(forwards.sum - backwards.sum)).toBeLessThan(1e-9);
        expect(Math.abs(forwards.weight - backwards.weight)).toBeLessThan(1e-9);
      }),
    );
  });

  it('are as before when one is removed and put back', () => {
    fc.assert(
      fc.property(ratings, rating, (given, [stars, days]) => {
        const before = fed([...given, [3, 0]]);

        const after = addRating(removeRating(before, stars, daysAgo(days)), stars, daysAgo(days));

        expect(Math.abs(after.sum - before.sum)).toBeLessThan(1e-9);
        expect(Math.abs(after.weight - before.weight)).toBeLessThan(1e-9);
      }),
    );
  });
});
