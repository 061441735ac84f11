import { Injectable } from '@nestjs/common';
import { actsFor, Clock, type Actor, type Id } from '../../kernel/index.js';
import { moveAll, moveOne, type Tx } from '../../platform/database/index.js';
import { NotFound } from '../../platform/http/index.js';
import { Outbox } from '../../platform/messaging/index.js';
import { listingLifecycle, type ListingAction } from './listing.lifecycle.js';
import { listingStateChanged } from './listings.events.js';
import { ListingsRepository, type ListingRow } from './listings.repository.js';
import { revisionLifecycle } from './revision.lifecycle.js';
import { Shelf } from './shelf.js';

/** Moves listings along their lifecycle and tells of it. */
@Injectable()
export class ListingSteps {
  constructor(
    private readonly listings: ListingsRepository,
    private readonly shelf: Shelf,
    private readonly outbox: Outbox,
    private readonly clock: Clock,
  ) {}

  /** The caller's listing, locked. @throws NotFound when it is unknown or another seller's */
  async mine(tx: Tx, actor: Actor, id: Id<'lst'>): Promise<ListingRow> {
    const listing = await this.listings.lock(tx, id);
    if (!listing || !actsFor(actor, listing.sellerId)) throw new NotFound({ what: 'listing' });
    return listing;
  }

  /** @throws IllegalTransition */
  async take(tx: Tx, listing: ListingRow, action: ListingAction, actor: Actor, reason?: string): Promise<void> {
    const { id: listingId, sellerId } = listing;
    const moved = await moveOne(tx, listingLifecycle, listingId, { action, actor, at: this.clock.now(), reason });
    const payload = { listingId, sellerId, from: moved.from, to: moved.to, action };
    await this.outbox.publish(tx, listingStateChanged, { subjectId: listingId, sellerId, payload });
  }

  /** Puts the listing on the shelf; the time of its first publication stays. @throws IllegalTransition */
  async publish(
    tx: Tx,
    listing: ListingRow,
    action: 'publish' | 'approve',
    actor: Actor,
    caseId?: Id<'cas'> | null,
  ): Promise<void> {
    const publishedAt = listing.publishedAt ?? this.clock.now();
    await this.listings.note(tx, listing.id, { reasons: [], caseId, publishedAt });
    await this.take(tx, listing, action, actor);
    await this.shelf.put(tx, { ...listing, publishedAt });
  }

  /** Ends the edit that is still open, because the listing ends or goes back to its seller. */
  async cancelRevision(tx: Tx, listing: ListingRow, actor: Actor, reason: string): Promise<void> {
    const open = listing.revision ? [listing.revision.id] : [];
    await moveAll(tx, revisionLifecycle, open, { action: 'cancel', actor, at: this.clock.now(), reason });
  }

  async viewed(tx: Tx, id: Id<'lst'>): Promise<ListingRow> {
    return (await this.listings.findIn(tx, id)) as ListingRow;
  }
}
