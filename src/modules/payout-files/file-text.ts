import { createHash } from 'node:crypto';
import type { Readable } from 'node:stream';
import { StatusReportUnreadable } from './payout-files.errors.js';

const MOST_BYTES = 1_048_576;
const DECLARED = /^<\?xml[^>]{0,100}?\bencoding\s*=\s*["']([\w.-]{1,40})["']/;
const ENCODINGS = ['utf-8', 'us-ascii', 'utf-16le', 'utf-16be', 'windows-1252', 'iso-8859-1'];

export interface FileText {
  readonly text: string;
  /** Of the bytes, in hexadecimal. */
  readonly sha256: string;
}

/** The whole of a small file as text, by its byte order mark or as it declares. @throws StatusReportUnreadable */
export async function textOf(file: Readable): Promise<FileText> {
  const bytes = await bytesOf(file);
  const encoding = encodingOf(bytes);
  if (!ENCODINGS.includes(encoding)) throw new StatusReportUnreadable({ why: `the encoding ${encoding} is not read` });
  try {
    const text = new TextDecoder(encoding, { fatal: true }).decode(bytes);
    return { text, sha256: createHash('sha256').update(bytes).digest('hex') };
  } catch {
    throw new StatusReportUnreadable({ why: `it is not ${encoding}` });
  }
}

/** The file is read to its end even when it is too large, so that the refusal can be answered. */
async function bytesOf(file: Readable): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let count = 0;
  for await (const chunk of file as AsyncIterable<Buffer>) {
    count += chunk.length;
    if (count <= MOST_BYTES) chunks.push(chunk);
  }
  if (count > MOST_BYTES) throw new StatusReportUnreadable({ why: 'it is larger than 1 MiB' });
  return Buffer.concat(chunks);
}

function encodingOf(bytes: Buffer): string {
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return 'utf-16le';
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return 'utf-16be';
  return (DECLARED.exec(bytes.subarray(0, 200).toString('latin1'))?.[1] ?? 'utf-8').toLowerCase();
}
