import { isCurrency, money, type Money } from '../../kernel/index.js';
import { CHARGE_STATES } from './charge.domain.js';
import { DISPUTE_STATES } from './dispute.domain.js';
import type { Answer, CardFacts, Charge, ProviderDispute, ProviderRefund } from './payment-provider.js';

type Json = Readonly<Record<string, unknown>>;

/** A response over HTTP, or why there was none. */
export type Response =
  | { readonly kind: 'answer'; readonly status: number; readonly contentType: string; readonly text: string }
  | { readonly kind: 'no_answer'; readonly why: string };

/** Come back later: nothing is said about this request. */
const LATER: readonly number[] = [408, 425, 429];

/** The object is there already, made by a call whose answer we never saw. */
const MADE: readonly unknown[] = ['reference_taken', 'idempotency_key_reused'];

const unknown = (why: string): Answer<never> => ({ kind: 'unknown', why });

/**
 * Reads a response so that only a complete, well-formed object counts as done: an error page with status 200, a state
 * nobody has heard of or a missing field are `unknown`.
 */
export function readAnswer<T>(response: Response, read: (json: Json) => T | undefined): Answer<T> {
  if (response.kind === 'no_answer') return unknown(response.why);
  const json = parse(response);
  if (!json) return unknown('not_json');
  const code = (json.error as Json | undefined)?.code;
  if (response.status === 404 && code === 'not_found') return { kind: 'absent' };
  if (LATER.includes(response.status) || MADE.includes(code)) return unknown(`status_${response.status}`);
  if (response.status >= 400 && response.status < 500 && typeof code === 'string') return { kind: 'refused', code };
  if (response.status !== 200 || json.error !== undefined) return unknown(`status_${response.status}`);
  const object = read(json);
  return object === undefined ? unknown('unreadable_object') : { kind: 'done', object };
}

function parse(response: Extract<Response, { kind: 'answer' }>): Json | undefined {
  if (!response.contentType.startsWith('application/json')) return undefined;
  try {
    const json: unknown = JSON.parse(response.text);
    return typeof json === 'object' && json !== null && !Array.isArray(json) ? (json as Json) : undefined;
  } catch {
    return undefined;
  }
}

/** `actionPage` turns the id of a pending action into the address of its page. */
export const readCharge =
  (actionPage: (actionId: string) => string) =>
  (json: Json): Charge | undefined => {
    const state = CHARGE_STATES.find((known) => known === json.state);
    const { id, reference, version, captured, declineCode, actionId } = json;
    const [amount, card] = [amountOf(json), cardOf(json.card)];
    if (json.object !== 'charge' || !state || !amount || !card) return undefined;
    if (!isText(id) || !isText(reference) || !isCount(version) || !isCount(captured)) return undefined;
    return {
      ...{ ref: id, reference, version, state, amount, captured, card },
      declineCode: isText(declineCode) ? declineCode : undefined,
      actionUrl: isText(actionId) ? actionPage(actionId) : undefined,
    };
  };

export function readRefund(json: Json): ProviderRefund | undefined {
  const { id, reference, state, failureCode } = json;
  const amount = amountOf(json);
  if (json.object !== 'refund' || !amount || !isText(id) || !isText(reference)) return undefined;
  if (state !== 'succeeded' && state !== 'failed') return undefined;
  return { ref: id, reference, state, amount, failureCode: isText(failureCode) ? failureCode : undefined };
}

export function readDispute(json: Json): ProviderDispute | undefined {
  const { id, chargeId, reason, isWithdrawn, fee, evidenceDueAt } = json;
  const state = DISPUTE_STATES.find((known) => known === json.state);
  const [amount, due] = [amountOf(json), new Date(isText(evidenceDueAt) ? evidenceDueAt : NaN)];
  if (json.object !== 'dispute' || !state || !amount || !isText(id) || !isText(chargeId)) return undefined;
  if (!isText(reason) || typeof isWithdrawn !== 'boolean' || !isCount(fee)) return undefined;
  const evidence = Number.isNaN(due.getTime()) ? {} : { evidenceDueAt: due };
  return { ref: id, chargeRef: chargeId, state, amount, reason, isWithdrawn, fee, ...evidence };
}

const isText = (value: unknown): value is string => typeof value === 'string' && value !== '';
const isCount = (value: unknown): value is number => Number.isSafeInteger(value) && (value as number) >= 0;

function amountOf({ amount, currency }: Json): Money | undefined {
  return isCount(amount) && isText(currency) && isCurrency(currency) ? money(amount, currency) : undefined;
}

function cardOf(value: unknown): CardFacts | undefined {
  const { fingerprint, bin, last4, country } = (value ?? {}) as Json;
  if (!isText(fingerprint) || !isText(bin) || !isText(last4) || !isText(country)) return undefined;
  return { fingerprint, bin, last4, country };
}
