import { MemoryBuckets } from '../../../src/platform/http/token-buckets.js';
import { RateLimiter } from '../../../src/platform/http/rate-limiter.js';
import { RATE_LIMITS } from '../../../src/platform/http/rate-limits.js';
import { bearer } from '../../support/index.js';
import { startProbe, type ProbeApp } from './probe-app.js';

describe('token buckets', () => {
  const limit = { quota: 2, windowSeconds: 10 };

  it('allow a burst of the quota and then one request per share of the window', () => {
    let now = 0;
    const buckets = new MemoryBuckets(() => now);

    const burst = [1, 2, 3].map(() => buckets.take('a', limit));
    now = 5_000;
    const later = [1, 2].map(() => buckets.take('a', limit));

    expect(burst.map(({ isAllowed }) => isAllowed)).toEqual([true, true, false]);
    expect(burst.map(({ remaining }) => remaining)).toEqual([1, 0, 0]);
    expect(burst.map(({ resetSeconds }) => resetSeconds)).toEqual([5, 10, 5]);
    expect(later.map(({ isAllowed }) => isAllowed)).toEqual([true, false]);
  });

  it('never hold more than the quota', () => {
    let now = 0;
    const buckets = new MemoryBuckets(() => now);
    buckets.take('a', limit);
    now = 1_000_000;

    const taken = [1, 2, 3].map(() => buckets.take('a', limit).isAllowed);

    expect(taken).toEqual([true, true, false]);
  });

  it('do not share tokens', () => {
    const buckets = new MemoryBuckets(() => 0);
    [1, 2].forEach(() => buckets.take('a', limit));

    expect(buckets.take('b', limit)).toEqual({ isAllowed: true, remaining: 1, resetSeconds: 5 });
  });
});

describe('rate limits', () => {
  let app: ProbeApp;

  beforeAll(async () => {
    app = await startProbe({ rateLimits: true });
  });

  afterAll(() => app.stop());

  it('tell what is left of the class of the route', async () => {
    const answer = await app.http.get('/v1/probes/me').set(bearer('buyer'));

    const { quota } = RATE_LIMITS.read.principal;
    expect(answer.headers['ratelimit-policy']).toBe(`"read";q=${quota};w=60`);
    expect(answer.headers.ratelimit).toBe(`"read";r=${quota - 1};t=1`);
  });

  it('refuse an address that asks too much, with the time to wait, and no other class of route', async () => {
    const { quota } = RATE_LIMITS.auth.address;
    // However slow the machine: while these are answered, fewer become allowed again than are too many.
    const asked = Array.from({ length: quota + 40 }, () => app.http.get('/v1/probes/faults/a'));

    const answers = await Promise.all(asked);
    const refused = answers.find(({ status }) => status === 429) ?? answers[0]!;
    const other = await app.http.get('/v1/probes');

    expect(refused.status).toBe(429);
    expect(refused.body).toMatchObject({ code: 'rate_limited', retryable: true });
    expect(refused.headers['retry-after']).toBe('1');
    expect(refused.headers.ratelimit).toBe('"auth";r=0;t=1');
    expect(other.status).toBe(200);
  });

  it('leave the machine of a sandbox alone, but not where credentials are tried', async () => {
    const limiter = (sandbox: boolean) => new RateLimiter({ rateLimits: true, redisUrl: undefined, sandbox });

    const counted = (['127.0.0.1', '::1', '::ffff:127.0.0.1', '203.0.113.9'] as const).map((address) => [
      limiter(true).countsAddress(address, 'write'),
      limiter(true).countsAddress(address, 'auth'),
      limiter(false).countsAddress(address, 'write'),
    ]);

    expect(counted).toEqual([
      [false, true, true],
      [false, true, true],
      [false, true, true],
      [true, true, true],
    ]);
  });
});
