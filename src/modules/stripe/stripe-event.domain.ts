import type { Money } from '../../kernel/index.js';
import type { ProviderMessage } from '../payments/index.js';
import { readDispute } from './dispute.domain.js';
import { readIntent, versionOf } from './payment-intent.domain.js';
import { hasFailed, readRefund, refundVersionOf } from './refund.domain.js';
import { isText, objectOf, parseObject, type Json } from './stripe-json.domain.js';

/** What every message says of itself. */
export interface StripeEvent {
  readonly id: string;
  readonly type: string;
  /** The object as it was when the message was made. */
  readonly object: Json;
}

export function readStripeEvent(raw: string): StripeEvent | undefined {
  const json = parseObject(raw);
  const object = objectOf(objectOf(json?.data)?.object);
  const { object: kind, id, type } = json ?? {};
  return kind === 'event' && isText(id) && isText(type) && object ? { id, type, object } : undefined;
}

type Reading = (type: string, object: Json) => ProviderMessage | undefined;

const aboutIntent: Reading = (type, object) => {
  const intent = readIntent(object);
  if (!intent) return undefined;
  const { ref, reference } = intent;
  return { type, object: 'charge', objectRef: ref, reference, version: versionOf(intent), ...plain(intent.amount) };
};

const aboutRefund: Reading = (type, object) => {
  const refund = readRefund(object);
  if (!refund) return undefined;
  const what = { objectRef: refund.ref, reference: refund.reference, version: refundVersionOf(refund) };
  return { type, object: 'refund', ...what, ...plain(refund.amount), isFailure: hasFailed(refund) };
};

const aboutDispute: Reading = (type, object) => {
  const dispute = readDispute(object);
  if (!dispute) return undefined;
  const { ref, chargeRef, amount } = dispute;
  return { type, object: 'dispute', objectRef: ref, chargeRef, version: 0, ...plain(amount) };
};

/** The messages that payments are interested in. */
export const PAYMENT_EVENTS: Readonly<Record<string, Reading>> = {
  'payment_intent.amount_capturable_updated': aboutIntent,
  'payment_intent.requires_action': aboutIntent,
  'payment_intent.succeeded': aboutIntent,
  'payment_intent.payment_failed': aboutIntent,
  'payment_intent.canceled': aboutIntent,
  'refund.created': aboutRefund,
  'refund.updated': aboutRefund,
  'refund.failed': aboutRefund,
  'charge.refund.updated': aboutRefund,
  'charge.dispute.created': aboutDispute,
  'charge.dispute.updated': aboutDispute,
  'charge.dispute.funds_withdrawn': aboutDispute,
  'charge.dispute.funds_reinstated': aboutDispute,
  'charge.dispute.closed': aboutDispute,
};

/** `undefined` when the message is of another kind, or not about something of ours. */
export function readPaymentMessage(raw: string): ProviderMessage | undefined {
  const event = readStripeEvent(raw);
  const read = event && Object.hasOwn(PAYMENT_EVENTS, event.type) ? PAYMENT_EVENTS[event.type] : undefined;
  return event && read?.(event.type, event.object);
}

/** The messages that payouts are interested in begin with this. */
export const TRANSFER_EVENTS = 'transfer.';

const plain = ({ amount, currency }: Money) => ({ amount, currency });
