import { createHash } from 'node:crypto';

/** Near-duplicates are texts whose sets of character bigrams overlap by at least this much (Jaccard). */
export const NEAR_DUPLICATE = 0.85;

const SEPARATORS = /[^\p{L}\p{N}]+/gu;
const { imul } = Math;
const FNV_OFFSET = 0x811c9dc5;
const FNV_PRIME = 0x01000193;
/** Of a SimHash. */
const BYTES = 8;

/** NFKC, lower case, letters and digits only. */
export const squeeze = (text: string): string => text.normalize('NFKC').toLowerCase().replace(SEPARATORS, '');

/** The distinct pairs of neighbouring code points of the squeezed text. */
export function bigramsOf(text: string): Set<string> {
  const points = [...squeeze(text)];
  return new Set(points.slice(1).map((point, i) => `${points[i]}${point}`));
}

/** |A ∩ B| / |A ∪ B|; two empty sets have nothing in common. */
export function jaccard(a: ReadonlySet<string>, b: ReadonlySet<string>): number {
  const shared = [...a].filter((gram) => b.has(gram)).length;
  const all = a.size + b.size - shared;
  return all === 0 ? 0 : shared / all;
}

/** Each bigram as a 32-bit integer (FNV-1a over its UTF-16 units), ascending: the form in which they are indexed. */
export function gramKeys(text: string): number[] {
  const keys = [...bigramsOf(text)].map((gram) => {
    let hash = FNV_OFFSET;
    for (let i = 0; i < gram.length; i += 1) hash = imul(hash ^ gram.charCodeAt(i), FNV_PRIME);
    return hash | 0;
  });
  return [...new Set(keys)].sort((a, b) => a - b);
}

/** 24 bands of 10 hashes: 99.5 % of pairs at the threshold share one, 2 % of pairs with an overlap of 0.5 do. */
const BANDS = 24;
const ROWS = 10;

/**
 * Keys of which near-duplicates share at least one and other texts hardly any: hashes of bands of MinHash values
 * (Broder 1997, Indyk and Motwani 1998). What shares a key is compared exactly.
 */
export function bandsOf(keys: readonly number[]): number[] {
  if (keys.length === 0) return [];
  return Array.from({ length: BANDS }, (_, band) => {
    let hash = mix(band);
    for (let row = 0; row < ROWS; row += 1) hash = mix(hash ^ leastOf(keys, mix(band * ROWS + row + 1)));
    return hash | 0;
  });
}

function leastOf(keys: readonly number[], seed: number): number {
  let least = 0xffffffff;
  for (const key of keys) {
    const hash = mix(key ^ seed);
    if (hash < least) least = hash;
  }
  return least;
}

/** The finaliser of MurmurHash3: every bit of the input changes every bit of the output. */
function mix(value: number): number {
  let hash = value;
  hash = imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return (hash ^ (hash >>> 16)) >>> 0;
}

/** 64-bit SimHash in hex: the sign of the sum over the bits of the first 8 bytes of each bigram's SHA-256. */
export function simHash(text: string): string {
  const sums = new Int32Array(BYTES * 8);
  for (const gram of bigramsOf(text)) addBits(sums, createHash('sha256').update(gram).digest());
  const bits = [...sums].map((sum) => (sum > 0 ? '1' : '0')).join('');
  return BigInt(`0b${bits}`)
    .toString(16)
    .padStart(BYTES * 2, '0');
}

function addBits(sums: Int32Array, hash: Uint8Array): void {
  for (let bit = 0; bit < sums.length; bit += 1) {
    const isSet = ((hash[bit >> 3] ?? 0) >> (7 - (bit & 7))) & 1;
    sums[bit] = (sums[bit] ?? 0) + (isSet ? 1 : -1);
  }
}

/** How many bits of two SimHashes differ. */
export function hammingDistance(a: string, b: string): number {
  const differing = (BigInt(`0x${a}`) ^ BigInt(`0x${b}`)).toString(2);
  return differing.replaceAll('0', '').length;
}
