import type { Id } from '../../kernel/index.js';
import { declareUnhandled, defineEvent } from '../../platform/messaging/index.js';

export interface EarningFact {
  readonly sellerOrderId: Id<'sor'>;
  readonly sellerId: Id<'sel'>;
  readonly currency: string;
  /** Minor units; what the seller earns. */
  readonly net: number;
}

export interface PayoutFact {
  readonly payoutId: Id<'pyo'>;
  readonly sellerId: Id<'sel'>;
  readonly currency: string;
  /** Minor units. */
  readonly amount: number;
}

/** The hold has ended; the net without its reserve is available. */
export const earningReleased = defineEvent<EarningFact & { readonly reserve: number }>('earning.released', 1);
/** A payout stands in the books and may be handed to the bank. */
export const payoutApproved = defineEvent<PayoutFact>('payout.approved', 1);
export const payoutPaid = defineEvent<PayoutFact>('payout.paid', 1);
/** No money left; it is available again. `failureClass` account: the seller has to give another bank account. */
export const payoutFailed = defineEvent<
  PayoutFact & { readonly failureCode: string; readonly failureClass: 'account' | 'transient' | null }
>('payout.failed', 1);
/** The bank sent the money back after it was paid; it is available again. */
export const payoutReturned = defineEvent<PayoutFact>('payout.returned', 1);

/** Finance lets a day's payouts go on that were stopped for their total. */
export const payoutAlarmReleased = defineEvent<{ readonly currency: string }>('payout.alarm-released', 1);

const FEED = 'a fact for the seller’s feed; no module acts on it';
declareUnhandled(earningReleased, FEED);
declareUnhandled(payoutPaid, FEED);
declareUnhandled(payoutFailed, FEED);
declareUnhandled(payoutReturned, FEED);
