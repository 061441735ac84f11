import { constantTimeEqual, hmac } from './digest.js';

/** A message of another server as it came in. */
export interface InboundMessage {
  /** A header by its name in lower case; empty when it is missing or repeated. */
  readonly header: (name: string) => string;
  /** The bytes that were signed. */
  readonly body: string;
}

/** A message by Standard Webhooks 1.0, as it came in. */
export interface SignedMessage {
  readonly id: string;
  /** Seconds since 1970, as text. */
  readonly timestamp: string;
  /** `v1,<base64>`, several parted by spaces while secrets rotate. */
  readonly signature: string;
  /** The bytes that were signed. */
  readonly body: string;
}

const TOLERANCE_SECONDS = 300;

/** Whether the message was signed with the secret (`whsec_` and base64) within five minutes of the host's time. */
export function isSignedMessage(secret: string, message: SignedMessage, now = new Date()): boolean {
  const { id, timestamp, signature, body } = message;
  if (!isFresh(timestamp, now)) return false;
  const key = Buffer.from(secret.replace(/^whsec_/, ''), 'base64');
  const expected = `v1,${hmac(key, `${id}.${timestamp}.${body}`).toString('base64')}`;
  return signature.split(' ').some((each) => constantTimeEqual(each, expected));
}

/** The id of a message by Standard Webhooks 1.0; `undefined` when its signature does not hold. */
export function idOfSigned(secret: string, { header, body }: InboundMessage, now = new Date()): string | undefined {
  const [id, timestamp, signature] = [header('webhook-id'), header('webhook-timestamp'), header('webhook-signature')];
  return isSignedMessage(secret, { id, timestamp, signature, body }, now) ? id : undefined;
}

/**
 * Whether a body was signed with the secret as Stripe signs: the header `t=<seconds>,v1=<hex>` with an HMAC of SHA-256
 * over `<seconds>.<body>`, several `v1` while secrets rotate, within five minutes of the host's time.
 */
export function isStampedBody(secret: string, signature: string, body: string, now = new Date()): boolean {
  const parts = signature.split(',').map((part) => part.trim().split('='));
  const valuesOf = (name: string) => parts.filter(([key]) => key === name).map(([, value = '']) => value);
  const [timestamp = '', ...others] = valuesOf('t');
  if (secret === '' || others.length > 0 || !isFresh(timestamp, now)) return false;
  const expected = hmac(secret, `${timestamp}.${body}`).toString('hex');
  return valuesOf('v1').some((each) => constantTimeEqual(each, expected));
}

function isFresh(timestamp: string, now: Date): boolean {
  if (!/^\d{1,12}$/.test(timestamp)) return false;
  return Math.abs(now.getTime() / 1000 - Number(timestamp)) <= TOLERANCE_SECONDS;
}
