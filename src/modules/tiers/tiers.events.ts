import type { Id } from '../../kernel/index.js';
import { declareUnhandled, defineEvent } from '../../platform/messaging/index.js';

/** The terms of what is bought from the seller from now on are those of another tier. */
export const sellerTierChanged = defineEvent<{
  readonly sellerId: Id<'sel'>;
  readonly from: string;
  readonly to: string;
}>('seller.tier-changed', 1);

declareUnhandled(sellerTierChanged, 'a fact for the seller’s feed; whoever needs the tier reads it at a purchase');
