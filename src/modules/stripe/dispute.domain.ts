import type { ProviderDispute } from '../payments/index.js';
import { fromStripeAmount } from './stripe-amount.domain.js';
import { isText, objectOf, type Json } from './stripe-json.domain.js';

const STATES: Readonly<Record<string, ProviderDispute['state']>> = {
  warning_needs_response: 'inquiry',
  warning_under_review: 'inquiry',
  warning_closed: 'closed',
  needs_response: 'open',
  under_review: 'open',
  won: 'won',
  lost: 'lost',
  prevented: 'closed',
};

export function readDispute(json: Json): ProviderDispute | undefined {
  const { object, id: ref, payment_intent: chargeRef, reason } = json;
  const state = isText(json.status) ? STATES[json.status] : undefined;
  const amount = fromStripeAmount(json.amount, json.currency);
  if (object !== 'dispute' || !isText(ref) || !isText(chargeRef) || !isText(reason) || !state || !amount)
    return undefined;
  const isWithdrawn = isMoneyGone(json.balance_transactions);
  if (isWithdrawn === undefined) return undefined;
  const dueBy = objectOf(json.evidence_details)?.due_by;
  const evidenceDueAt = typeof dueBy === 'number' && Number.isSafeInteger(dueBy) ? new Date(dueBy * 1_000) : undefined;
  return { ref, chargeRef, state, amount, reason, isWithdrawn, evidenceDueAt };
}

/** Each movement on our balance is signed: the amount is taken, and given back when it is reinstated. */
function isMoneyGone(movements: unknown): boolean | undefined {
  if (!Array.isArray(movements)) return undefined;
  const amounts = movements.map((movement) => objectOf(movement)?.amount);
  if (!amounts.every((amount): amount is number => Number.isSafeInteger(amount))) return undefined;
  return amounts.reduce((total, amount) => total + amount, 0) < 0;
}
