import { startApp, type TestApp } from '../../support/index.js';

describe('a request to the sandbox that comes again under its key', () => {
  let app: TestApp;

  beforeAll(async () => {
    app = await startApp();
  });

  afterAll(() => app.stop());

  const post = (path: string, key: string, body: object) => app.http.post(path).set('idempotency-key', key).send(body);

  it.each([
    ['/v1/sandbox/users', 'users', 1],
    ['/v1/sandbox/sellers', 'sellers', 1],
  ])('to %s makes one', async (path, table, made) => {
    const count = async (): Promise<number> => (await app.sql(`select from ${table}`)).length;
    const before = await count();

    const first = await post(path, `mint-${table}`, { displayName: 'Otter' });
    const second = await post(path, `mint-${table}`, { displayName: 'Otter' });
    const other = await post(path, `mint-${table}`, { displayName: 'Heron' });

    expect(first.status).toBe(201);
    expect(second.status).toBe(201);
    expect(second.body).toEqual(first.body);
    expect(second.headers['idempotency-replayed']).toBe('true');
    expect(other.status).toBe(422);
    expect(other.body.code).toBe('idempotency_key_reused');
    expect(await count()).toBe(before + made);
  });

  it('moves the clock once', async () => {
    const first = await post('/v1/sandbox/clock', 'clock', { advanceBy: 'PT5M', frozen: true });
    const second = await post('/v1/sandbox/clock', 'clock', { advanceBy: 'PT5M', frozen: true });
    const now = await app.http.get('/v1/sandbox/clock');
    await app.http.post('/v1/sandbox/clock').send({ frozen: false });

    expect(first.status).toBe(200);
    expect(second.body).toEqual(first.body);
    expect(now.body).toEqual(first.body);
  });
});
