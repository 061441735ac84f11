import { createHash } from 'node:crypto';
import { createReadStream, createWriteStream, type WriteStream } from 'node:fs';
import { mkdir, rm } from 'node:fs/promises';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';

/**
 * Records on disk, parted into buckets by a hash of their key, so that two large files can be joined bucket by bucket
 * in memory that does not grow with them.
 */
export class Spill<T> {
  private constructor(
    private readonly files: readonly string[],
    private readonly streams: readonly WriteStream[],
  ) {}

  static async open<T>(folder: string, name: string, buckets: number): Promise<Spill<T>> {
    const home = join(folder, name);
    await rm(home, { recursive: true, force: true });
    await mkdir(home, { recursive: true });
    const files = Array.from({ length: buckets }, (_, i) => join(home, `${i}.jsonl`));
    return new Spill(
      files,
      files.map((file) => createWriteStream(file)),
    );
  }

  get buckets(): number {
    return this.files.length;
  }

  async add(key: string, record: T): Promise<void> {
    const stream = this.streams[bucketOf(key, this.files.length)];
    if (stream && !stream.write(`${JSON.stringify(record)}\n`)) await once(stream, 'drain');
  }

  async finish(): Promise<void> {
    await Promise.all(this.streams.map((stream) => new Promise<void>((done) => stream.end(done))));
  }

  bucket(index: number): AsyncIterable<T> {
    return readRecords<T>(this.files[index] ?? '');
  }
}

function bucketOf(key: string, buckets: number): number {
  return createHash('sha1').update(key).digest().readUInt32BE(0) % buckets;
}

/** The records of a JSON Lines file; none when it does not exist. A last line cut short by a crash is left out. */
export async function* readRecords<T>(file: string): AsyncIterable<T> {
  const stream = createReadStream(file);
  const opened = await once(stream, 'open').then(
    () => true,
    () => false,
  );
  if (!opened) return;
  for await (const line of createInterface({ input: stream, crlfDelay: Infinity })) {
    const record = parse<T>(line);
    if (record !== undefined) yield record;
  }
}

function parse<T>(line: string): T | undefined {
  try {
    return JSON.parse(line) as T;
  } catch {
    return undefined;
  }
}
