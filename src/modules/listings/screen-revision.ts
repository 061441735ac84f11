import { Injectable } from '@nestjs/common';
import { system, type Id } from '../../kernel/index.js';
import { UnitOfWork, type Tx } from '../../platform/database/index.js';
import { Moderation } from '../moderation/index.js';
import { ApplyRevision } from './apply-revision.js';
import { ListingsRepository, type ListingRow, type RevisionRow } from './listings.repository.js';
import { RevisionsRepository } from './revisions.repository.js';
import { ScreeningFacts, type BrandFacts } from './screening-facts.js';

const SCREENING = system('screening');

@Injectable()
export class ScreenRevision {
  constructor(
    private readonly uow: UnitOfWork,
    private readonly listings: ListingsRepository,
    private readonly revisions: RevisionsRepository,
    private readonly facts: ScreeningFacts,
    private readonly moderation: Moderation,
    private readonly applyRevision: ApplyRevision,
  ) {}

  /** Applies a proposed edit, or keeps it for a moderator with the reasons. A second run changes nothing. */
  async run(listingId: Id<'lst'>, revisionId: Id<'lrv'>): Promise<void> {
    const known = await this.listings.find(listingId);
    if (!known || !waits(known.revision, revisionId)) return;
    const brand = await this.facts.brand(known.sellerId, known.revision.content);
    await this.uow
      .run(async (tx) => {
        const listing = await this.listings.lock(tx, listingId);
        if (listing && waits(listing.revision, revisionId)) await this.screen(tx, listing, listing.revision, brand);
      })
      .catch((error: unknown) => this.applyRevision.giveBack(error, revisionId, SCREENING));
  }

  private async screen(tx: Tx, listing: ListingRow, revision: RevisionRow, brand: BrandFacts): Promise<void> {
    const input = await this.facts.input(tx, listing, revision.content, brand);
    const { outcome, reasons, caseId } = await this.moderation.screen(tx, input);
    const isApproved = outcome === 'publish';
    await this.revisions.note(tx, revision.id, { reasons: isApproved ? [] : reasons, caseId });
    if (isApproved) await this.applyRevision.run(tx, listing, revision, SCREENING);
  }
}

/** Whether it is still this revision that waits, and nobody was told to look at it yet. */
const waits = (revision: RevisionRow | null, id: string): revision is RevisionRow =>
  revision?.id === id && revision.state === 'pending' && revision.caseId === null;
