import { hkdfSync } from 'node:crypto';

/** A key of its own for each purpose, derived from the master key (HKDF with SHA-256, RFC 5869). */
export function deriveKey(secret: string, purpose: string, bytes = 32): Buffer {
  return Buffer.from(hkdfSync('sha256', secret, 'souk', purpose, bytes));
}
