import type { Id } from '../../kernel/index.js';
import { declareUnhandled, defineEvent } from '../../platform/messaging/index.js';

export interface LabelFact {
  readonly labelId: string;
  readonly sellerOrderId: Id<'sor'>;
  readonly sellerId: Id<'sel'>;
}

/** A seller wants a label; the carrier has not been asked yet. */
export const labelRequested = defineEvent<LabelFact>('label.requested', 1);
export const labelBought = defineEvent<LabelFact & { readonly carrier: string; readonly trackingNumber: string }>(
  'label.bought',
  1,
);
export const labelRefused = defineEvent<LabelFact & { readonly code: string }>('label.refused', 1);
/** A seller does not need it; the carrier has not been told yet. */
export const labelVoidRequested = defineEvent<LabelFact>('label.void-requested', 1);
export const labelVoided = defineEvent<LabelFact>('label.voided', 1);

const FEED = 'a fact for the seller’s feed; no module acts on it';
declareUnhandled(labelBought, FEED);
declareUnhandled(labelRefused, FEED);
declareUnhandled(labelVoided, FEED);
