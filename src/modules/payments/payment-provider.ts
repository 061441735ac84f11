import type { Id, Money } from '../../kernel/index.js';
import type { ChargeState } from './charge.domain.js';

/** A card as the buyer gives it: passed on, never stored. */
export interface CardInput {
  readonly number?: string;
  readonly token?: string;
  /** ISO 3166-1 alpha-2. */
  readonly holderCountry?: string;
}

/** What a provider tells about a card. The fingerprint recognises the card and says nothing else. */
export interface CardFacts {
  readonly fingerprint: string;
  readonly bin: string;
  readonly last4: string;
  /** ISO 3166-1 alpha-2. */
  readonly country: string;
}

/** An authorisation as it stands at the provider. */
export interface Charge {
  readonly ref: string;
  /** The id of our attempt. */
  readonly reference: string;
  /** Grows with every change. */
  readonly version: number;
  readonly state: ChargeState;
  readonly amount: Money;
  readonly captured: number;
  readonly declineCode?: string;
  /** Where the holder approves, while the state is `requires_action`. */
  readonly actionUrl?: string;
  readonly card: CardFacts;
}

export interface ProviderRefund {
  readonly ref: string;
  readonly reference: string;
  readonly state: 'succeeded' | 'failed';
  readonly amount: Money;
  readonly failureCode?: string;
}

/**
 * `refused`: the provider did nothing and says why. `absent`: it has no such object. `unknown`: it did or did not act,
 * nobody can tell from the answer; never a success and never a reason to send a fresh request.
 */
export type Answer<T> =
  | { readonly kind: 'done'; readonly object: T }
  | { readonly kind: 'refused'; readonly code: string }
  | { readonly kind: 'absent' }
  | { readonly kind: 'unknown'; readonly why: string };

export interface AuthorisationRequest {
  /** The provider acts once for each key. */
  readonly key: string;
  readonly attemptId: string;
  readonly amount: Money;
  readonly card: CardInput;
}

export interface RefundRequest {
  readonly key: string;
  readonly chargeRef: string;
  readonly refundId: Id<'rfd'>;
  readonly amount: Money;
}

/** Where cards are charged. Never called inside a transaction; every call answers in bounded time and never throws. */
export abstract class PaymentProvider {
  /** Stored with what the provider made. */
  abstract readonly name: string;
  abstract authorise(request: AuthorisationRequest): Promise<Answer<Charge>>;
  abstract capture(key: string, chargeRef: string, amount: Money): Promise<Answer<Charge>>;
  abstract void(key: string, chargeRef: string): Promise<Answer<Charge>>;
  abstract refund(request: RefundRequest): Promise<Answer<ProviderRefund>>;
  /** The charge of our attempt. */
  abstract lookupCharge(attemptId: string): Promise<Answer<Charge>>;
  abstract lookupRefund(refundId: string): Promise<Answer<ProviderRefund>>;
}
