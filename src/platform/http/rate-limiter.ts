import { Inject, Injectable, type OnApplicationShutdown } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { CONFIG, isLoopback, type Config } from '../config/index.js';
import { RateLimited } from './http.errors.js';
import type { RateClassName } from './rate-class.js';
import { RATE_LIMITS, rateLimitHeaders, type ClassLimits } from './rate-limits.js';
import { RedisBuckets } from './redis-buckets.js';
import { MemoryBuckets, type TokenBuckets } from './token-buckets.js';

/** Counts requests per principal and per address, by class of route. */
@Injectable()
export class RateLimiter implements OnApplicationShutdown {
  readonly isOn: boolean;
  private readonly buckets: TokenBuckets;

  constructor(@Inject(CONFIG) private readonly config: Pick<Config, 'rateLimits' | 'redisUrl' | 'sandbox'>) {
    this.isOn = config.rateLimits;
    this.buckets = config.rateLimits && config.redisUrl ? new RedisBuckets(config.redisUrl) : new MemoryBuckets();
  }

  /** In a sandbox the machine itself may ask as much as it likes: whole years are traded from there. */
  countsAddress(address: string, name: RateClassName): boolean {
    return this.isOn && !(this.config.sandbox && name !== 'auth' && isLoopback(address));
  }

  /** Takes one request and tells the caller what is left. @throws RateLimited when nothing is */
  async take(by: keyof ClassLimits, who: string, name: RateClassName, reply: FastifyReply): Promise<void> {
    const limit = RATE_LIMITS[name][by];
    const verdict = await this.buckets.take(`${name}:${by}:${who}`, limit);
    void reply.headers(rateLimitHeaders(name, limit, verdict));
    if (!verdict.isAllowed) throw new RateLimited({}, [], verdict.resetSeconds);
  }

  onApplicationShutdown(): void {
    this.buckets.close();
  }
}
