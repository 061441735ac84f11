import { Injectable } from '@nestjs/common';
import type { Id } from '../../kernel/index.js';
import type { Tx } from '../../platform/database/index.js';
import { ImportReview, type ImportedReview } from './import-review.js';
import { bayesianMean, wilson, Z_95 } from './rating.domain.js';
import { RatingsRepository } from './ratings.repository.js';

export interface SellerRating {
  readonly count: number;
  readonly bayesianMean: number;
  readonly wilsonLowerBound: number;
}

@Injectable()
export class Reviews {
  constructor(
    private readonly ratings: RatingsRepository,
    private readonly importReview: ImportReview,
  ) {}

  /** The ratings of those sellers that have reviews. */
  async ratingsOf(sellerIds: readonly string[]): Promise<Map<string, SellerRating>> {
    const sums = await this.ratings.sums(sellerIds);
    return new Map(
      sums.map(({ sellerId, count, sum, positive, allCount, allSum }) => {
        const mean = bayesianMean(count, sum, allSum / allCount);
        return [sellerId, { count, bayesianMean: mean, wilsonLowerBound: wilson(positive, count, Z_95).low }];
      }),
    );
  }

  /** Takes over a review that was written elsewhere, marked as not verified. @throws NotFound, AlreadyReviewed */
  async import(tx: Tx, review: ImportedReview): Promise<Id<'rev'>> {
    const { id } = await this.importReview.run(tx, review);
    return id;
  }
}
