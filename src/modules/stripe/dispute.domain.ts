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
  const taken = takenBy(json.balance_transactions);
  if (!taken) return undefined;
  const dueBy = objectOf(json.evidence_details)?.due_by;
  const evidenceDueAt = typeof dueBy === 'number' && Number.isSafeInteger(dueBy) ? new Date(dueBy * 1_000) : undefined;
  return { ref, chargeRef, state, amount, reason, ...taken, evidenceDueAt };
}

/** Each movement on our balance is signed: the amount is taken, and given back when it is reinstated; so is its fee. */
function takenBy(movements: unknown): Pick<ProviderDispute, 'isWithdrawn' | 'fee'> | undefined {
  if (!Array.isArray(movements)) return undefined;
  const [amount, fee] = [sumOf(movements, 'amount'), sumOf(movements, 'fee')];
  if (amount === undefined || fee === undefined) return undefined;
  return { isWithdrawn: amount < 0, fee: Math.max(0, fee) };
}

function sumOf(movements: readonly unknown[], name: string): number | undefined {
  const amounts = movements.map((movement) => objectOf(movement)?.[name]);
  if (!amounts.every((amount): amount is number => Number.isSafeInteger(amount))) return undefined;
  return amounts.reduce((total, amount) => total + amount, 0);
}
