/** Below so many comparable prices a median says nothing. */
export const COMPARABLES_NEEDED = 8;

/** 0.6745 is the 0.75 quantile of the normal distribution (Iglewicz and Hoaglin 1993). */
const CONSISTENCY = 0.6745;

export interface PriceOutlier {
  readonly median: number;
  /** Median absolute deviation. */
  readonly mad: number;
  readonly ratio: number;
  /** Null where all prices but few are equal: then only the ratio speaks. */
  readonly modifiedZ: number | null;
}

export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = Math.floor(sorted.length / 2);
  const upper = sorted[middle] ?? Number.NaN;
  return sorted.length % 2 === 1 ? upper : ((sorted[middle - 1] ?? Number.NaN) + upper) / 2;
}

/** How far a price lies from the prices it is compared with, itself among them. */
export function priceOutlier(prices: readonly number[], price: number): PriceOutlier {
  const middle = median(prices);
  const mad = median(prices.map((other) => Math.abs(other - middle)));
  const modifiedZ = mad === 0 ? null : (CONSISTENCY * (price - middle)) / mad;
  return { median: middle, mad, ratio: price / middle, modifiedZ };
}

/** The price as a part of its model's median; undefined where too few comparables make it unknown. */
export function ratioToMedian(
  price: number,
  model: { readonly amount: number; readonly count: number } | undefined,
): number | undefined {
  if (!model || model.count < COMPARABLES_NEEDED || model.amount <= 0) return undefined;
  return price / model.amount;
}
