import { Injectable } from '@nestjs/common';
import type { Id } from '../../kernel/index.js';
import { Cursors, NotFound, type PageQuery } from '../../platform/http/index.js';
import { Sellers } from '../sellers/index.js';
import { RatingsRepository } from './ratings.repository.js';
import type { ReviewPage, ReviewView, SellerRatingView } from './reviews.dto.js';
import { ReviewsRepository } from './reviews.repository.js';
import { ratingViewOf, reviewViewOf, unratedViewOf } from './reviews.view.js';

@Injectable()
export class ReviewQueries {
  constructor(
    private readonly reviews: ReviewsRepository,
    private readonly ratings: RatingsRepository,
    private readonly sellers: Sellers,
    private readonly cursors: Cursors,
  ) {}

  async review(id: Id<'rev'>): Promise<ReviewView> {
    const row = await this.reviews.find(id);
    if (!row) throw new NotFound({ what: 'review' });
    return reviewViewOf(row);
  }

  async ofSeller(sellerId: Id<'sel'>, { limit, cursor }: PageQuery): Promise<ReviewPage> {
    await this.assertKnown(sellerId);
    const filter = `reviews:${sellerId}`;
    const after = this.cursors.read<[string]>(cursor, filter);
    const rows = await this.reviews.ofSeller(sellerId, after?.[0] ?? null, limit + 1);
    const { data, page } = this.cursors.page(rows, limit, filter, (last) => [last.id]);
    return { data: data.map(reviewViewOf), page };
  }

  async rating(sellerId: Id<'sel'>): Promise<SellerRatingView> {
    const [sums] = await this.ratings.sums([sellerId]);
    if (sums) return ratingViewOf(sums);
    await this.assertKnown(sellerId);
    return unratedViewOf(sellerId);
  }

  private async assertKnown(sellerId: Id<'sel'>): Promise<void> {
    const known = await this.sellers.viewsOf([sellerId]);
    if (!known.has(sellerId)) throw new NotFound({ what: 'seller' });
  }
}
