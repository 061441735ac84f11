/**
 * Identifiers are UUIDv7 (RFC 9562) in code and database and TypeIDs on the wire: prefix, `_`, and the 128 bits in
 * 26 characters of Crockford base 32, so that both forms sort by time of creation.
 */
export type Prefix =
  | 'acc'
  | 'acf'
  | 'adj'
  | 'aff'
  | 'afp'
  | 'brc'
  | 'brd'
  | 'cas'
  | 'cat'
  | 'cpn'
  | 'cbp'
  | 'chk'
  | 'cmp'
  | 'cri'
  | 'crl'
  | 'crn'
  | 'crt'
  | 'ctf'
  | 'cth'
  | 'dcl'
  | 'dec'
  | 'dsp'
  | 'evd'
  | 'evt'
  | 'fxd'
  | 'fxq'
  | 'fdc'
  | 'gdw'
  | 'hld'
  | 'inv'
  | 'jnl'
  | 'key'
  | 'lbl'
  | 'lin'
  | 'lrv'
  | 'lst'
  | 'med'
  | 'mem'
  | 'opn'
  | 'ord'
  | 'orq'
  | 'pac'
  | 'pal'
  | 'pat'
  | 'pay'
  | 'pco'
  | 'pba'
  | 'pyo'
  | 'pyt'
  | 'rac'
  | 'rct'
  | 'rth'
  | 'rep'
  | 'rev'
  | 'rfd'
  | 'rlh'
  | 'rfl'
  | 'ril'
  | 'rpr'
  | 'rul'
  | 'rsv'
  | 'sbi'
  | 'sel'
  | 'ses'
  | 'shd'
  | 'shp'
  | 'sor'
  | 'spl'
  | 'sta'
  | 'stp'
  | 'tch'
  | 'tpr'
  | 'stm'
  | 'sub'
  | 'txf'
  | 'usr'
  | 'var'
  | 'vrf'
  | 'wof';

/** A UUID of the kind of thing that the prefix names. */
export type Id<P extends Prefix> = string & { readonly __prefix: P };

const ALPHABET = '0123456789abcdefghjkmnpqrstvwxyz';
const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;

const HEX = Array.from({ length: 256 }, (_, byte) => byte.toString(16).padStart(2, '0'));
const VALUES = new Map([...ALPHABET].map((char, value) => [char, value]));

/** Builds a UUIDv7 from milliseconds since 1970 and ten random bytes. */
export function uuidV7(unixMs: number, random: Uint8Array): string {
  const time = unixMs.toString(16).padStart(12, '0');
  const hex = (i: number): string => HEX[random[i] ?? 0] ?? '';
  const version = HEX[((random[0] ?? 0) & 0x0f) | 0x70] ?? '';
  const variant = HEX[((random[2] ?? 0) & 0x3f) | 0x80] ?? '';
  const tail = hex(4) + hex(5) + hex(6) + hex(7) + hex(8) + hex(9);
  return `${time.slice(0, 8)}-${time.slice(8)}-${version}${hex(1)}-${variant}${hex(3)}-${tail}`;
}

/** The wire form of an identifier, `ord_01h…`. */
export function toWire<P extends Prefix>(prefix: P, id: string): string {
  let text = `${prefix}_`;
  // The 128 bits stand behind two empty ones: 26 characters of five.
  let held = 0;
  let count = 2;
  for (const byte of Buffer.from(id.replaceAll('-', ''), 'hex')) {
    held = ((held & 31) << 8) | byte;
    for (count += 8; count >= 5; count -= 5) text += ALPHABET[(held >> (count - 5)) & 31];
  }
  return text;
}

/** Reads the wire form; `undefined` when the prefix or the text is wrong. */
export function fromWire<P extends Prefix>(prefix: P, wire: string): Id<P> | undefined {
  const text = wire.startsWith(`${prefix}_`) ? wire.slice(prefix.length + 1) : '';
  if (!/^[0-7][0-9a-hjkmnp-tv-z]{25}$/.test(text)) return undefined;
  let hex = '';
  let held = 0;
  let count = -2;
  for (const char of text) {
    held = ((held & 255) << 5) | (VALUES.get(char) ?? 0);
    count += 5;
    if (count < 8) continue;
    count -= 8;
    hex += HEX[(held >> count) & 255];
  }
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}` as Id<P>;
}

/** Narrows a UUID that comes from a column or an event. @throws RangeError when it is not a UUID. */
export function asId<P extends Prefix>(value: string): Id<P> {
  if (!UUID.test(value)) throw new RangeError(`Not an identifier: ${value}`);
  return value as Id<P>;
}
