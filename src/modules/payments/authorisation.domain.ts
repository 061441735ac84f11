import { zero, type Money } from '../../kernel/index.js';
import type { PaymentState } from './payment.lifecycle.js';
import type { Answer, CardFacts, Charge, ProviderRefund } from './payment-provider.js';

export type AttemptState =
  'sent' | 'unknown' | 'requires_action' | 'succeeded' | 'declined' | 'failed' | 'unwanted' | 'voided';

/** What the answer to an authorisation means for its payment. */
export type Step =
  | { readonly do: 'keep' | 'abandon' }
  | { readonly do: 'mark_unknown'; readonly why: string }
  | { readonly do: 'decline'; readonly code: string; readonly card?: CardFacts }
  | { readonly do: 'ask_holder' | 'authorise' | 'give_back'; readonly charge: Charge };

export interface Situation {
  readonly payment: PaymentState;
  readonly attempt: AttemptState;
  readonly attemptId: string;
  readonly amount: Money;
  readonly answer: Answer<Charge>;
  /** So long ago that a request still on its way can be ruled out. */
  readonly isOverdue: boolean;
}

const OPEN: readonly AttemptState[] = ['sent', 'unknown', 'requires_action'];

/**
 * Decides from what is recorded and what the provider says now, so the same answer twice, late or after a newer one
 * changes nothing. An authorisation that nobody waits for any more is given back.
 */
export function nextStep(situation: Situation): Step {
  const { attempt, answer } = situation;
  const isOpen = OPEN.includes(attempt);
  if (!isOpen && attempt !== 'failed') return { do: 'keep' };
  if (answer.kind === 'done') return stepForCharge(situation, answer.object);
  if (!isOpen || attempt === 'requires_action') return { do: 'keep' };
  if (answer.kind === 'refused') return { do: 'decline', code: answer.code };
  if (answer.kind === 'absent' && situation.isOverdue) return { do: 'abandon' };
  return { do: 'mark_unknown', why: answer.kind === 'unknown' ? answer.why : 'absent' };
}

function stepForCharge({ payment, attempt, attemptId, amount }: Situation, charge: Charge): Step {
  const isOurs = charge.reference === attemptId;
  const isAsAsked = charge.amount.amount === amount.amount && charge.amount.currency === amount.currency;
  if (!isOurs || !isAsAsked) return attempt === 'failed' ? { do: 'keep' } : { do: 'mark_unknown', why: 'mismatch' };
  const isWaiting = attempt !== 'failed' && (payment === 'created' || payment === 'requires_action');
  switch (charge.state) {
    case 'declined':
    case 'voided':
      return attempt === 'failed' ? { do: 'keep' } : declineOf(charge);
    case 'requires_action':
      if (!isWaiting) return { do: 'give_back', charge };
      return attempt === 'requires_action' ? { do: 'keep' } : { do: 'ask_holder', charge };
    default:
      return { do: isWaiting ? 'authorise' : 'give_back', charge };
  }
}

const declineOf = ({ declineCode, state, card }: Charge): Step => ({
  do: 'decline',
  code: declineCode ?? state,
  ...(state === 'declined' && card && { card }),
});

/** What a buyer is told about an authorisation. */
export const AUTHORISATION_STATES = ['captured', 'requires_action', 'declined', 'held', 'processing'] as const;
export type AuthorisationState = (typeof AUTHORISATION_STATES)[number];

/** `declined`: nothing is or will be taken by this authorisation. */
export function authorisationState(payment: PaymentState, attempt: AttemptState): AuthorisationState {
  if (payment === 'captured' || payment === 'held' || payment === 'requires_action') return payment;
  if (payment === 'authorised') return 'processing';
  if (payment !== 'created') return 'declined';
  return attempt === 'sent' || attempt === 'unknown' ? 'processing' : 'declined';
}

export type CaptureOutcome =
  | { readonly is: 'captured'; readonly charge: Charge }
  | { readonly is: 'failed'; readonly code: string }
  | { readonly is: 'unknown'; readonly why: string };

/**
 * Reads an answer to a capture, or a later look at the charge. Only the exact amount counts as captured, and only the
 * charge itself can tell: an earlier, declined one of the same payment says nothing.
 */
export function captureOutcome(answer: Answer<Charge>, chargeRef: string, amount: Money): CaptureOutcome {
  if (answer.kind === 'unknown') return { is: 'unknown', why: answer.why };
  if (answer.kind === 'absent') return { is: 'unknown', why: 'absent' };
  if (answer.kind === 'refused') return { is: 'unknown', why: answer.code };
  const charge = answer.object;
  if (charge.ref !== chargeRef) return { is: 'unknown', why: 'other_charge' };
  if (charge.state === 'voided' || charge.state === 'declined') return { is: 'failed', code: `charge_${charge.state}` };
  const isExact = charge.captured === amount.amount && charge.amount.currency === amount.currency;
  if (charge.state !== 'captured') return { is: 'unknown', why: charge.state };
  return isExact ? { is: 'captured', charge } : { is: 'unknown', why: 'mismatch' };
}

export type RefundOutcome =
  | { readonly is: 'succeeded'; readonly ref: string; readonly isTwice?: true }
  | { readonly is: 'failed'; readonly code: string; readonly ref?: string }
  | { readonly is: 'unknown'; readonly why: string };

/**
 * Only the provider's own word that a refund failed ends it; everything unclear is looked at again. `amount` is what is
 * left to be paid; where the provider has paid what the bank `covered` as well, the buyer has that twice.
 */
export function refundOutcome(
  answer: Answer<ProviderRefund>,
  amount: Money,
  covered: Money = zero(amount.currency),
): RefundOutcome {
  if (answer.kind === 'unknown') return { is: 'unknown', why: answer.why };
  if (answer.kind !== 'done') return { is: 'unknown', why: answer.kind === 'refused' ? answer.code : 'absent' };
  const { ref, state, failureCode } = answer.object;
  const told = answer.object.amount;
  const isTwice = covered.amount > 0 && told.amount === amount.amount + covered.amount;
  const isAsAsked = (isTwice || told.amount === amount.amount) && told.currency === amount.currency;
  if (!isAsAsked) return { is: 'unknown', why: 'mismatch' };
  if (state !== 'succeeded') return { is: 'failed', ref, code: failureCode ?? 'refund_failed' };
  return { is: 'succeeded', ref, ...(isTwice && { isTwice }) };
}
