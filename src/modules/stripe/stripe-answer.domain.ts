import type { Answer } from '../payments/index.js';
import { isText, objectOf, parseObject, type Json } from './stripe-json.domain.js';

/** A response over HTTP, or why there was none. */
export type Response =
  | { readonly kind: 'answer'; readonly status: number; readonly contentType: string; readonly text: string }
  | { readonly kind: 'no_answer'; readonly why: string };

export type Reader<T> = (json: Json) => T | undefined;

/** Come back later: nothing is said about this request. 424: somebody whom Stripe depends on did not answer it. */
const LATER: readonly number[] = [408, 409, 424, 425, 429];
const LATER_CODES: readonly unknown[] = ['lock_timeout', 'rate_limit', 'idempotency_key_in_use'];

/** What a request is refused with whose key is not accepted; somebody has to look at the settings. */
export const CREDENTIALS_REFUSED = 'provider_credentials_refused';

const unknown = (why: string): Answer<never> => ({ kind: 'unknown', why });

/**
 * Reads a response of Stripe's so that only a complete, well-formed object counts as done. A refusal has to say so in
 * Stripe's own words: an error page, an error body with status 200, an error whose type nobody has heard of, a request
 * under a key that has been used or is in use, and every error of the server say nothing about what was done.
 */
export function readStripeAnswer<T>(response: Response, method: 'GET' | 'POST', read: Reader<T>): Answer<T> {
  if (response.kind === 'no_answer') return unknown(response.why);
  const { status, contentType, text } = response;
  const json = contentType.startsWith('application/json') ? parseObject(text) : undefined;
  if (!json) return unknown('not_json');
  if (status >= 400 && status < 500) return refusalOf(status, method, objectOf(json.error));
  if (status !== 200 || json.error !== undefined) return unknown(`status_${status}`);
  const object = read(json);
  return object === undefined ? unknown('unreadable_object') : { kind: 'done', object };
}

function refusalOf(status: number, method: string, error: Json | undefined): Answer<never> {
  const { type, code, decline_code: declineCode } = error ?? {};
  if (LATER.includes(status) || LATER_CODES.includes(code)) return unknown(`status_${status}`);
  if (type === 'card_error') return { kind: 'refused', code: firstText(declineCode, code) ?? 'card_declined' };
  if (type !== 'invalid_request_error') return unknown(isText(type) ? type : `status_${status}`);
  if (status === 401 || status === 403) return { kind: 'refused', code: CREDENTIALS_REFUSED };
  if (status === 404 && method === 'GET' && code === 'resource_missing') return { kind: 'absent' };
  return { kind: 'refused', code: firstText(code) ?? 'invalid_request' };
}

const LONGEST_CODE = 100;

const firstText = (...values: unknown[]): string | undefined => values.find(isText)?.slice(0, LONGEST_CODE);
