import { money, type Money } from '../../kernel/index.js';
import type { Answer } from '../payments/index.js';
import type { BankAnswer, FailureClass } from '../settlement/index.js';
import { fromStripeAmount } from './stripe-amount.domain.js';
import { isCount, isText, referenceOf, type Json } from './stripe-json.domain.js';

export const TRANSFERS = '/v1/transfers';

/** The transfers of one payout. */
export const groupOf = (payoutId: string): string => `payout_${payoutId}`;

/** Money moved to the balance of a connected account. */
export interface Transfer {
  readonly ref: string;
  readonly reference: string;
  readonly amount: Money;
  /** How much of it was taken back, in minor units. */
  readonly reversed: number;
}

export function readTransfer(json: Json): Transfer | undefined {
  const { object, id: ref, amount_reversed: reversed } = json;
  const [reference, amount] = [referenceOf(json), fromStripeAmount(json.amount, json.currency)];
  if (object !== 'transfer' || !isText(ref) || !reference || !amount) return undefined;
  if (!isCount(reversed) || reversed > amount.amount) return undefined;
  return { ref, reference, amount, reversed };
}

/** Everything that a list holds; `undefined` when it goes on or one of its entries cannot be read. */
export const readWholeList =
  <T>(read: (json: Json) => T | undefined) =>
  ({ object, data, has_more: hasMore }: Json): readonly T[] | undefined => {
    if ((object !== 'list' && object !== 'search_result') || !Array.isArray(data) || hasMore !== false)
      return undefined;
    const entries = data.map((entry) => read(entry as Json));
    return entries.some((entry) => entry === undefined) ? undefined : (entries as T[]);
  };

/** A transfer has arrived when it is made; who took it back, and whether we did, it does not say. */
export function bankAnswerOf({ ref, amount, reversed }: Transfer): BankAnswer {
  if (reversed === 0) return { state: 'paid', reference: ref, amount };
  return { state: 'reversed', reference: ref, amount, reversed: money(reversed, amount.currency) };
}

/** What Stripe refuses because of the connected account, and not because of us or of the day. */
const ACCOUNT_FAULTS: readonly string[] = [
  'resource_missing',
  'account_closed',
  'account_invalid',
  'insufficient_capabilities_for_transfer',
  'transfers_not_allowed',
];

const classOf = (code: string): FailureClass => (ACCOUNT_FAULTS.includes(code) ? 'account' : 'transient');

export function sentAnswerOf(answer: Answer<Transfer>): BankAnswer {
  if (answer.kind === 'done') return bankAnswerOf(answer.object);
  if (answer.kind === 'unknown') return { state: 'unknown', why: answer.why };
  const code = answer.kind === 'refused' ? answer.code : 'resource_missing';
  return { state: 'failed', code, failureClass: classOf(code) };
}

/** Of the transfers of one payout: the one that we made, or none. */
export function foundTransferOf(answer: Answer<readonly Transfer[]>, payoutId: string): Found<Transfer> {
  if (answer.kind !== 'done') return { state: 'unknown', why: answer.kind === 'unknown' ? answer.why : answer.kind };
  const ours = answer.object.filter(({ reference }) => reference === payoutId);
  if (ours.length > 1) return { state: 'unknown', why: 'ambiguous' };
  return ours[0] ? { state: 'found', object: ours[0] } : { state: 'absent' };
}

/** What a list holds of ours. */
export type Found<T> =
  | { readonly state: 'found'; readonly object: T }
  | { readonly state: 'absent' }
  | { readonly state: 'unknown'; readonly why: string };

export function foundAnswerOf(answer: Answer<readonly Transfer[]>, payoutId: string): BankAnswer {
  const found = foundTransferOf(answer, payoutId);
  return found.state === 'found' ? bankAnswerOf(found.object) : found;
}
