import { compare, type Money } from '../../kernel/index.js';
import type { Answer } from '../payments/index.js';
import type { ReversalAnswer, ReversalRequest } from '../settlement/index.js';
import { fromStripeAmount } from './stripe-amount.domain.js';
import { isText, referenceOf, type Json } from './stripe-json.domain.js';

/** A part of a transfer that was taken back, by us or by somebody at Stripe's own pages. */
export interface Reversal {
  readonly ref: string;
  readonly transfer: string;
  readonly amount: Money;
  /** Of those that we asked for. */
  readonly reference?: string;
}

export function readReversal(json: Json): Reversal | undefined {
  const { object, id: ref, transfer } = json;
  const amount = fromStripeAmount(json.amount, json.currency);
  if (object !== 'transfer_reversal' || !isText(ref) || !isText(transfer) || !amount) return undefined;
  return { ref, transfer, amount, reference: referenceOf(json) };
}

/** What came of asking: only the very reversal that was asked for is done. */
export function sentReversalOf(answer: Answer<Reversal>, asked: ReversalRequest, transfer: string): ReversalAnswer {
  if (answer.kind === 'unknown') return { state: 'unknown', why: answer.why };
  if (answer.kind !== 'done') return { state: 'refused', code: answer.kind === 'refused' ? answer.code : answer.kind };
  const { reference, amount } = answer.object;
  const isAsked = reference === asked.reversalId && answer.object.transfer === transfer;
  if (!isAsked || amount.currency !== asked.amount.currency || compare(amount, asked.amount) !== 0)
    return { state: 'unknown', why: 'another_reversal' };
  return doneOf(answer.object);
}

/** Of all reversals of a transfer: the one that we asked for, or none. */
export function foundReversalOf(all: readonly Reversal[], reversalId: string): ReversalAnswer {
  const ours = all.filter(({ reference }) => reference === reversalId);
  if (ours.length > 1) return { state: 'unknown', why: 'ambiguous' };
  return ours[0] ? doneOf(ours[0]) : { state: 'absent' };
}

const doneOf = ({ ref, amount }: Reversal): ReversalAnswer => ({ state: 'done', reference: ref, amount });
