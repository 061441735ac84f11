import { createHash } from 'node:crypto';

/** Near-duplicates are texts whose sets of character bigrams overlap by at least this much (Jaccard). */
export const NEAR_DUPLICATE = 0.85;

const SEPARATORS = /[^\p{L}\p{N}]+/gu;
const FNV_OFFSET = 0x811c9dc5;
const FNV_PRIME = 0x01000193;
const BITS = 64;

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
    for (let i = 0; i < gram.length; i += 1) hash = Math.imul(hash ^ gram.charCodeAt(i), FNV_PRIME);
    return hash | 0;
  });
  return [...new Set(keys)].sort((a, b) => a - b);
}

/**
 * The keys of which a near-duplicate must share one. With n keys in one common order, a set of the wanted overlap
 * shares at least ⌈0.85 n⌉ of them, so it cannot miss all of the first n − ⌈0.85 n⌉ + 1 (prefix filter, Chaudhuri,
 * Ganti and Kaushik 2006).
 */
export function prefixOf(keys: readonly number[]): number[] {
  return keys.slice(0, keys.length - Math.ceil(NEAR_DUPLICATE * keys.length) + 1);
}

/** 64-bit SimHash in hex: the sign of the sum over the bits of the first 8 bytes of each bigram's SHA-256. */
export function simHash(text: string): string {
  const sums = new Array<number>(BITS).fill(0);
  for (const gram of bigramsOf(text)) {
    const hash = createHash('sha256').update(gram).digest().readBigUInt64BE(0);
    for (let bit = 0; bit < BITS; bit += 1) {
      sums[bit] = (sums[bit] ?? 0) + ((hash >> BigInt(BITS - 1 - bit)) & 1n ? 1 : -1);
    }
  }
  const bits = sums.map((sum) => (sum > 0 ? '1' : '0')).join('');
  return BigInt(`0b${bits}`)
    .toString(16)
    .padStart(BITS / 4, '0');
}

/** How many bits of two SimHashes differ. */
export function hammingDistance(a: string, b: string): number {
  const differing = (BigInt(`0x${a}`) ^ BigInt(`0x${b}`)).toString(2);
  return differing.replaceAll('0', '').length;
}
