import { Readiness } from '../../../src/platform/observability/index.js';
import { Db } from '../../../src/platform/database/index.js';
import { bearer } from '../../support/index.js';
import { startProbe, type ProbeApp } from './probe-app.js';

describe('operating the service', () => {
  let app: ProbeApp;

  beforeEach(async () => {
    app = await startProbe();
  });

  afterEach(() => app.stop());

  it('is alive and ready with a migrated database', async () => {
    const live = await app.http.get('/health/live');
    let ready = await app.http.get('/health/ready');
    // The first look loads what it compares with, which a busy machine may not do within the limit of a check.
    while (ready.status === 503) ready = await app.http.get('/health/ready');

    expect(live.body).toEqual({ status: 'ok' });
    expect(ready.status).toBe(200);
    expect(ready.body).toEqual({
      status: 'ok',
      checks: [
        { name: 'database', isReady: true },
        { name: 'migrations', isReady: true },
      ],
    });
  });

  it('is not ready while a part is not', async () => {
    app.nest.get(Readiness).register('queue', () => Promise.reject(new Error('password of the queue')));

    const ready = await app.http.get('/health/ready');

    expect(ready.status).toBe(503);
    expect(ready.headers['retry-after']).toBe('5');
    expect(ready.body.checks.at(-1)).toEqual({ name: 'queue', isReady: false });
    expect(ready.text).not.toContain('password');
  });

  it('is not ready on an older schema', async () => {
    await app.sql(`delete from migrations where name like 'IdempotencyKeys%'`);

    const ready = await app.http.get('/health/ready');

    expect(ready.status).toBe(503);
    expect(ready.body.checks).toContainEqual({ name: 'migrations', isReady: false });
  });

  it('publishes its metrics by route', async () => {
    await app.http.get('/v1/probes/ord_01hzy3v9qtf5r8m2k4w6x8y0za');

    const metrics = await app.http.get('/metrics');

    expect(metrics.headers['content-type']).toContain('text/plain');
    expect(metrics.text).toContain(
      'souk_http_request_duration_seconds_count{method="GET",route="/v1/probes/:probeId",status="200"} 1',
    );
    expect(metrics.text).toMatch(/souk_pool_connections \d+/);
  });

  it('keeps a usable request id and replaces any other', async () => {
    const kept = await app.http.get('/health/live').set('Request-Id', 'shop-42:checkout');
    const replaced = await app.http.get('/health/live').set('Request-Id', 'no "quotes" here');

    expect(kept.headers['request-id']).toBe('shop-42:checkout');
    expect(replaced.headers['request-id']).toMatch(/^req_[\da-f-]{36}$/);
  });

  it('asks to come back while the database is away', async () => {
    await app.nest.get(Db).pool.end();

    const answer = await app.http.get('/v1/probes/count/all').set(bearer('buyer'));

    expect(answer.status).toBe(503);
    expect(answer.headers['retry-after']).toBe('2');
    expect(answer.body).toMatchObject({ code: 'unavailable', retryable: true });
  });
});
