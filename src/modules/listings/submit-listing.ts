import { Injectable } from '@nestjs/common';
import { actsFor, type Actor, type Id } from '../../kernel/index.js';
import { UnitOfWork } from '../../platform/database/index.js';
import { NotFound, StaleVersion, type Once } from '../../platform/http/index.js';
import { Outbox } from '../../platform/messaging/index.js';
import { Sellers } from '../sellers/index.js';
import { ListingSteps } from './listing-steps.js';
import { ListingView } from './listing-views.dto.js';
import { listingSubmitted } from './listings.events.js';
import { ListingsRepository } from './listings.repository.js';
import { WriteListing } from './write-listing.js';

@Injectable()
export class SubmitListing {
  constructor(
    private readonly uow: UnitOfWork,
    private readonly sellers: Sellers,
    private readonly listings: ListingsRepository,
    private readonly writeListing: WriteListing,
    private readonly steps: ListingSteps,
    private readonly outbox: Outbox,
  ) {}

  /** Asks for publication; screening follows. @throws NotFound, Invalid, SellerMayNotList, IllegalTransition */
  async run(actor: Actor, id: Id<'lst'>, once: Once): Promise<ListingView> {
    const draft = await this.listings.find(id);
    if (!draft || !actsFor(actor, draft.sellerId)) throw new NotFound({ what: 'listing' });
    if (draft.state === 'draft') await this.writeListing.check(draft);
    return once.run(this.uow, async (tx) => {
      const listing = await this.steps.mine(tx, actor, id);
      if (draft.state === 'draft' && listing.version !== draft.version) throw new StaleVersion({});
      await this.sellers.assertMayList(tx, listing.sellerId);
      await this.steps.take(tx, listing, 'submit', actor);
      const payload = { listingId: id, sellerId: listing.sellerId };
      await this.outbox.publish(tx, listingSubmitted, { subjectId: id, sellerId: listing.sellerId, payload });
      return ListingView.of(await this.steps.viewed(tx, id));
    });
  }
}
