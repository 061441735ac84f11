import type { Money } from '../../kernel/index.js';
import type { Answer, ProviderRefund } from '../payments/index.js';
import { fromStripeAmount } from './stripe-amount.domain.js';
import { isText, referenceOf, type Json } from './stripe-json.domain.js';

const STATUSES = ['pending', 'requires_action', 'succeeded', 'failed', 'canceled'] as const;

export interface Refund {
  readonly ref: string;
  readonly reference: string;
  readonly status: (typeof STATUSES)[number];
  readonly amount: Money;
  readonly failureCode?: string;
}

export function readRefund(json: Json): Refund | undefined {
  const { object, id: ref, failure_reason: reason } = json;
  const status = STATUSES.find((known) => known === json.status);
  const [reference, amount] = [referenceOf(json), fromStripeAmount(json.amount, json.currency)];
  if (object !== 'refund' || !isText(ref) || !status || !reference || !amount) return undefined;
  return { ref, reference, status, amount, failureCode: isText(reason) ? reason : undefined };
}

export const hasFailed = ({ status }: Refund): boolean => status === 'failed' || status === 'canceled';

/** Stripe numbers no versions: on its way, paid back, and what may still come after that. */
export function refundVersionOf(refund: Refund): number {
  if (hasFailed(refund)) return 3;
  return refund.status === 'succeeded' ? 2 : 1;
}

/** While it is on its way nobody knows how it will end. */
export function refundOf(answer: Answer<Refund>): Answer<ProviderRefund> {
  if (answer.kind !== 'done') return answer;
  const { ref, reference, amount, status, failureCode } = answer.object;
  if (hasFailed(answer.object)) {
    return { kind: 'done', object: { ref, reference, amount, state: 'failed', failureCode: failureCode ?? status } };
  }
  if (status !== 'succeeded') return { kind: 'unknown', why: `refund_${status}` };
  return { kind: 'done', object: { ref, reference, amount, state: 'succeeded' } };
}
