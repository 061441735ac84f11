import { inflateSync } from 'node:zlib';

const WOFF = { header: 44, entry: 20 } as const;
const SFNT = { header: 12, entry: 16 } as const;

interface Table {
  readonly tag: Buffer;
  readonly checksum: number;
  readonly data: Buffer;
}

/**
 * The font in a WOFF file (WOFF File Format 1.0, W3C Recommendation) with its tables inflated, as an OpenType file. What
 * draws would inflate them itself, in JavaScript and anew for every document.
 */
export function unpackedFont(woff: Buffer): Buffer {
  const count = woff.readUInt16BE(12);
  const tables = Array.from({ length: count }, (_, nth) => tableAt(woff, WOFF.header + nth * WOFF.entry));
  const head = Buffer.alloc(SFNT.header + count * SFNT.entry);
  woff.copy(head, 0, 4, 8);
  const selector = Math.floor(Math.log2(count));
  const range = 2 ** selector * SFNT.entry;
  [count, range, selector, count * SFNT.entry - range].forEach((value, nth) => head.writeUInt16BE(value, 4 + nth * 2));
  const parts: Buffer[] = [head];
  let offset = head.length;
  for (const [nth, { tag, checksum, data }] of tables.entries()) {
    const entry = SFNT.header + nth * SFNT.entry;
    tag.copy(head, entry);
    [checksum, offset, data.length].forEach((value, field) => head.writeUInt32BE(value, entry + 4 + field * 4));
    const padding = Buffer.alloc((4 - (data.length % 4)) % 4);
    parts.push(data, padding);
    offset += data.length + padding.length;
  }
  return Buffer.concat(parts);
}

function tableAt(woff: Buffer, entry: number): Table {
  const [offset = 0, packed = 0, length = 0, checksum = 0] = [4, 8, 12, 16].map((at) => woff.readUInt32BE(entry + at));
  const bytes = woff.subarray(offset, offset + packed);
  return {
    tag: woff.subarray(entry, entry + 4),
    checksum,
    data: packed < length ? inflateSync(bytes) : bytes,
  };
}
