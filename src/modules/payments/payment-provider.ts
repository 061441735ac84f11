import type { Id, Money } from '../../kernel/index.js';
import type { ChargeState } from './charge.domain.js';
import type { DisputeState } from './dispute.domain.js';
import type { ProviderMessage } from './provider-message.domain.js';

/** A card as the buyer gives it: passed on, never stored. */
export interface CardInput {
  readonly number?: string;
  /** A provider's own name for a card: `tok_…` in the sandbox, `pm_…` at Stripe. */
  readonly token?: string;
  /** ISO 3166-1 alpha-2. */
  readonly holderCountry?: string;
}

/** What a provider tells about a card. The fingerprint recognises the card and says nothing else. */
export interface CardFacts {
  readonly fingerprint: string;
  /** Not every provider tells it. */
  readonly bin?: string;
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
  /** Always there while the charge stands; a charge that ended without money may have forgotten its card. */
  readonly card?: CardFacts;
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

/** An attempt of ours whose charge is looked for. */
export interface ChargeLookup {
  readonly attemptId: string;
  readonly amount: Money;
  readonly attemptedAt: Date;
  /** The provider's name for it, once it has told us. */
  readonly chargeRef?: string;
}

export interface RefundLookup {
  readonly refundId: string;
  readonly chargeRef: string;
}

/** A card holder's complaint to the bank, as it stands at the provider. */
export interface ProviderDispute {
  readonly ref: string;
  readonly chargeRef: string;
  readonly state: DisputeState;
  readonly amount: Money;
  readonly reason: string;
  /** Whether the provider has taken the amount from us and not given it back. */
  readonly isWithdrawn: boolean;
  /** What the provider has taken for its trouble and not given back, in minor units. */
  readonly fee: number;
  readonly evidenceDueAt?: Date;
}

/** What is said against a complaint, as the bank will read it. */
export interface DisputeEvidence {
  readonly key: string;
  readonly disputeRef: string;
  readonly text: string;
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
  abstract lookupCharge(asked: ChargeLookup): Promise<Answer<Charge>>;
  abstract lookupRefund(asked: RefundLookup): Promise<Answer<ProviderRefund>>;
  abstract lookupDispute(disputeRef: string): Promise<Answer<ProviderDispute>>;
  /** Sends everything there is to say, for good. */
  abstract submitEvidence(evidence: DisputeEvidence): Promise<Answer<ProviderDispute>>;
  /** Gives in: the dispute is lost. */
  abstract acceptDispute(key: string, disputeRef: string): Promise<Answer<ProviderDispute>>;
  /** What a message of the provider is about, if it concerns us; its signature has been checked. */
  abstract readMessage(raw: string): ProviderMessage | undefined;
}
