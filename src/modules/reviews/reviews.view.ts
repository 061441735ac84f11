import { toWire } from '../../kernel/index.js';
import { bayesianMean, composite, decayedMean, starLowerBound, wilson, Z_95 } from './rating.domain.js';
import type { RatingSums } from './ratings.repository.js';
import type { ReviewView, SellerRatingView } from './reviews.dto.js';
import type { ReviewRow } from './reviews.repository.js';

/** So many imaginary reviews of today pull the recent mean towards that of all sellers. */
const RECENT_PRIOR = 5;

export function reviewViewOf(row: ReviewRow): ReviewView {
  const { overall, itemAsDescribed, communication, shippingSpeed, text, reply, repliedAt } = row;
  return {
    id: toWire('rev', row.id),
    sellerId: toWire('sel', row.sellerId),
    ...{ overall, itemAsDescribed, communication, shippingSpeed, text },
    isVerified: row.reference === null,
    reply: reply !== null && repliedAt ? { text: reply, repliedAt: repliedAt.toISOString() } : null,
    publishedAt: row.publishedAt.toISOString(),
  };
}

/** The published figures of a seller, all computed from running sums. */
export function ratingViewOf(sums: RatingSums): SellerRatingView {
  const { count, sum, positive, stars, allCount, allSum } = sums;
  const meanOfAll = allSum / allCount;
  const decayed = { sum: sums.decayedSum, weight: sums.decayedWeight, at: sums.decayedAt };
  const dimensions = {
    itemAsDescribed: sums.itemAsDescribed / count,
    communication: sums.communication / count,
    shippingSpeed: sums.shippingSpeed / count,
  };
  return {
    sellerId: toWire('sel', sums.sellerId),
    count,
    mean: sum / count,
    bayesianMean: bayesianMean(count, sum, meanOfAll),
    recentMean: decayedMean(decayed, { weight: RECENT_PRIOR, mean: meanOfAll }),
    wilsonLowerBound: wilson(positive, count, Z_95).low,
    starLowerBound: starLowerBound(stars).lowerBound,
    positive,
    dimensions,
    composite: composite(dimensions),
    stars: [...stars],
    meanOfAll,
  };
}

/** What is said of a seller that nobody has reviewed. */
export function unratedViewOf(sellerId: string): SellerRatingView {
  return {
    sellerId: toWire('sel', sellerId),
    count: 0,
    positive: 0,
    stars: [0, 0, 0, 0, 0],
    ...{ mean: null, bayesianMean: null, recentMean: null, wilsonLowerBound: null, starLowerBound: null },
    ...{ dimensions: null, composite: null, meanOfAll: null },
  };
}
