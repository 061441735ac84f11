import { Injectable } from '@nestjs/common';
import { plus, type Id } from '../../kernel/index.js';
import { UnitOfWork } from '../../platform/database/index.js';
import { Sellers } from '../sellers/index.js';
import { ReviewsRepository } from './reviews.repository.js';

/** How long after delivery a review can be written: goods of businesses are used for longer before they are judged. */
const WINDOW = { private: 'P14D', business: 'P60D' } as const;

export interface Delivered {
  readonly sellerOrderId: Id<'sor'>;
  readonly orderId: Id<'ord'>;
  readonly sellerId: Id<'sel'>;
  readonly buyerId: Id<'usr'>;
  readonly deliveredAt: Date;
}

/** Remembers that a delivered seller order may be reviewed, and until when. */
@Injectable()
export class OpenReviews {
  constructor(
    private readonly uow: UnitOfWork,
    private readonly sellers: Sellers,
    private readonly reviews: ReviewsRepository,
  ) {}

  async run(delivered: Delivered): Promise<void> {
    await this.uow.run(async (tx) => {
      const seller = (await this.sellers.viewsOf([delivered.sellerId], tx)).get(delivered.sellerId);
      const closesAt = plus(delivered.deliveredAt, WINDOW[seller?.kind ?? 'private']);
      await this.reviews.open(tx, { ...delivered, closesAt });
    });
  }
}
