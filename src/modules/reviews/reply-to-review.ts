import { Injectable } from '@nestjs/common';
import { actsFor, Clock, type Actor, type Id } from '../../kernel/index.js';
import { UnitOfWork } from '../../platform/database/index.js';
import { NotFound, type Once } from '../../platform/http/index.js';
import { Outbox } from '../../platform/messaging/index.js';
import { AlreadyReplied } from './reviews.errors.js';
import { reviewReplied } from './reviews.events.js';
import { ReviewsRepository, type ReviewRow } from './reviews.repository.js';

/** The seller answers a review in public, once. */
@Injectable()
export class ReplyToReview {
  constructor(
    private readonly uow: UnitOfWork,
    private readonly clock: Clock,
    private readonly reviews: ReviewsRepository,
    private readonly outbox: Outbox,
  ) {}

  /** @throws NotFound also for another seller's review, AlreadyReplied */
  async run<V>(actor: Actor, id: Id<'rev'>, text: string, once: Once, view: (review: ReviewRow) => V): Promise<V> {
    const found = await this.reviews.find(id);
    if (!found || !actsFor(actor, found.sellerId)) throw new NotFound({ what: 'review' });
    return once.run(this.uow, async (tx) => {
      const replied = await this.reviews.reply(tx, id, text, this.clock.now());
      if (!replied) throw new AlreadyReplied({});
      const { sellerId, sellerOrderId } = replied;
      await this.outbox.publish(tx, reviewReplied, {
        subjectId: id,
        sellerId,
        payload: { reviewId: id, sellerOrderId, sellerId },
      });
      return view(replied);
    });
  }
}
