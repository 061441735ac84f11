import { Injectable } from '@nestjs/common';
import { Clock } from '../../kernel/index.js';
import { newId, type Tx } from '../../platform/database/index.js';
import { Outbox } from '../../platform/messaging/index.js';
import { RatingsRepository } from './ratings.repository.js';
import { reviewPublished } from './reviews.events.js';
import { ReviewsRepository, type ReviewRow } from './reviews.repository.js';

export type NewReview = Omit<ReviewRow, 'id' | 'reply' | 'repliedAt' | 'publishedAt'>;

/** Writes a review and adds it to the running sums: both or neither. */
@Injectable()
export class PublishReview {
  constructor(
    private readonly clock: Clock,
    private readonly reviews: ReviewsRepository,
    private readonly ratings: RatingsRepository,
    private readonly outbox: Outbox,
  ) {}

  /** @throws AlreadyReviewed */
  async run(tx: Tx, review: NewReview): Promise<ReviewRow> {
    const { sellerOrderId, sellerId, overall } = review;
    const publishedAt = this.clock.now();
    const row: ReviewRow = { ...review, id: newId('rev'), reply: null, repliedAt: null, publishedAt };
    await this.reviews.insert(tx, row);
    const payload = { reviewId: row.id, sellerOrderId, sellerId, overall };
    await this.outbox.publish(tx, reviewPublished, { subjectId: row.id, sellerId, payload });
    await this.ratings.add(tx, sellerId, review, publishedAt);
    return row;
  }
}
