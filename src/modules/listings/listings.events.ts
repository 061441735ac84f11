import type { Id } from '../../kernel/index.js';
import { defineEvent } from '../../platform/messaging/index.js';

export interface ListingSubmitted {
  readonly listingId: Id<'lst'>;
  readonly sellerId: Id<'sel'>;
}

export interface ListingRevised extends ListingSubmitted {
  readonly revisionId: Id<'lrv'>;
}

export interface ListingStateChanged extends ListingSubmitted {
  readonly from: string;
  readonly to: string;
  readonly action: string;
}

/** A seller asks for the draft to be published. */
export const listingSubmitted = defineEvent<ListingSubmitted>('listing.submitted', 1);
/** A seller proposes new content for a live listing. */
export const listingRevised = defineEvent<ListingRevised>('listing.revised', 1);
/** Any other step of a listing. */
export const listingStateChanged = defineEvent<ListingStateChanged>('listing.state-changed', 1);
