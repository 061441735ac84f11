import { bearer, startApp, type TestApp } from '../../support/index.js';
import { registered, signedIn } from '../../support/world.identity.js';

let app: TestApp;

beforeAll(async () => {
  app = await startApp({ config: { sandbox: false } });
});
afterAll(() => app.stop());

async function sellerOfAda(): Promise<{ token: string; sellerId: string }> {
  const { email } = await registered(app);
  const { accessToken: token } = await signedIn(app, email);
  const body = { kind: 'business', displayName: 'Otter Audio', country: 'DE', currency: 'EUR' };
  const answer = await app.http.post('/v1/sellers').set(bearer(token)).send(body);
  return { token, sellerId: (answer.body as { sellerId: string }).sellerId };
}

describe('without a sandbox', () => {
  it('nobody is minted', async () => {
    const answers = [
      await app.http.post('/v1/sandbox/users').send({}),
      await app.http.post('/v1/sandbox/sellers').send({}),
    ];

    expect(answers.map((answer) => answer.status)).toEqual([404, 404]);
    expect(await app.sql('select count(*)::int as n from users')).toEqual([{ n: 0 }]);
  });

  it('an operator decides about sellers, whatever they are called', async () => {
    const { token, sellerId } = await sellerOfAda();

    await app.http
      .post(`/v1/sellers/${sellerId}/verification`)
      .set(bearer(token))
      .send({ legalName: 'Sandbox Rejected', taxId: '000000001' });
    await app.drain();

    const account = await app.http.get(`/v1/sellers/${sellerId}/account`).set(bearer(token));
    expect(account.body).toMatchObject({ state: 'in_review', verification: { state: 'needs_operator' } });
  });

  it('keys are live ones, and test keys open nothing', async () => {
    const { token, sellerId } = await sellerOfAda();

    const made = await app.http
      .post(`/v1/sellers/${sellerId}/api-keys`)
      .set(bearer(token))
      .send({ name: 'shop', scopes: ['seller:read'] });

    const { key } = made.body as { key: string };
    const call = (credential: string) => app.http.get(`/v1/sellers/${sellerId}/account`).set(bearer(credential));
    expect(key).toMatch(/^souk_live_/);
    expect((await call(key)).status).toBe(200);
    expect((await call(key.replace('_live_', '_test_'))).status).toBe(401);
  });
});
