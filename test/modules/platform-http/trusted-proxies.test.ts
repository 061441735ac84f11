import { RATE_LIMITS } from '../../../src/platform/http/rate-limits.js';
import { startProbe, type ProbeApp } from './probe-app.js';

const { quota } = RATE_LIMITS.auth.address;
/** However slow the machine: while these are answered, fewer become allowed again than are too many. */
const MANY = quota + 40;

/** How many of many requests at once were refused, the nth of them handed on for the address. */
async function refusedOf(app: ProbeApp, forwardedFor: (nth: number) => string): Promise<number> {
  const answers = await Promise.all(
    Array.from({ length: MANY }, (_, nth) =>
      app.http.get('/v1/probes/faults/a').set('X-Forwarded-For', forwardedFor(nth)),
    ),
  );
  return answers.filter(({ status }) => status === 429).length;
}

const each = (nth: number): string => `203.0.113.${nth % 250}, 198.51.100.${nth % 250}`;

describe('the address of a client', () => {
  let app: ProbeApp;

  afterEach(() => app.stop());

  it('is the one of its connection: what it says of itself is not believed', async () => {
    app = await startProbe({ rateLimits: true });

    expect(await refusedOf(app, each)).toBeGreaterThan(0);
  });

  it('is not what a proxy says that nobody trusts', async () => {
    app = await startProbe({ rateLimits: true, trustedProxies: ['10.0.0.0/8', '2001:db8::1'] });

    expect(await refusedOf(app, each)).toBeGreaterThan(0);
  });

  it('is what a trusted proxy says', async () => {
    app = await startProbe({ rateLimits: true, trustedProxies: ['127.0.0.0/8'] });

    const ofMany = await refusedOf(app, each);
    const ofOne = await refusedOf(app, () => '192.0.2.7');

    expect(ofMany).toBe(0);
    expect(ofOne).toBeGreaterThan(0);
  });

  it('is the one the trusted proxy has added, not one the client had said before', async () => {
    app = await startProbe({ rateLimits: true, trustedProxies: ['127.0.0.1'] });

    expect(await refusedOf(app, (nth) => `203.0.113.${nth % 250}, 192.0.2.7`)).toBeGreaterThan(0);
  });
});
