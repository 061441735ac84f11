import { Injectable } from '@nestjs/common';
import { Clock, type Id, type UserActor } from '../../kernel/index.js';
import { UnitOfWork, type Tx } from '../../platform/database/index.js';
import { NotFound, type Once } from '../../platform/http/index.js';
import { Orders } from '../orders/index.js';
import { PublishReview } from './publish-review.js';
import { NotDelivered, ReviewWindowClosed } from './reviews.errors.js';
import { ReviewsRepository, type Eligibility, type ReviewRow, type Stars } from './reviews.repository.js';

/** A buyer reviews a delivered seller order, once, while its window is open. */
@Injectable()
export class WriteReview {
  constructor(
    private readonly uow: UnitOfWork,
    private readonly clock: Clock,
    private readonly orders: Orders,
    private readonly reviews: ReviewsRepository,
    private readonly publish: PublishReview,
  ) {}

  /** @throws NotFound for another buyer's order, NotDelivered, ReviewWindowClosed, AlreadyReviewed */
  run<V>(
    actor: UserActor,
    sellerOrderId: Id<'sor'>,
    said: Stars & { readonly text: string | null },
    once: Once,
    view: (review: ReviewRow) => V,
  ): Promise<V> {
    return once.run(this.uow, async (tx) => {
      const { orderId, sellerId, buyerId, closesAt } = await this.eligibility(tx, actor, sellerOrderId);
      if (closesAt <= this.clock.now()) throw new ReviewWindowClosed({ closedAt: closesAt.toISOString() });
      const review = { sellerOrderId, orderId, sellerId, buyerId, reference: null, ...said };
      return view(await this.publish.run(tx, review));
    });
  }

  private async eligibility(tx: Tx, actor: UserActor, sellerOrderId: Id<'sor'>): Promise<Eligibility> {
    const found = await this.reviews.eligibility(tx, sellerOrderId);
    if (found?.buyerId === actor.userId) return found;
    const order = await this.orders.sellerOrder(tx, sellerOrderId);
    if (order?.buyerId !== actor.userId) throw new NotFound({ what: 'order' });
    throw new NotDelivered({});
  }
}
