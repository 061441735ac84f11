import { IdempotencyKeys } from '../../../src/platform/http/index.js';
import { bearer } from '../../support/index.js';
import { startProbe, type ProbeApp } from './probe-app.js';

describe('idempotency keys', () => {
  let app: ProbeApp;

  beforeAll(async () => {
    app = await startProbe();
  });

  beforeEach(() => app.sql('truncate probes, idempotency_keys'));

  afterAll(() => app.stop());

  const send = (key: string | undefined, body: object, token = 'buyer', path = '/v1/probes/transfers') => {
    const request = app.http.post(path).set(bearer(token));
    return (key === undefined ? request : request.set('Idempotency-Key', key)).send(body);
  };

  const probes = async (): Promise<number> => {
    const [row] = await app.sql<{ n: number }>('select count(*)::int as n from probes');
    return row?.n ?? -1;
  };

  it('answers a repetition with the stored answer and does nothing', async () => {
    const first = await send('k-1', { name: 'a' });

    const second = await send('k-1', { name: 'a' });

    expect(first.status).toBe(201);
    expect(first.headers['idempotency-replayed']).toBeUndefined();
    expect(second.status).toBe(201);
    expect(second.headers['idempotency-replayed']).toBe('true');
    expect(second.body).toEqual(first.body);
    expect(await probes()).toBe(1);
  });

  it('takes members in another order for the same request', async () => {
    const lines = [{ quantity: 1, variantId: 'var_01hzy3v9qtf5r8m2k4w6x8y0za' }];
    await send('k-2', { name: 'a', lines }, 'buyer', '/v1/probes');

    const second = await send('k-2', { lines, name: 'a' }, 'buyer', '/v1/probes');

    expect(second.headers['idempotency-replayed']).toBe('true');
    expect(await probes()).toBe(1);
  });

  it('refuses the key for another body and for another route', async () => {
    await send('k-3', { name: 'a' });

    const otherBody = await send('k-3', { name: 'b' });
    const otherRoute = await send('k-3', { name: 'a' }, 'buyer', '/v1/probes/phases');

    expect(otherBody.status).toBe(422);
    expect(otherBody.body.code).toBe('idempotency_key_reused');
    expect(otherRoute.status).toBe(422);
    expect(await probes()).toBe(1);
  });

  it('keeps the keys of two people apart', async () => {
    await send('k-4', { name: 'a' });

    const other = await send('k-4', { name: 'a' }, 'other');

    expect(other.headers['idempotency-replayed']).toBeUndefined();
    expect(await probes()).toBe(2);
  });

  it.each([undefined, '', 'a b', 'x'.repeat(256)])('needs a proper key where money moves, not “%s”', async (key) => {
    const answer = await send(key, { name: 'a' });

    expect(answer.status).toBe(400);
    expect(answer.body.code).toBe('idempotency_key_required');
    expect(await probes()).toBe(0);
  });

  it('works without a key where it is optional', async () => {
    const answer = await send(undefined, { name: 'a', lines: [] }, 'buyer', '/v1/probes');

    expect(answer.status).toBe(201);
    expect(await app.sql('select 1 from idempotency_keys')).toEqual([]);
  });

  it('does not store a refusal', async () => {
    const refused = await send('k-5', { name: 'taken', lines: [] }, 'buyer', '/v1/probes');

    const accepted = await send('k-5', { name: 'free', lines: [] }, 'buyer', '/v1/probes');

    expect(refused.status).toBe(409);
    expect(accepted.status).toBe(201);
    expect(await probes()).toBe(1);
  });

  it('tells to wait while the first request runs', async () => {
    const running = send('k-6', { name: 'slow' }).then((answer) => answer);
    await app.sql(`select pg_sleep(0.15)`);

    const second = await send('k-6', { name: 'slow' });

    expect(second.status).toBe(409);
    expect(second.headers['retry-after']).toBe('1');
    expect(second.body).toMatchObject({ code: 'idempotency_key_in_use', retryable: true });
    expect((await running).status).toBe(201);
    expect(await probes()).toBe(1);
  });

  it('lets one of fifty identical requests take effect', async () => {
    const answers = await Promise.all(Array.from({ length: 50 }, () => send('k-7', { name: 'a' })));

    const statuses = new Set(answers.map(({ status }) => status));
    const bodies = new Set(answers.filter(({ status }) => status === 201).map(({ body }) => JSON.stringify(body)));
    expect([...statuses].every((status) => status === 201 || status === 409)).toBe(true);
    expect(bodies.size).toBe(1);
    expect(await probes()).toBe(1);
  });

  it('replays before the first phase of a verb with several', async () => {
    const first = await send('k-8', { name: 'a' }, 'buyer', '/v1/probes/phases');

    const second = await send('k-8', { name: 'a' }, 'buyer', '/v1/probes/phases');

    expect(first.body.key).toBe('k-8');
    expect(second.body).toEqual(first.body);
    expect(second.headers['idempotency-replayed']).toBe('true');
    expect(await probes()).toBe(1);
  });

  it('keeps answers sealed, for 30 days where money moves and a day elsewhere', async () => {
    await send('k-9', { name: 'a' });
    await send('k-10', { name: 'a', lines: [] }, 'buyer', '/v1/probes');

    const rows = await app.sql<{ key: string; days: number; response: string }>(
      'select key, extract(day from expires_at - created_at)::int as days, response from idempotency_keys order by key',
    );

    expect(rows.map(({ key, days }) => [key, days])).toEqual([
      ['k-10', 1],
      ['k-9', 30],
    ]);
    expect(rows.some(({ response }) => response.includes('shown-once'))).toBe(false);
  });

  it('forgets what has expired, and serves the key anew', async () => {
    await send('k-11', { name: 'a' });
    await app.sql(`update idempotency_keys set expires_at = now() - interval '1 second'`);

    const again = await send('k-11', { name: 'b' });
    await app.sql(`update idempotency_keys set expires_at = now() - interval '1 second'`);
    const purged = await app.nest.get(IdempotencyKeys).purge();

    expect(again.status).toBe(201);
    expect(again.headers['idempotency-replayed']).toBeUndefined();
    expect(purged).toBe(1);
  });

  it('hands the id of the request on to the work behind it', async () => {
    const answer = await app.http
      .post('/v1/probes')
      .set(bearer('buyer'))
      .set('Request-Id', 'trace-me-123')
      .send({ name: 'a', lines: [] });

    expect(answer.body.requestId).toBe('trace-me-123');
  });
});
