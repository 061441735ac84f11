import { Injectable } from '@nestjs/common';
import { asId } from '../../kernel/index.js';
import { OnEvent, type EventOf } from '../../platform/messaging/index.js';
import { caseDecided } from '../moderation/index.js';
import { DecideListing } from './decide-listing.js';
import { listingRevised, listingSubmitted } from './listings.events.js';
import { ScreenListing } from './screen-listing.js';
import { ScreenRevision } from './screen-revision.js';

@Injectable()
export class ListingJobs {
  constructor(
    private readonly screenListing: ScreenListing,
    private readonly screenRevision: ScreenRevision,
    private readonly decideListing: DecideListing,
  ) {}

  @OnEvent(listingSubmitted, { consumer: 'listings.screen', queue: 'screening' })
  screen({ payload }: EventOf<typeof listingSubmitted>): Promise<void> {
    return this.screenListing.run(payload.listingId);
  }

  @OnEvent(listingRevised, { consumer: 'listings.screen-revision', queue: 'screening' })
  screenEdit({ payload }: EventOf<typeof listingRevised>): Promise<void> {
    return this.screenRevision.run(payload.listingId, payload.revisionId);
  }

  @OnEvent(caseDecided, { consumer: 'listings.decide', queue: 'screening' })
  decide({ payload }: EventOf<typeof caseDecided>): Promise<void> {
    const { caseId, subjectId, decision, statementId = null } = payload;
    return this.decideListing.run({ listingId: asId(subjectId), caseId, decision, statementId });
  }
}
