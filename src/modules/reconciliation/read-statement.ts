import { createHash } from 'node:crypto';
import type { Readable } from 'node:stream';
import type { DecimalSign } from './amount-text.domain.js';
import { CSV_PROFILES, type StatementFormat } from './csv-profiles.domain.js';
import { ENCODING_HEAD_BYTES, encodingOf, Position, type Encoding } from './encoding.domain.js';
import { readCamt } from './read-camt.js';
import { readCsv } from './read-csv.js';
import { StatementMalformed, StatementTooLarge } from './reconciliation.errors.js';
import type { Statement } from './statement-line.domain.js';

export interface FileSpec {
  readonly format: StatementFormat;
  /** Only where the file does not say it itself. */
  readonly encoding?: Encoding;
  /** Where it differs from what the format has. */
  readonly decimal?: DecimalSign;
}

export interface ReadStatement extends Statement {
  readonly sha256: Buffer;
  readonly bytes: number;
  readonly encoding: Encoding;
}

type Decoder = InstanceType<typeof TextDecoder>;

const MOST_BYTES = 33_554_432;
const MOST_LINES = 100_000;

/**
 * Reads a file while it comes in and never keeps its bytes.
 * @throws StatementMalformed, StatementTooLarge, StatementWithoutBalance
 */
export async function readStatement(file: Readable, spec: FileSpec): Promise<ReadStatement> {
  const bytes = new CountedBytes(file);
  const text = new DecodedText(bytes, spec.encoding);
  const read = await (
    spec.format === 'camt_053'
      ? readCamt(text, MOST_LINES)
      : readCsv(text, CSV_PROFILES[spec.format], spec.decimal, MOST_LINES)
  ).finally(() => file.resume());
  return { ...read, sha256: bytes.digest(), bytes: bytes.count, encoding: text.encoding };
}

/** Counts and hashes what passes. The file stays open when its reader stops, so that the refusal can be answered. */
class CountedBytes implements AsyncIterable<Buffer> {
  private readonly hash = createHash('sha256');
  count = 0;

  constructor(private readonly file: Readable) {}

  async *[Symbol.asyncIterator](): AsyncGenerator<Buffer> {
    for await (const chunk of this.file.iterator({ destroyOnReturn: false }) as AsyncIterable<Buffer>) {
      this.count += chunk.length;
      if (this.count > MOST_BYTES) throw new StatementTooLarge({ limit: '32 MiB' });
      this.hash.update(chunk);
      yield chunk;
    }
  }

  digest = (): Buffer => this.hash.digest();
}

/** The text of the bytes; what is no text in their encoding is refused where it stands. */
class DecodedText implements AsyncIterable<string> {
  private readonly position = new Position();
  private decoder: Decoder | undefined;
  encoding: Encoding = 'utf-8';

  constructor(
    private readonly bytes: AsyncIterable<Buffer>,
    private readonly told: Encoding | undefined,
  ) {}

  async *[Symbol.asyncIterator](): AsyncGenerator<string> {
    let head: Buffer = Buffer.alloc(0);
    for await (const chunk of this.bytes) {
      head = this.decoder ? chunk : Buffer.concat([head, chunk]);
      if (this.decoder || head.length >= ENCODING_HEAD_BYTES) yield this.decode(head, true);
    }
    yield this.decoder ? this.decode(Buffer.alloc(0), false) : this.decode(head, false);
  }

  private decode(bytes: Buffer, stream: boolean): string {
    this.decoder ??= this.decoderFor(bytes);
    try {
      const text = this.decoder.decode(bytes, { stream });
      if (text.includes('\0')) this.refuse(text.slice(0, text.indexOf('\0')), 'not_text');
      this.position.pass(text);
      return text;
    } catch (error) {
      if (error instanceof StatementMalformed) throw error;
      const [readable = ''] = new TextDecoder(this.encoding).decode(bytes).split('\ufffd');
      return this.refuse(readable, `not_${this.encoding}`);
    }
  }

  private decoderFor(head: Buffer): Decoder {
    this.encoding = encodingOf(head, this.told) ?? this.refuse('', 'unknown_encoding');
    return new TextDecoder(this.encoding, { fatal: true });
  }

  private refuse(before: string, fault: string): never {
    this.position.pass(before);
    throw new StatementMalformed({ line: this.position.line, column: this.position.column, fault });
  }
}
