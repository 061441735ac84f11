import { Injectable } from '@nestjs/common';
import { OnEvent, type EventOf } from '../../platform/messaging/index.js';
import { sellerOrderDelivered } from '../orders/index.js';
import { OpenReviews } from './open-reviews.js';

@Injectable()
export class ReviewsJobs {
  constructor(private readonly openReviews: OpenReviews) {}

  @OnEvent(sellerOrderDelivered, { consumer: 'reviews.open' })
  async open({ payload }: EventOf<typeof sellerOrderDelivered>): Promise<void> {
    const { sellerOrderId, orderId, sellerId, buyerId } = payload;
    const deliveredAt = new Date(payload.deliveredAt);
    await this.openReviews.run({ sellerOrderId, orderId, sellerId, buyerId, deliveredAt });
  }
}
