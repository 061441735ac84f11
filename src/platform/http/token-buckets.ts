import { verdictOf, type Limit, type Verdict } from './rate-limits.js';

const MOST_BUCKETS = 100_000;

export interface TokenBuckets {
  /** Takes one token of the bucket. */
  take(key: string, limit: Limit): Promise<Verdict> | Verdict;
  close(): void;
}

interface Bucket {
  tokens: number;
  at: number;
}

/** Buckets of this process. The one that was not used for the longest time gives way when there are too many. */
export class MemoryBuckets implements TokenBuckets {
  private readonly buckets = new Map<string, Bucket>();

  constructor(private readonly nowMs: () => number = () => performance.now()) {}

  take(key: string, limit: Limit): Verdict {
    const now = this.nowMs();
    const bucket = this.buckets.get(key) ?? { tokens: limit.quota, at: now };
    const earned = ((now - bucket.at) / 1000) * (limit.quota / limit.windowSeconds);
    const tokens = Math.min(limit.quota, bucket.tokens + earned);
    const isAllowed = tokens >= 1;
    this.keep(key, { tokens: isAllowed ? tokens - 1 : tokens, at: now });
    return verdictOf(limit, isAllowed, isAllowed ? tokens - 1 : tokens);
  }

  close(): void {
    this.buckets.clear();
  }

  private keep(key: string, bucket: Bucket): void {
    this.buckets.delete(key);
    this.buckets.set(key, bucket);
    const [oldest] = this.buckets.size > MOST_BUCKETS ? this.buckets.keys() : [];
    if (oldest !== undefined) this.buckets.delete(oldest);
  }
}
