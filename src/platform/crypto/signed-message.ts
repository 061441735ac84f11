import { constantTimeEqual, hmac } from './digest.js';

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
  if (!/^\d{1,12}$/.test(timestamp)) return false;
  if (Math.abs(now.getTime() / 1000 - Number(timestamp)) > TOLERANCE_SECONDS) return false;
  const key = Buffer.from(secret.replace(/^whsec_/, ''), 'base64');
  const expected = `v1,${hmac(key, `${id}.${timestamp}.${body}`).toString('base64')}`;
  return signature.split(' ').some((each) => constantTimeEqual(each, expected));
}
