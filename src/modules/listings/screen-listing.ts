import { Injectable } from '@nestjs/common';
import { system, type Id } from '../../kernel/index.js';
import { UnitOfWork, type Tx } from '../../platform/database/index.js';
import { Moderation } from '../moderation/index.js';
import { ListingSteps } from './listing-steps.js';
import { ListingsRepository, type ListingRow } from './listings.repository.js';
import { ScreeningFacts, type BrandFacts } from './screening-facts.js';

const SCREENING = system('screening');

@Injectable()
export class ScreenListing {
  constructor(
    private readonly uow: UnitOfWork,
    private readonly listings: ListingsRepository,
    private readonly facts: ScreeningFacts,
    private readonly moderation: Moderation,
    private readonly steps: ListingSteps,
  ) {}

  /** Publishes a submitted listing, or keeps it for a moderator with the reasons. A second run changes nothing. */
  async run(id: Id<'lst'>): Promise<void> {
    const known = await this.listings.find(id);
    if (known?.state !== 'submitted') return;
    const brand = await this.facts.brand(known.sellerId, known);
    await this.uow.run(async (tx) => {
      const listing = await this.listings.lock(tx, id);
      if (listing?.state === 'submitted') await this.screen(tx, listing, brand);
    });
  }

  private async screen(tx: Tx, listing: ListingRow, brand: BrandFacts): Promise<void> {
    const input = await this.facts.input(tx, listing, listing, brand);
    const { outcome, reasons, caseId } = await this.moderation.screen(tx, input);
    if (outcome === 'publish') return this.steps.publish(tx, listing, 'publish', SCREENING, caseId);
    await this.listings.note(tx, listing.id, { reasons, caseId });
    await this.steps.take(tx, listing, 'hold', SCREENING);
  }
}
