import { declareUnhandled, defineEvent } from '../../platform/messaging/index.js';

/** Staff gave money away; it is in the books. */
export const goodwillGranted = defineEvent<{
  readonly goodwillId: string;
  readonly beneficiary: 'buyer' | 'seller';
  readonly beneficiaryId: string;
  readonly currency: string;
  /** Minor units. */
  readonly amount: number;
}>('goodwill.granted', 1);

declareUnhandled(goodwillGranted, 'a fact for the feed; no module acts on it');
