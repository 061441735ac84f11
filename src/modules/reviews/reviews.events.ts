import type { Id } from '../../kernel/index.js';
import { declareUnhandled, defineEvent } from '../../platform/messaging/index.js';

export interface ReviewFact {
  readonly reviewId: Id<'rev'>;
  readonly sellerOrderId: Id<'sor'>;
  readonly sellerId: Id<'sel'>;
}

export const reviewPublished = defineEvent<ReviewFact & { readonly overall: number }>('review.published', 1);
export const reviewReplied = defineEvent<ReviewFact>('review.replied', 1);

const FEED = 'a fact for the feed; ratings are written with the review';
declareUnhandled(reviewPublished, FEED);
declareUnhandled(reviewReplied, FEED);
