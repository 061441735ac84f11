import type { Id } from '../../kernel/index.js';
import type { Facts } from '../risk/index.js';
import type { AttemptState } from './authorisation.domain.js';
import type { PartConversion } from './conversions.repository.js';
import type { PaymentState } from './payment.lifecycle.js';
import type { CardFacts } from './payment-provider.js';

export interface PaymentRow {
  readonly id: Id<'pay'>;
  readonly orderId: Id<'ord'>;
  readonly buyerId: Id<'usr'>;
  readonly state: PaymentState;
  readonly version: number;
  readonly currency: string;
  /** What the card pays. */
  readonly amount: number;
  readonly storeCredit: number;
  readonly authorised: number;
  readonly captured: number;
  readonly refunded: number;
  readonly attempts: number;
  readonly providerRef: string | null;
  readonly riskFacts: Facts;
  readonly endReason: string | null;
  /** Who owes it; null where it is paid when it is ordered. */
  readonly accountId: string | null;
  readonly expiresAt: Date;
  readonly createdAt: Date;
}

export interface PartRow {
  readonly paymentId: Id<'pay'>;
  readonly sellerOrderId: Id<'sor'>;
  readonly sellerId: Id<'sel'>;
  readonly amount: number;
  readonly captured: number;
  readonly refunded: number;
  /** What the platform adds to the escrow, in the currency that the seller settles in; not part of `amount`. */
  readonly promotion: number;
  /** What the buyer's store credit pays; not part of `amount`. */
  readonly storeCredit: number;
  readonly creditHoldId: Id<'hld'> | null;
  /** Null where it is settled in the currency that it is paid in. */
  readonly conversion: PartConversion | null;
}

/** A call to the provider: written before it is made, settled by its answer or by a later look. */
export interface AttemptRow {
  readonly id: string;
  readonly paymentId: Id<'pay'>;
  readonly refundId: Id<'rfd'> | null;
  readonly purpose: 'authorise' | 'capture' | 'void' | 'refund';
  /** Who was called: the provider that the payment was opened with. */
  readonly provider: string;
  readonly state: AttemptState;
  readonly providerKey: string;
  readonly currency: string;
  readonly amount: number;
  readonly providerRef: string | null;
  readonly actionUrl: string | null;
  readonly declineCode: string | null;
  readonly card: CardFacts | null;
  readonly createdAt: Date;
}

/** What the recording of an answer needs to know of its attempt. */
export interface LockedAttempt {
  readonly attemptId: string;
  readonly attemptState: AttemptState;
  readonly attemptedAt: Date;
  readonly declineCode: string | null;
  readonly actionUrl: string | null;
}

/** The right to capture an authorised charge, held by one open capture attempt. */
export interface CaptureClaim {
  readonly attemptId: string;
  readonly paymentId: Id<'pay'>;
  readonly orderId: Id<'ord'>;
  readonly buyerId: Id<'usr'>;
  readonly provider: string;
  readonly providerKey: string;
  readonly chargeRef: string;
  readonly currency: string;
  readonly amount: number;
}

export interface RefundRow {
  readonly id: Id<'rfd'>;
  readonly paymentId: Id<'pay'>;
  readonly orderId: Id<'ord'>;
  readonly buyerId: Id<'usr'>;
  readonly sellerOrderId: Id<'sor'>;
  readonly sellerId: Id<'sel'>;
  readonly state: 'requested' | 'succeeded' | 'failed';
  readonly currency: string;
  /** What the card gets: without what the buyer got through his bank already. */
  readonly amount: number;
  readonly chargedBack: number;
  /** What of the amount chargebacks cover that are not decided; it is not sent before. */
  readonly overtaken: number;
  /** Of what was charged back: what the card got as well. */
  readonly paidTwice: number;
  readonly providerRef: string | null;
  readonly provider: string;
  readonly chargeRef: string | null;
  /** Who was to pay later; null where it was paid when it was ordered. */
  readonly accountId: string | null;
  /** What the account owes for the part; null until the seller has accepted, and without an account. */
  readonly booked: number | null;
}
