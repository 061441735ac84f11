import type { Id } from '../../kernel/index.js';
import { declareUnhandled, defineEvent } from '../../platform/messaging/index.js';

/** One seller order's share of a payment, in minor units of the payment's currency. */
export interface PaymentPart {
  readonly sellerOrderId: Id<'sor'>;
  readonly sellerId: Id<'sel'>;
  readonly amount: number;
}

export interface PaymentFact {
  readonly paymentId: Id<'pay'>;
  readonly orderId: Id<'ord'>;
}

export interface PaymentCaptured extends PaymentFact {
  /** RFC 3339. */
  readonly capturedAt: string;
  readonly currency: string;
  readonly amount: number;
  readonly parts: readonly PaymentPart[];
}

export interface RefundFact extends PaymentFact {
  readonly refundId: Id<'rfd'>;
  readonly sellerOrderId: Id<'sor'>;
  readonly currency: string;
  readonly amount: number;
}

/** Why a payment ends without money: the reason given to `Payments.void`, or `risk_blocked`, `risk_rejected`. */
type Ended = PaymentFact & { readonly reason: string };

/** The card was authorised; the money is not taken yet. */
export const paymentAuthorised = defineEvent<PaymentFact>('payment.authorised', 1);
/** Authorised, and waiting for a risk analyst. */
export const paymentHeld = defineEvent<PaymentFact & { readonly decisionId: Id<'dec'> }>('payment.held', 1);
/** The money is taken and stands in escrow, per seller order. */
export const paymentCaptured = defineEvent<PaymentCaptured>('payment.captured', 1);
/** A card was refused; the payment can be tried again until it expires. */
export const paymentDeclined = defineEvent<Ended>('payment.declined', 1);
/** The provider refused for good to hand over what it had authorised: nothing was paid and nothing will be. */
export const paymentFailed = defineEvent<Ended>('payment.failed', 1);
/** What was authorised has to be given back; ours alone. */
export const paymentVoidRequested = defineEvent<Ended>('payment.void-requested', 1);
/** Nothing was taken and nothing will be. */
export const paymentVoided = defineEvent<Ended>('payment.voided', 1);
/** Ended before any card was authorised. */
export const paymentExpired = defineEvent<Ended>('payment.expired', 1);

export const refundRequested = defineEvent<RefundFact>('refund.requested', 1);
/** The provider has paid the buyer back. */
export const refundSucceeded = defineEvent<RefundFact>('refund.succeeded', 1);
/** The provider could not pay back; the buyer holds the amount as credit. */
export const refundFailed = defineEvent<RefundFact & { readonly reason: string }>('refund.failed', 1);

/** How a card holder's complaint stands at the provider, told once for every change; minor units of the currency. */
export interface PaymentDisputed extends PaymentFact {
  readonly provider: string;
  /** The provider's name for the dispute. */
  readonly disputeRef: string;
  /** `inquiry`: no money is taken yet. `closed`: it ended without a verdict. */
  readonly state: 'inquiry' | 'open' | 'won' | 'lost' | 'closed';
  readonly reason: string;
  readonly currency: string;
  readonly amount: number;
  /** Whether the provider has taken the amount and not given it back. */
  readonly isWithdrawn: boolean;
  /** What the provider has taken for the dispute itself and not given back. */
  readonly fee: number;
  /** RFC 3339; until then evidence is taken. */
  readonly evidenceDueAt: string | null;
  /** RFC 3339. */
  readonly changedAt: string;
}

export const paymentDisputed = defineEvent<PaymentDisputed>('payment.disputed', 1);

/** Store credit pays all of it; nothing is left for a card. */
export const paymentCovered = defineEvent<PaymentFact>('payment.covered', 1);

/** A provider call whose outcome we do not know, to be looked up. */
export const attemptUnknown = defineEvent<PaymentFact & { readonly attemptId: string }>('payment.attempt-unknown', 1);
/** A message of the provider that may bring news was stored. */
export const providerEventReceived = defineEvent<{ readonly provider: string; readonly eventId: string }>(
  'payment.provider-event-received',
  1,
);

const FEED = 'a fact for the feed; no module acts on it';
declareUnhandled(paymentAuthorised, FEED);
declareUnhandled(paymentDeclined, FEED);
declareUnhandled(refundSucceeded, FEED);
declareUnhandled(refundFailed, FEED);
