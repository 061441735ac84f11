import { Redis } from 'ioredis';
import { verdictOf, type Limit, type Verdict } from './rate-limits.js';
import { MemoryBuckets, type TokenBuckets } from './token-buckets.js';

/** Refills by Redis's own clock and takes one token, atomically; answers `{allowed, tokens}`. */
const TAKE = `
local quota, window = tonumber(ARGV[1]), tonumber(ARGV[2])
local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)
local held = redis.call('HMGET', KEYS[1], 'tokens', 'at')
local tokens = tonumber(held[1] or quota)
local at = tonumber(held[2] or now)
tokens = math.min(quota, tokens + math.max(0, now - at) * quota / window / 1000)
local allowed = 0
if tokens >= 1 then
  tokens = tokens - 1
  allowed = 1
end
redis.call('HSET', KEYS[1], 'tokens', tostring(tokens), 'at', now)
redis.call('PEXPIRE', KEYS[1], window * 1000)
return {allowed, tostring(tokens)}
`;

const TIMEOUT_MS = 200;

/** Buckets that all instances share. While Redis is away each instance limits by itself. */
export class RedisBuckets implements TokenBuckets {
  private readonly fallback = new MemoryBuckets();
  private readonly redis: Redis;
  private readonly connecting: Promise<void>;

  constructor(url: string) {
    this.redis = new Redis(url, {
      lazyConnect: true,
      enableOfflineQueue: false,
      maxRetriesPerRequest: 0,
      commandTimeout: TIMEOUT_MS,
    });
    this.redis.on('error', () => undefined);
    this.connecting = this.redis.connect().catch(() => undefined);
  }

  /** Until the first attempt to reach Redis has ended, one way or the other. */
  connected(): Promise<void> {
    return this.connecting;
  }

  async take(key: string, limit: Limit): Promise<Verdict> {
    try {
      const answer = await this.redis.eval(TAKE, 1, `souk:rate:${key}`, limit.quota, limit.windowSeconds);
      const [allowed, tokens] = answer as [number, string];
      return verdictOf(limit, allowed === 1, Number(tokens));
    } catch {
      return this.fallback.take(key, limit);
    }
  }

  close(): void {
    this.redis.disconnect();
  }
}
