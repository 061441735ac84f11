import { Injectable } from '@nestjs/common';
import type { Id } from '../../kernel/index.js';
import type { Tx } from '../../platform/database/index.js';
import { NotFound } from '../../platform/http/index.js';
import { Orders } from '../orders/index.js';
import { PublishReview } from './publish-review.js';
import type { ReviewRow, Stars } from './reviews.repository.js';

export interface ImportedReview extends Stars {
  readonly sellerOrderId: Id<'sor'>;
  /** Its name where it comes from; one review per name and seller order. */
  readonly reference: string;
  readonly text: string | null;
}

/** Takes over a review that was written elsewhere: it counts like any other and asks for no delivery. */
@Injectable()
export class ImportReview {
  constructor(
    private readonly orders: Orders,
    private readonly publish: PublishReview,
  ) {}

  /** @throws NotFound, AlreadyReviewed */
  async run(tx: Tx, review: ImportedReview): Promise<ReviewRow> {
    const order = await this.orders.sellerOrder(tx, review.sellerOrderId);
    if (!order) throw new NotFound({ what: 'order' });
    const { orderId, sellerId, buyerId } = order;
    return this.publish.run(tx, { ...review, orderId, sellerId, buyerId });
  }
}
