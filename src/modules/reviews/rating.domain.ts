/** z of a two-sided 95 % interval, as the published ratings use it. */
export const Z_95 = 1.96;
/** z of a one-sided 95 % bound. */
export const Z_ONE_SIDED_95 = 1.644854;

/** So many imaginary reviews of the mean of all sellers count with a seller's own. */
export const PRIOR_WEIGHT = 10;

/** A review of so many stars or more is a positive one. */
export const POSITIVE_FROM = 4;

const STARS = 5;
const DAY_MS = 86_400_000;
const HALF_LIFE_DAYS = 180;

export interface Interval {
  readonly low: number;
  readonly high: number;
}

/** Wilson's score interval of a proportion, without continuity correction (Wilson 1927); (0, 1) without trials. */
export function wilson(successes: number, trials: number, z: number): Interval {
  if (trials === 0) return { low: 0, high: 1 };
  const p = successes / trials;
  const square = z * z;
  const centre = p + square / (2 * trials);
  const half = z * Math.sqrt((p * (1 - p)) / trials + square / (4 * trials * trials));
  const scale = 1 + square / trials;
  return { low: Math.max(0, (centre - half) / scale), high: Math.min(1, (centre + half) / scale) };
}

/** The mean of the ratings and of `weight` imaginary ones of `mean`. */
export function bayesianMean(count: number, sum: number, mean: number, weight = PRIOR_WEIGHT): number {
  return (weight * mean + sum) / (weight + count);
}

export interface StarBound {
  readonly mean: number;
  readonly lowerBound: number;
}

/**
 * Mean and lower bound of star ratings with one pseudo-vote for each star (Dirichlet prior, normal approximation).
 * Counts run from one star to five.
 */
export function starLowerBound(counts: readonly number[], z = Z_ONE_SIDED_95): StarBound {
  const votes = Array.from({ length: STARS }, (_, i) => ({ stars: i + 1, count: (counts[i] ?? 0) + 1 }));
  const all = votes.reduce((sum, { count }) => sum + count, 0);
  const moment = (power: number): number =>
    votes.reduce((sum, { stars, count }) => sum + (stars ** power * count) / all, 0);
  const mean = moment(1);
  return { mean, lowerBound: mean - z * Math.sqrt((moment(2) - mean * mean) / (all + 1)) };
}

/** The published composite of the dimensions; the weights add up to one. */
export function composite(dimensions: {
  readonly itemAsDescribed: number;
  readonly communication: number;
  readonly shippingSpeed: number;
}): number {
  return 0.5 * dimensions.itemAsDescribed + 0.25 * dimensions.communication + 0.25 * dimensions.shippingSpeed;
}

/** Sums of ratings whose weight halves every 180 days, as of an instant. */
export interface Decayed {
  readonly sum: number;
  readonly weight: number;
  readonly at: Date;
}

/** 2^(−age/180 d); the age of what comes later than `from` is negative. */
export const decay = (from: Date, to: Date): number =>
  2 ** (-(to.getTime() - from.getTime()) / DAY_MS / HALF_LIFE_DAYS);

/** The sums with one rating more; a late arrival comes in with its own age. */
export function addRating(sums: Decayed, rating: number, ratedAt: Date): Decayed {
  return weigh(sums, rating, ratedAt, 1);
}

/** The sums without a rating that was added before. */
export function removeRating(sums: Decayed, rating: number, ratedAt: Date): Decayed {
  return weigh(sums, rating, ratedAt, -1);
}

function weigh(sums: Decayed, rating: number, ratedAt: Date, sign: 1 | -1): Decayed {
  const at = ratedAt > sums.at ? ratedAt : sums.at;
  const aged = decay(sums.at, at);
  const weight = sign * decay(ratedAt, at);
  return { sum: sums.sum * aged + rating * weight, weight: sums.weight * aged + weight, at };
}

/** The mean of decayed sums, pulled towards `mean` by `weight` imaginary ratings of today. */
export function decayedMean({ sum, weight }: Decayed, prior = { weight: 0, mean: 0 }): number {
  return (prior.weight * prior.mean + sum) / (prior.weight + weight);
}
