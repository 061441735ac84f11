import { createWriteStream } from 'node:fs';
import { appendFile, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { readRecords, Spill } from './spill.js';
import type { FollowUp, OrderStory } from './story.js';

/** An order that the marketplace has, beside what the files say of it. */
export interface Placed {
  readonly orderId: string;
  readonly status: string;
  readonly id: string;
  readonly buyer: string;
  readonly total: number;
}

export interface Checkpoint {
  /** The last day that is finished, `2017-03-04`. */
  readonly doneThrough: string;
  readonly orders: number;
  /** Days waited after the last one. */
  readonly tailDays?: number;
}

const BYTES_PER_BUCKET = 4_000_000;

/** The files of a replay on disk: what each day holds, what has been placed, how far it is. */
export class DayBook {
  constructor(private readonly home: string) {}

  /** The orders bought on a day, in the order of time. */
  async purchases(day: string): Promise<OrderStory[]> {
    const stories: OrderStory[] = [];
    for await (const story of readRecords<OrderStory>(join(this.home, 'days', `${day}.buy.jsonl`))) stories.push(story);
    return stories.sort((a, b) => a.purchasedAt.localeCompare(b.purchasedAt));
  }

  /** What happens on a day to orders bought before, once each, in the order of time. */
  async followUps(day: string): Promise<FollowUp[]> {
    const found = new Map<string, FollowUp>();
    for await (const next of readRecords<FollowUp>(join(this.home, 'days', `${day}.next.jsonl`))) {
      found.set(`${next.orderId}:${next.type}:${next.type === 'review' ? next.review.id : ''}`, next);
    }
    return [...found.values()].sort((a, b) => a.at.localeCompare(b.at));
  }

  /** Writes follow-ups into the files of their days, or of `today` when they are not later. */
  async plan(today: string, followUps: readonly FollowUp[]): Promise<void> {
    for (const next of followUps) {
      const day = next.at.slice(0, 10) > today ? next.at.slice(0, 10) : today;
      await appendFile(join(this.home, 'days', `${day}.next.jsonl`), `${JSON.stringify(next)}\n`);
    }
  }

  async note(placed: Placed): Promise<void> {
    await appendFile(join(this.home, 'placed.jsonl'), `${JSON.stringify(placed)}\n`);
  }

  /**
   * Every order placed, once: one that a second run placed again (and got the same answer for) was noted twice. Those
   * with the same id are brought together on disk, so that a long file takes no more memory than a short one.
   */
  async *placed(): AsyncIterable<Placed> {
    const file = join(this.home, 'placed.jsonl');
    const bytes = await stat(file).then(
      ({ size }) => size,
      () => 0,
    );
    const parted = await Spill.open<Placed>(this.home, 'parted', Math.max(1, Math.ceil(bytes / BYTES_PER_BUCKET)));
    for await (const placed of readRecords<Placed>(file)) await parted.add(placed.id, placed);
    await parted.finish();
    for (let i = 0; i < parted.buckets; i += 1) {
      const seen = new Set<string>();
      for await (const placed of parted.bucket(i)) {
        if (!seen.has(placed.id)) yield placed;
        seen.add(placed.id);
      }
    }
    await rm(join(this.home, 'parted'), { recursive: true, force: true });
  }

  async refuse(orderId: string, status: string, reason: string): Promise<void> {
    await appendFile(join(this.home, 'errors.jsonl'), `${JSON.stringify({ orderId, status, reason })}\n`);
  }

  async read<T>(name: string): Promise<T | undefined> {
    const text = await readFile(join(this.home, name), 'utf8').catch(() => undefined);
    return text === undefined ? undefined : (JSON.parse(text) as T);
  }

  async write(name: string, value: unknown): Promise<void> {
    const file = join(this.home, name);
    await writeFile(`${file}.new`, JSON.stringify(value));
    await rename(`${file}.new`, file);
  }

  /** For reports that are written line by line. */
  stream(name: string): NodeJS.WritableStream {
    return createWriteStream(join(this.home, name));
  }
}
