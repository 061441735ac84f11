import { crc32 } from 'node:zlib';

const BASE62 = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';
const ID_LENGTH = 10;
const SECRET_LENGTH = 43;
const CHECKSUM_LENGTH = 6;
const SHAPE = /^souk_(test|live)_([0-9A-Za-z]{10})([0-9A-Za-z]{43})([0-9A-Za-z]{6})$/;

export type KeyMode = 'test' | 'live';

export interface ParsedKey {
  readonly mode: KeyMode;
  readonly publicId: string;
  readonly secret: string;
}

/** Writes bytes as a number in base 62, padded in front to a fixed width. */
export function base62(bytes: Uint8Array, width: number): string {
  let rest = bytes.reduce((number, byte) => (number << 8n) | BigInt(byte), 0n);
  let text = '';
  for (let i = 0; i < width; i += 1) {
    text = (BASE62[Number(rest % 62n)] ?? '') + text;
    rest /= 62n;
  }
  return text;
}

/** The ten characters that name a key; eight bytes in, about 59 of their bits kept. */
export const publicIdFrom = (random: Uint8Array): string => base62(random.slice(0, 8), ID_LENGTH);

/** The secret part: 256 bits in 43 characters. */
export const secretFrom = (random: Uint8Array): string => base62(random.slice(0, 32), SECRET_LENGTH);

/** The key as its holder sees it: `souk_test_` + id + secret + checksum. */
export function formatKey(mode: KeyMode, publicId: string, secret: string): string {
  const body = `souk_${mode}_${publicId}${secret}`;
  return body + checksumOf(body);
}

/** Takes a key apart; `undefined` when its shape or its checksum is wrong, so that a typo costs no query. */
export function parseKey(text: string): ParsedKey | undefined {
  const [, mode, publicId, secret, checksum] = SHAPE.exec(text) ?? [];
  if (!mode || !publicId || !secret || !checksum) return undefined;
  if (checksumOf(text.slice(0, -CHECKSUM_LENGTH)) !== checksum) return undefined;
  return { mode: mode as KeyMode, publicId, secret };
}

function checksumOf(body: string): string {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32BE(crc32(body));
  return base62(bytes, CHECKSUM_LENGTH);
}
