import { createHmac, timingSafeEqual } from 'node:crypto';

export interface SignedMessage {
  readonly id: string;
  /** Seconds since 1970, as the header says it. */
  readonly timestamp: string;
  /** `v1,<base64>`, several parted by spaces while the secret is rotated. */
  readonly signatures: string;
  readonly body: Uint8Array;
}

/** Older or newer messages are refused: they may be replays. */
const TOLERANCE_S = 300;

/** Verifies a message by Standard Webhooks 1.0: HMAC-SHA-256 over id, time and raw body. `secret` is `whsec_` + base64. */
export function isAuthentic(message: SignedMessage, secret: string, now: Date): boolean {
  const { id, timestamp, signatures, body } = message;
  if (!/^\d{1,12}$/.test(timestamp) || id === '') return false;
  if (Math.abs(now.getTime() / 1000 - Number(timestamp)) > TOLERANCE_S) return false;
  const key = Buffer.from(secret.replace(/^whsec_/, ''), 'base64');
  const signed = Buffer.concat([Buffer.from(`${id}.${timestamp}.`), body]);
  const expected = Buffer.from(`v1,${createHmac('sha256', key).update(signed).digest('base64')}`);
  const given = signatures.split(' ').map((signature) => Buffer.from(signature));
  return given.filter((one) => one.length === expected.length && timingSafeEqual(one, expected)).length > 0;
}
