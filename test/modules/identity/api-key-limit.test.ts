import { fromWire } from '../../../src/kernel/index.js';
import { bearer, startApp, type TestApp } from '../../support/index.js';
import { activeSeller } from '../../support/world.sellers.js';
import { onStage } from '../../prove/locks/stage.js';

let app: TestApp;
const stage = onStage();

beforeAll(async () => {
  app = await startApp();
});
afterAll(() => app.stop());

describe('the live keys of a seller', () => {
  it('are 50 at most, also when two are asked for at the same moment', async () => {
    const other = await activeSeller(app);
    const one = (name: string) =>
      app.http
        .post(`/v1/sellers/${other.sellerId}/api-keys`)
        .set(bearer(other.token))
        .send({ name, scopes: ['orders:read'] });
    for (let made = 1; made < 49; made += 1) expect((await one(`key ${made}`)).status).toBe(201);

    const { outcomes } = await stage.meet(
      app,
      { statement: 'identity.count-live-keys', stop: 'after' },
      async () => one('the last'),
      async () => one('one too many'),
    );

    expect(outcomes.map(({ status, body }) => [status, (body as { code?: string }).code])).toEqual([
      [201, undefined],
      [409, 'too_many_api_keys'],
    ]);
    const [live] = await app.sql('select count(*)::int as keys from api_keys where seller_id = $1', [
      fromWire('sel', other.sellerId),
    ]);
    expect(live).toEqual({ keys: 50 });
  });
});
