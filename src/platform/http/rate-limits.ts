import type { RateClassName } from './rate-class.js';

export interface Limit {
  /** Requests in a window; also the largest burst. */
  readonly quota: number;
  readonly windowSeconds: number;
}

export interface ClassLimits {
  readonly principal: Limit;
  /** Many people may share an address, so it gets more than one of them. */
  readonly address: Limit;
}

const perMinute = (principal: number, address: number): ClassLimits => ({
  principal: { quota: principal, windowSeconds: 60 },
  address: { quota: address, windowSeconds: 60 },
});

export const RATE_LIMITS: Readonly<Record<RateClassName, ClassLimits>> = {
  read: perMinute(1_200, 3_000),
  search: perMinute(300, 900),
  write: perMinute(600, 1_500),
  auth: perMinute(30, 60),
  inbound: perMinute(120_000, 120_000),
};

export interface Verdict {
  readonly isAllowed: boolean;
  readonly remaining: number;
  /** Seconds until one more request is allowed, or until the bucket is full again when it is. */
  readonly resetSeconds: number;
}

/** The state of a token bucket that has `tokens` after a request asked for one. */
export function verdictOf(limit: Limit, isAllowed: boolean, tokens: number): Verdict {
  const perSecond = limit.quota / limit.windowSeconds;
  const missing = isAllowed ? limit.quota - tokens : 1 - tokens;
  return { isAllowed, remaining: Math.max(0, Math.floor(tokens)), resetSeconds: Math.ceil(missing / perSecond) };
}

/** Headers of the IETF draft for rate limits: the policy and what is left of it. */
export function rateLimitHeaders(name: string, limit: Limit, verdict: Verdict): Record<string, string> {
  return {
    'RateLimit-Policy': `"${name}";q=${limit.quota};w=${limit.windowSeconds}`,
    RateLimit: `"${name}";r=${verdict.remaining};t=${verdict.resetSeconds}`,
  };
}
