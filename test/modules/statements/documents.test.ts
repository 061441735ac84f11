import { createHash, randomUUID } from 'node:crypto';
import { fromWire } from '../../../src/kernel/index.js';
import { Db } from '../../../src/platform/database/index.js';
import { bearer, type TestApp } from '../../support/index.js';
import { staff, type Person } from '../../support/world.identity.js';
import { activeSeller } from '../../support/world.sellers.js';
import { fileOf, idOf, monthAt, pathOf, posted, startStatements, statementsOf, travel } from './statements-app.js';

let app: TestApp;
let finance: Person;

beforeAll(async () => {
  app = await startStatements();
  finance = await staff(app, 'finance');
  await travel(app, monthAt(app, 1, 9, 12));
});
afterAll(() => app.stop());

describe('a statement of thousands of entries', () => {
  const ENTRIES = 3_500;

  it('is issued, sent as CSV and printed with a bounded number of rows in memory', async () => {
    const seller = await activeSeller(app);
    const at = monthAt(app, 0, 2).toISOString();
    await app.sql(
      `select ledger.post((select jsonb_agg(jsonb_build_object(
          'id', ledger.new_id(), 'sourceType', 'bulk', 'sourceId', $1 || n, 'kind', 'sale',
          'effectiveAt', $2::timestamptz + n * interval '1 second', 'actorType', 'system', 'actorId', 'test',
          'lines', jsonb_build_array(
            jsonb_build_object('account', 'psp_clearing', 'side', 'D', 'amount', n, 'currency', 'USD'),
            jsonb_build_object('account', 'seller_available', 'owner', $3::text, 'side', 'C', 'amount', n,
                               'currency', 'USD')))) from generate_series(1, $4::int) n))`,
      [randomUUID(), at, idOf(seller), ENTRIES],
    );
    const sum = (ENTRIES * (ENTRIES + 1)) / 2;

    await travel(app, monthAt(app, 1, 0, 5));
    const [statement] = await statementsOf(app, seller);
    const fetched: number[] = [];
    const db = app.get(Db);
    const asked = db.query.bind(db);
    db.query = (async (...args: Parameters<typeof asked>) => {
      const found = await asked(...args);
      fetched.push(found.length);
      return found;
    }) as typeof db.query;
    const csv = await fileOf(app, `${pathOf(seller)}/${statement?.id}.csv`, seller.token);
    const pdf = await fileOf(app, `${pathOf(seller)}/${statement?.id}.pdf`, seller.token);
    db.query = asked;

    expect(statement).toMatchObject({ entryCount: ENTRIES, closing: { amount: sum } });
    expect(createHash('sha256').update(csv).digest('hex')).toBe(statement?.hash);
    expect(csv.toString('utf8').match(/^entry,/gm)).toHaveLength(ENTRIES);
    expect(fetched.reduce((a, b) => a + b, 0)).toBeGreaterThan(ENTRIES);
    expect(Math.max(...fetched)).toBe(1_000);
    expect(pdf.subarray(0, 5).toString()).toBe('%PDF-');
  });
});

describe('the address on a statement', () => {
  it('is the one that the seller had when it was issued, whatever it says later', async () => {
    const seller = await activeSeller(app, { kind: 'business', displayName: 'Otter Audio' });
    const register = async (version: number, city: string): Promise<void> => {
      const address = { street: 'Torstraße 12', postalCode: '10119', city, country: 'DE', vatId: 'DE123456789' };
      const path = `/v1/sellers/${seller.sellerId}/registered-address`;
      const request = app.http.put(path).set(bearer(seller.token)).set('If-Match', `"v${version}"`);
      await request.send(address).expect(200);
    };
    const issuedTo = async (id = ''): Promise<unknown> => {
      const answer = await app.http
        .get(`${pathOf(seller)}/${id}`)
        .set(bearer(seller.token))
        .expect(200);
      return answer.body.issuedTo;
    };
    await register(0, 'Berlin');
    await posted(app, seller, monthAt(app, 0, 3), { seller_available: 250 });
    await travel(app, monthAt(app, 1, 0, 5));
    const [first] = await statementsOf(app, seller);
    const printed = await fileOf(app, `${pathOf(seller)}/${first?.id}.pdf`, seller.token);

    await register(1, 'Hamburg');
    await travel(app, monthAt(app, 1, 0, 5));
    const [, second] = await statementsOf(app, seller);

    const place = { street: 'Torstraße 12', postalCode: '10119', region: null, country: 'DE' };
    const named = { name: 'Otter Audio', vatId: 'DE123456789' };
    expect(await issuedTo(first?.id)).toMatchObject({ ...named, address: { ...place, city: 'Berlin' } });
    expect(await issuedTo(second?.id)).toMatchObject({ ...named, address: { ...place, city: 'Hamburg' } });
    expect((await fileOf(app, `${pathOf(seller)}/${first?.id}.pdf`, seller.token)).equals(printed)).toBe(true);
    const [kept] = await app.sql<{ sealed: string }>(
      'select party_sealed as sealed from seller_statements where id = $1',
      [fromWire('stm', first?.id ?? '')],
    );
    expect(kept?.sealed).not.toContain('Berlin');
  });
});

describe('access to statements', () => {
  it('is the seller’s, its keys’ and finance’s; a stranger is told that there is no such thing', async () => {
    const [seller, rival] = [await activeSeller(app), await activeSeller(app)];
    await posted(app, seller, monthAt(app, 0, 3), { seller_available: 250 });
    await posted(app, rival, monthAt(app, 0, 3), { seller_available: 250 });
    await travel(app, monthAt(app, 1, 0, 5));
    const [mine] = await statementsOf(app, seller);
    const [theirs] = await statementsOf(app, rival);
    const risk = await staff(app, 'risk');
    const status = async (path: string, token: string): Promise<number> =>
      (await app.http.get(path).set(bearer(token))).status;

    for (const suffix of ['', '/entries', '.csv', '.pdf']) {
      const path = `${pathOf(seller)}/${mine?.id}${suffix}`;
      expect(await status(path, seller.apiKey)).toBe(200);
      expect(await status(path, finance.token)).toBe(200);
      expect(await status(path, rival.token)).toBe(404);
      expect(await status(path, risk.token)).toBe(403);
      expect(await status(`${pathOf(seller)}/${theirs?.id}${suffix}`, seller.token)).toBe(404);
      expect(await status(`${pathOf(rival)}/${theirs?.id}${suffix}`, seller.token)).toBe(404);
    }
    expect(await status(pathOf(seller), rival.token)).toBe(404);
    const [audit] = await app.sql<{ n: number }>(
      `select count(*)::int as n from audit_log where kind = 'seller' and subject_id = $1`,
      [seller.sellerId],
    );
    expect(audit?.n).toBe(4);
  });

  it('lets finance prove that a statement is what was issued', async () => {
    const seller = await activeSeller(app);
    await posted(app, seller, monthAt(app, 0, 3), { seller_available: 250 });
    await travel(app, monthAt(app, 2, 0, 5));
    const [first, second] = await statementsOf(app, seller);
    const verify = (id?: string) =>
      app.http.get(`/v1/finance/statements/${id}/verification`).set(bearer(finance.token));

    const proof = await verify(first?.id).expect(200);
    const newest = await verify(second?.id).expect(200);
    expect(proof.body).toMatchObject({ isIntact: true, computedHash: first?.hash, isNamedNext: true });
    expect(newest.body).toMatchObject({ isIntact: true, isHashEqual: true, isNamedNext: null });
  });
});
