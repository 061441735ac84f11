/**
 * Identifiers are UUIDv7 (RFC 9562) in code and database and TypeIDs on the wire: prefix, `_`, and the 128 bits in
 * 26 characters of Crockford base 32, so that both forms sort by time of creation.
 */
export type Prefix =
  | 'acc'
  | 'adj'
  | 'aff'
  | 'afp'
  | 'brc'
  | 'brd'
  | 'cas'
  | 'cat'
  | 'cpn'
  | 'chk'
  | 'cmp'
  | 'cri'
  | 'crl'
  | 'crn'
  | 'crt'
  | 'ctf'
  | 'cth'
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
  | 'pba'
  | 'pyo'
  | 'rac'
  | 'rct'
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

/** Builds a UUIDv7 from milliseconds since 1970 and ten random bytes. */
export function uuidV7(unixMs: number, random: Uint8Array): string {
  const time = unixMs.toString(16).padStart(12, '0');
  const tail = [...random.slice(0, 10)];
  tail[0] = ((tail[0] ?? 0) & 0x0f) | 0x70;
  tail[2] = ((tail[2] ?? 0) & 0x3f) | 0x80;
  const hex = time + tail.map((byte) => byte.toString(16).padStart(2, '0')).join('');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`;
}

/** The wire form of an identifier, `ord_01h…`. */
export function toWire<P extends Prefix>(prefix: P, id: string): string {
  let bits = BigInt(`0x${id.replaceAll('-', '')}`);
  let text = '';
  for (let i = 0; i < 26; i += 1) {
    text = (ALPHABET[Number(bits & 31n)] ?? '') + text;
    bits >>= 5n;
  }
  return `${prefix}_${text}`;
}

/** Reads the wire form; `undefined` when the prefix or the text is wrong. */
export function fromWire<P extends Prefix>(prefix: P, wire: string): Id<P> | undefined {
  const text = wire.startsWith(`${prefix}_`) ? wire.slice(prefix.length + 1) : '';
  if (!/^[0-7][0-9a-hjkmnp-tv-z]{25}$/.test(text)) return undefined;
  let bits = 0n;
  for (const char of text) bits = (bits << 5n) | BigInt(ALPHABET.indexOf(char));
  const hex = bits.toString(16).padStart(32, '0');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}` as Id<P>;
}

/** Narrows a UUID that comes from a column or an event. @throws RangeError when it is not a UUID. */
export function asId<P extends Prefix>(value: string): Id<P> {
  if (!UUID.test(value)) throw new RangeError(`Not an identifier: ${value}`);
  return value as Id<P>;
}
