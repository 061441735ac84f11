import { fromWire } from '../../../src/kernel/index.js';
import { bearer, startApp, type TestApp } from '../../support/index.js';
import { buyer, staff } from '../../support/world.identity.js';
import { activeSeller, type ActiveSeller } from '../../support/world.sellers.js';

let app: TestApp;

beforeAll(async () => {
  app = await startApp();
});
afterAll(() => app.stop());

const ADDRESS = {
  ...{ street: 'Torstraße  12\nHinterhaus ', postalCode: '10119', city: 'Berlin', country: 'DE' },
  vatId: 'DE123456789',
};
const path = (seller: ActiveSeller) => `/v1/sellers/${seller.sellerId}/registered-address`;
const get = (seller: ActiveSeller, token = seller.token) => app.http.get(path(seller)).set(bearer(token));
const put = (seller: ActiveSeller, version: string | undefined, body: object = ADDRESS, token = seller.token) => {
  const request = app.http.put(path(seller)).set(bearer(token));
  return (version ? request.set('If-Match', version) : request).send(body);
};
const sealedOf = async ({ sellerId }: ActiveSeller): Promise<string | undefined> => {
  const sql = 'select address_sealed as sealed from seller_registered_addresses where seller_id = $1';
  return (await app.sql<{ sealed: string }>(sql, [fromWire('sel', sellerId)]))[0]?.sealed;
};

describe('the registered address', () => {
  it('is missing at first, is named under version 0 and kept on one line each, sealed', async () => {
    const seller = await activeSeller(app, { kind: 'business' });
    const before = await get(seller);

    const named = await put(seller, before.headers['etag'] as string);

    expect(before.body).toMatchObject({ street: null, city: null, country: null, changedAt: null, version: 0 });
    expect(named.status).toBe(200);
    expect(named.headers['etag']).toBe('"v1"');
    expect(named.body).toMatchObject({
      ...{ street: 'Torstraße 12 Hinterhaus', postalCode: '10119', city: 'Berlin', region: null, country: 'DE' },
      ...{ vatId: 'DE123456789', version: 1 },
    });
    expect((await get(seller)).body).toEqual(named.body);
    expect(await sealedOf(seller)).not.toMatch(/Tor|Berlin|10119|123456789/);
  });

  it('is replaced by whoever knows it; of two at once one is told that it is stale', async () => {
    const seller = await activeSeller(app, { kind: 'business' });
    await put(seller, '"v0"');

    const again = await put(seller, '"v0"');
    const both = await Promise.all([
      put(seller, '"v1"', { ...ADDRESS, city: 'Hamburg' }),
      put(seller, '"v1"', { ...ADDRESS, city: 'Bremen' }),
    ]);
    const early = await put(seller, '"v7"');

    expect([again.status, again.body.code]).toEqual([412, 'stale_version']);
    expect(both.map(({ status }) => status).sort()).toEqual([200, 412]);
    expect(early.status).toBe(412);
    const won = both.find(({ status }) => status === 200)?.body as { city: string };
    expect((await get(seller)).body).toMatchObject({ city: won.city, version: 2 });
  });

  it('needs the version that is replaced, and a VAT number is of businesses only', async () => {
    const person = await activeSeller(app, { kind: 'private' });

    const without = await put(person, undefined);
    const taxed = await put(person, '"v0"');
    const empty = await put(person, '"v0"', { ...ADDRESS, vatId: undefined, street: ' ' });

    expect(without.status).toBe(428);
    expect([taxed.status, taxed.body.errors]).toMatchObject([422, [{ pointer: '/vatId', code: 'business_only' }]]);
    expect(empty.status).toBe(422);
    expect(await sealedOf(person)).toBeUndefined();
  });

  it('is the owner’s to change; a stranger is told that there is no such seller, and what finance reads is recorded', async () => {
    const [seller, rival] = [await activeSeller(app), await activeSeller(app)];
    const [finance, risk, person] = [await staff(app, 'finance'), await staff(app, 'risk'), await buyer(app)];
    await put(seller, '"v0"', { ...ADDRESS, vatId: undefined });

    const reads = await Promise.all([finance, risk, rival, person].map(({ token }) => get(seller, token)));
    const writes = await Promise.all([finance, rival].map(({ token }) => put(seller, '"v1"', ADDRESS, token)));

    expect(reads.map(({ status }) => status)).toEqual([200, 403, 404, 403]);
    expect(writes.map(({ status }) => status)).toEqual([403, 404]);
    expect((await get(seller)).body).toMatchObject({ city: 'Berlin', version: 1 });
    const [log] = await app.sql<{ n: number }>(
      `select count(*)::int as n from audit_log where kind = 'seller' and subject_id = $1`,
      [seller.sellerId],
    );
    expect(log?.n).toBe(1);
  });
});
