import type { Id } from '../../kernel/index.js';
import { declareUnhandled, defineEvent } from '../../platform/messaging/index.js';

export interface SubscriptionFact {
  readonly subscriptionId: string;
  readonly sellerId: Id<'sel'>;
}

/** A period was charged; minor units, the tax included. `owed` of it was not available. */
export const subscriptionCharged = defineEvent<
  SubscriptionFact & {
    readonly invoiceId: string;
    readonly currency: string;
    readonly total: number;
    readonly owed: number;
  }
>('subscription.charged', 1);
export const subscriptionEnded = defineEvent<SubscriptionFact>('subscription.ended', 1);

const FEED = 'a fact for the seller’s feed; no module acts on it';
declareUnhandled(subscriptionCharged, FEED);
declareUnhandled(subscriptionEnded, FEED);
