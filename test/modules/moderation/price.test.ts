import { priceOutlier, ratioToMedian } from '../../../src/modules/moderation/price.domain.js';

describe('a price far below its model', () => {
  it('stands out of the prices of the same model', () => {
    const { median, mad, ratio, modifiedZ } = priceOutlier([980, 1000, 1020, 1050, 990, 1010, 970, 1100, 250], 250);

    expect({ median, mad, ratio }).toEqual({ median: 1000, mad: 20, ratio: 0.25 });
    expect(modifiedZ).toBeCloseTo(-25.29, 2);
  });

  it('falls back to the ratio where all prices are the same', () => {
    expect(priceOutlier([100, 100, 100, 25], 25)).toEqual({ median: 100, mad: 0, ratio: 0.25, modifiedZ: null });
  });

  it('is unknown with fewer than eight comparables', () => {
    expect(ratioToMedian(250, { amount: 1000, count: 7 })).toBeUndefined();
    expect(ratioToMedian(250, { amount: 1000, count: 8 })).toBe(0.25);
    expect(ratioToMedian(250, undefined)).toBeUndefined();
  });
});
