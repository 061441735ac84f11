import { formatKey, parseKey } from '../../../src/modules/identity/api-key.domain.js';
import { KeyUsage } from '../../../src/modules/identity/key-usage.js';
import { bearer, startApp, type TestApp } from '../../support/index.js';
import { buyer, staff } from '../../support/world.identity.js';
import { activeSeller, type ActiveSeller } from '../../support/world.sellers.js';

let app: TestApp;
let seller: ActiveSeller;

beforeAll(async () => {
  app = await startApp();
  seller = await activeSeller(app);
});
afterAll(() => app.stop());

interface NewKey {
  readonly keyId: string;
  readonly publicId: string;
  readonly key: string;
}

const keysOf = (of: ActiveSeller) => `/v1/sellers/${of.sellerId}/api-keys`;

async function newKey(fields: object = {}): Promise<NewKey> {
  const body = { name: 'warehouse sync', scopes: ['seller:read'], ...fields };
  const answer = await app.http.post(keysOf(seller)).set(bearer(seller.token)).send(body);
  expect(answer.status).toBe(201);
  return answer.body as NewKey;
}

/** A route that a key with the scope `seller:read` may call. */
const call = (key: string) => app.http.get(`/v1/sellers/${seller.sellerId}/account`).set(bearer(key));

const act = (keyId: string, action: 'rotation' | 'revocation', body: object = {}, token = seller.token) =>
  app.http
    .post(`${keysOf(seller)}/${keyId}/${action}`)
    .set(bearer(token))
    .send(body);

describe('an API key', () => {
  it('acts for its seller within its scopes', async () => {
    const { key } = await newKey({ scopes: ['seller:read'] });

    expect(key).toMatch(/^souk_test_[0-9A-Za-z]{59}$/);
    expect((await call(key)).status).toBe(200);
    const write = await app.http
      .patch(`/v1/sellers/${seller.sellerId}/account`)
      .set(bearer(key))
      .set('If-Match', '"v4"')
      .send({ about: 'changed' });
    expect(write.status).toBe(403);
    expect((await app.http.get(`/v1/sellers/${seller.sellerId}/account`).set(bearer(seller.token))).body).toMatchObject(
      {
        about: '',
      },
    );
  });

  it('does not act for another seller', async () => {
    const { key } = await newKey();
    const other = await activeSeller(app);

    const answer = await app.http.get(`/v1/sellers/${other.sellerId}/account`).set(bearer(key));

    expect(answer.status).toBe(404);
  });

  it('is shown once and stored only as an HMAC', async () => {
    const { key, keyId } = await newKey();

    const listed = await app.http.get(keysOf(seller)).set(bearer(seller.token));
    const rows = await app.sql<{ dump: string }>(
      `select (select string_agg(k::text, ' ') from api_keys k) || (select string_agg(s::text, ' ') from api_key_secrets s)
           as dump`,
    );

    const secret = parseKey(key)?.secret ?? '';
    expect(secret).toHaveLength(43);
    expect(listed.text).toContain(keyId);
    expect(listed.text).not.toContain(secret);
    expect(rows[0]?.dump).not.toContain(secret);
    expect(rows[0]?.dump).not.toContain(Buffer.from(secret).toString('hex'));
  });

  it('answers a repeated idempotency key with the stored answer and makes no second key', async () => {
    const body = { name: 'once', scopes: ['orders:read'] };
    const create = () =>
      app.http.post(keysOf(seller)).set(bearer(seller.token)).set('Idempotency-Key', 'one-key').send(body);

    const [first, second] = [await create(), await create()];

    expect(second.body).toEqual(first.body);
    expect(await app.sql(`select count(*)::int as n from api_keys where name = 'once'`)).toEqual([{ n: 1 }]);
    const stored = await app.sql<{ dump: string }>(`select string_agg(k::text, ' ') as dump from idempotency_keys k`);
    expect(stored[0]?.dump).not.toContain((first.body as NewKey).key);
  });

  it('is refused before any query when a character is mistyped', async () => {
    const { key } = await newKey();
    const typo = key.slice(0, 30) + (key[30] === 'x' ? 'y' : 'x') + key.slice(31);

    let status = 0;
    const statements = await app.countStatements(async () => {
      status = (await call(typo)).status;
    });

    expect(status).toBe(401);
    expect(statements.filter((name) => name.startsWith('identity.'))).toEqual([]);
  });

  it('is refused with another secret, another mode or no known id', async () => {
    const { key, publicId } = await newKey();
    const secret = parseKey(key)?.secret ?? '';

    expect((await call(formatKey('test', publicId, 'A'.repeat(43)))).status).toBe(401);
    expect((await call(formatKey('live', publicId, secret))).status).toBe(401);
    expect((await call(formatKey('test', '0000000000', secret))).status).toBe(401);
    expect((await call(key)).status).toBe(200);
  });

  it('is refused at the first request after its revocation', async () => {
    const { key, keyId } = await newKey();
    expect((await call(key)).status).toBe(200);

    const revoked = await act(keyId, 'revocation');

    expect((await call(key)).status).toBe(401);
    expect(revoked.body).toMatchObject({
      state: 'revoked',
      allowedActions: [
        { action: 'rotate', allowed: false, reason: 'state_is_revoked' },
        { action: 'revoke', allowed: false, reason: 'state_is_revoked' },
      ],
    });
    const again = await act(keyId, 'revocation');
    expect(again.status).toBe(409);
    expect(again.body).toMatchObject({ code: 'illegal_transition' });
  });

  it('keeps its old secret for the overlap of a rotation', async () => {
    const { key, keyId } = await newKey();

    const rotated = (await act(keyId, 'rotation', { overlapDays: 1 })).body as NewKey;

    expect(rotated).toMatchObject({ keyId, state: 'rotating' });
    expect([(await call(key)).status, (await call(rotated.key)).status]).toEqual([200, 200]);
    await app.advance('P1D');
    expect([(await call(key)).status, (await call(rotated.key)).status]).toEqual([401, 200]);
    const [row] = await app.sql(
      'select k.state, count(s.*)::int as secrets from api_keys k join api_key_secrets s on s.key_id = k.id where k.public_id = $1 group by 1',
      [rotated.publicId],
    );
    expect(row).toEqual({ state: 'active', secrets: 1 });
  });

  it('loses its old secret at once when a rotation has no overlap', async () => {
    const { key, keyId } = await newKey();

    const rotated = (await act(keyId, 'rotation', { overlapDays: 0 })).body as NewKey;

    expect([(await call(key)).status, (await call(rotated.key)).status]).toEqual([401, 200]);
  });

  it('has at most two secrets while it rotates twice', async () => {
    const { key, keyId } = await newKey();

    const second = (await act(keyId, 'rotation', { overlapDays: 7 })).body as NewKey;
    const third = (await act(keyId, 'rotation', { overlapDays: 7 })).body as NewKey;

    const answers = await Promise.all([call(key), call(second.key), call(third.key)]);
    expect(answers.map((answer) => answer.status)).toEqual([401, 200, 200]);
  });

  it('ends by itself when its days are over', async () => {
    const { key, keyId } = await newKey({ expiresInDays: 2 });

    await app.advance('P1D');
    expect((await call(key)).status).toBe(200);
    await app.advance('P1D');

    expect((await call(key)).status).toBe(401);
    const listed = await app.http.get(keysOf(seller)).set(bearer(seller.token));
    const found = (listed.body as { data: { keyId: string; state: string }[] }).data.find((k) => k.keyId === keyId);
    expect(found?.state).toBe('expired');
  });

  it('works only from its allowed addresses', async () => {
    const here = await newKey({ allowedAddresses: ['127.0.0.0/8'] });
    const elsewhere = await newKey({ allowedAddresses: ['203.0.113.7', '2001:db8::/32'] });

    expect((await call(here.key)).status).toBe(200);
    expect((await call(elsewhere.key)).status).toBe(401);
  });

  it('remembers when it was used', async () => {
    const { key, keyId } = await newKey();
    await call(key);

    await app.get(KeyUsage).flush();

    const listed = await app.http.get(keysOf(seller)).set(bearer(seller.token));
    const found = (listed.body as { data: { keyId: string; lastUsedAt: string }[] }).data.find(
      (k) => k.keyId === keyId,
    );
    expect(Date.now() - Date.parse(found?.lastUsedAt ?? '')).toBeLessThan(400 * 86_400_000);
  });
});

describe('the keys of a seller', () => {
  it('are listed in pages, newest first', async () => {
    const other = await activeSeller(app);
    for (const name of ['first', 'second', 'third']) {
      await app.http
        .post(keysOf(other))
        .set(bearer(other.token))
        .send({ name, scopes: ['orders:read'] });
    }
    const page = (query: string) => app.http.get(`${keysOf(other)}${query}`).set(bearer(other.token));

    const first = (await page('?limit=2')).body as { data: { name: string }[]; page: { nextCursor: string } };
    const second = (await page(`?limit=2&cursor=${first.page.nextCursor}`)).body as typeof first;

    expect(first.data.map((key) => key.name)).toEqual(['third', 'second']);
    expect(second.data.map((key) => key.name)).toEqual(['first', 'sandbox']);
    expect(second.page).toEqual({ hasMore: false, nextCursor: null });
  });

  it('are nobody’s but the seller’s', async () => {
    const { keyId, key } = await newKey();
    const stranger = await activeSeller(app);
    const person = await buyer(app);
    const before = await app.sql('select * from api_keys order by id');

    const answers = [
      await app.http.get(keysOf(seller)).set(bearer(stranger.token)),
      await app.http
        .post(keysOf(seller))
        .set(bearer(stranger.token))
        .send({ name: 'mine', scopes: ['orders:read'] }),
      await act(keyId, 'rotation', { overlapDays: 0 }, stranger.token),
      await act(keyId, 'revocation', {}, stranger.token),
    ];
    const asBuyer = await act(keyId, 'revocation', {}, person.token);
    const asKey = await act(keyId, 'revocation', {}, key);

    expect(answers.map((answer) => answer.status)).toEqual([404, 404, 404, 404]);
    expect([asBuyer.status, asKey.status]).toEqual([403, 403]);
    expect(await app.sql('select * from api_keys order by id')).toEqual(before);
  });

  it('are not reached through another seller', async () => {
    const { keyId } = await newKey();
    const other = await activeSeller(app);

    const answer = await app.http
      .post(`${keysOf(other)}/${keyId}/revocation`)
      .set(bearer(other.token))
      .send({});

    expect(answer.status).toBe(404);
  });

  it('can be revoked by an administrator', async () => {
    const { key, keyId } = await newKey();
    const admin = await staff(app, 'admin');

    expect((await act(keyId, 'revocation', {}, admin.token)).status).toBe(200);
    expect((await call(key)).status).toBe(401);
  });

  it.each([
    ['no scope', { scopes: [] }],
    ['a scope without a verb', { scopes: ['orders'] }],
    ['an address that is none', { scopes: ['orders:read'], allowedAddresses: ['10.0.0.0/33'] }],
    ['an expiry in the past', { scopes: ['orders:read'], expiresInDays: 0 }],
  ])('are not made with %s', async (_what, fields) => {
    const before = await app.sql('select count(*)::int as n from api_keys');

    const answer = await app.http
      .post(keysOf(seller))
      .set(bearer(seller.token))
      .send({ name: 'x', ...fields });

    expect(answer.status).toBe(422);
    expect(await app.sql('select count(*)::int as n from api_keys')).toEqual(before);
  });
});
