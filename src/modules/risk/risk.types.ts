import type { Id, Money } from '../../kernel/index.js';
import type { Outcome } from './outcome.domain.js';

export type RiskEvent = 'order.placed' | 'payment.authorised';

/**
 * What a caller may tell about an event. A fact that is not known is left out or null: it is then unknown to the
 * rules, never zero. Countries are ISO 3166 alpha-2; `accountCreatedAt` is an RFC 3339 instant; `deviceId`,
 * `addressKey` (any canonical text of the delivery address) and `cardFingerprint` are stored as keyed hashes only.
 */
export type FactName =
  | 'accountCreatedAt'
  | 'buyerCountry'
  | 'shippingCountry'
  | 'cardCountry'
  | 'cardFingerprint'
  | 'deviceId'
  | 'addressKey'
  | 'emailVerified'
  | 'phoneVerified'
  | 'itemCount'
  | 'sellerCount'
  | 'trusted';

export type Facts = Partial<Record<FactName, string | number | boolean | null>>;

export interface AssessmentInput {
  readonly event: RiskEvent;
  /** What is assessed: the order for `order.placed`, the payment for `payment.authorised`. */
  readonly objectId: string;
  readonly orderId: Id<'ord'>;
  readonly buyerId: Id<'usr'>;
  readonly amount: Money;
  readonly facts: Facts;
}

/** A card that its bank refused; `objectId` is the attempt to pay with it. */
export type RefusedCard = Pick<AssessmentInput, 'objectId' | 'buyerId' | 'amount' | 'facts'>;

/** Why, in words that may be shown to the buyer: they never tell a threshold. */
export interface AssessmentReason {
  readonly code: string;
  readonly text: string;
  readonly textZh: string;
}

export interface Assessment {
  readonly decisionId: Id<'dec'>;
  readonly outcome: Outcome;
  /** 0 to 100. */
  readonly score: number;
  readonly reasons: readonly AssessmentReason[];
  /** The row of the review queue, when a payment was held. */
  readonly holdId?: Id<'hld'>;
}
