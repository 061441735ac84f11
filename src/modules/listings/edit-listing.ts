import { Injectable } from '@nestjs/common';
import { actsFor, Clock, type Actor, type Id } from '../../kernel/index.js';
import { moveAll, newId, UnitOfWork, type Tx } from '../../platform/database/index.js';
import { NotFound, StaleVersion } from '../../platform/http/index.js';
import { Outbox } from '../../platform/messaging/index.js';
import type { ListingContent } from './listing.domain.js';
import { ListingView } from './listing-views.dto.js';
import { ListingUnderReview, SkuTaken } from './listings.errors.js';
import { listingRevised } from './listings.events.js';
import { ListingsRepository, type ListingRow } from './listings.repository.js';
import { revisionLifecycle } from './revision.lifecycle.js';
import { RevisionsRepository } from './revisions.repository.js';
import type { EditListingDto } from './seller-listings.dto.js';
import { WriteListing } from './write-listing.js';

@Injectable()
export class EditListing {
  constructor(
    private readonly uow: UnitOfWork,
    private readonly writeListing: WriteListing,
    private readonly listings: ListingsRepository,
    private readonly revisions: RevisionsRepository,
    private readonly outbox: Outbox,
    private readonly clock: Clock,
  ) {}

  /**
   * Edits a draft in place. An edit of a live listing becomes a revision on top of the one that is still open, and
   * goes through screening while the present content stays.
   * @throws NotFound, StaleVersion, Invalid, SkuTaken, ListingUnderReview
   */
  async run(actor: Actor, id: Id<'lst'>, version: number, input: EditListingDto): Promise<ListingView> {
    const known = await this.listings.find(id);
    if (!known || !actsFor(actor, known.sellerId)) throw new NotFound({ what: 'listing' });
    if (known.version !== version) throw new StaleVersion({});
    if (!isEditable(known)) throw new ListingUnderReview({ state: known.state });
    const content = await this.writeListing.run(input, openContent(known));
    return this.uow.run(async (tx) => {
      const listing = (await this.listings.lock(tx, id)) as ListingRow;
      if (listing.version !== version) throw new StaleVersion({});
      if (listing.state === 'draft') await this.listings.replaceContent(tx, listing, content, this.clock.now());
      else await this.revise(tx, actor, listing, content);
      return ListingView.of((await this.listings.findIn(tx, id)) as ListingRow);
    });
  }

  private async revise(tx: Tx, actor: Actor, listing: ListingRow, content: ListingContent): Promise<void> {
    const at = this.clock.now();
    const { id: listingId, sellerId, revision } = listing;
    const skus = content.variants.map((variant) => variant.sku);
    if (await this.listings.isSkuTaken(tx, sellerId, listingId, skus)) throw new SkuTaken({});
    const replaced = revision ? [revision.id] : [];
    await moveAll(tx, revisionLifecycle, replaced, { action: 'cancel', actor, at, reason: 'a newer edit replaces it' });
    const revisionId = newId('lrv');
    await this.revisions.insert(tx, revisionId, listingId, content, at);
    const payload = { listingId, sellerId, revisionId };
    await this.outbox.publish(tx, listingRevised, { subjectId: listingId, sellerId, payload });
  }
}

const isEditable = ({ state }: ListingRow): boolean => state === 'draft' || state === 'active' || state === 'paused';

/** What the seller last wrote: the open revision of a live listing, else the listing itself. */
function openContent(listing: ListingRow): ListingContent {
  const { state, revision } = listing;
  const isOpen = revision?.state === 'pending' || revision?.state === 'requires_action';
  return state !== 'draft' && revision && isOpen ? revision.content : listing;
}
