import type { Id } from '../../kernel/index.js';
import { declareUnhandled, defineEvent } from '../../platform/messaging/index.js';

export interface DebtCollectionFact {
  readonly collectionId: Id<'dcl'>;
  readonly sellerId: Id<'sel'>;
  readonly payoutId: Id<'pyo'>;
  readonly currency: string;
  /** Minor units. */
  readonly amount: number;
}

/** A part of a payout is reserved and may be asked back. */
export const debtCollectionRequested = defineEvent<DebtCollectionFact>('debt-collection.requested', 1);
/** It has come back; the seller owes less. */
export const debtCollected = defineEvent<DebtCollectionFact>('debt-collection.collected', 1);

declareUnhandled(debtCollected, 'a fact for the seller’s feed; no module acts on it');
