import type { Id } from '../../kernel/index.js';
import { declareUnhandled, defineEvent } from '../../platform/messaging/index.js';

/** One seller order's part of a chargeback, in minor units. */
export interface ChargebackFact {
  readonly disputeId: Id<'dsp'>;
  readonly paymentId: Id<'pay'>;
  readonly sellerOrderId: Id<'sor'>;
  readonly sellerId: Id<'sel'>;
  readonly currency: string;
  readonly amount: number;
}

export const chargebackOpened = defineEvent<
  ChargebackFact & { readonly reason: string; readonly evidenceDueAt: string | null }
>('chargeback.opened', 1);
export const chargebackClosed = defineEvent<
  ChargebackFact & { readonly outcome: 'won' | 'lost' | 'accepted'; readonly liable: 'seller' | 'platform' }
>('chargeback.closed', 1);

declareUnhandled(chargebackOpened, 'a fact for the seller’s feed; no module acts on it');
