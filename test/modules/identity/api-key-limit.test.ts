import { fromWire } from '../../../src/kernel/index.js';
import { bearer, startApp, type TestApp } from '../../support/index.js';
import { activeSeller } from '../../support/world.sellers.js';

let app: TestApp;

beforeAll(async () => {
  app = await startApp();
});
afterAll(() => app.stop());

describe('the live keys of a seller', () => {
  it('are 50 at most, also when several are asked for at the same moment', async () => {
    const other = await activeSeller(app);
    const one = (name: string) =>
      app.http
        .post(`/v1/sellers/${other.sellerId}/api-keys`)
        .set(bearer(other.token))
        .send({ name, scopes: ['orders:read'] });
    for (let made = 1; made < 48; made += 1) expect((await one(`key ${made}`)).status).toBe(201);

    const answers = await Promise.all(['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h'].map(one));

    const refused = answers.filter(({ status }) => status !== 201);
    expect(refused.map(({ status, body }) => [status, (body as { code: string }).code])).toEqual(
      Array(6).fill([409, 'too_many_api_keys']),
    );
    const [live] = await app.sql('select count(*)::int as keys from api_keys where seller_id = $1', [
      fromWire('sel', other.sellerId),
    ]);
    expect(live).toEqual({ keys: 50 });
  });
});
