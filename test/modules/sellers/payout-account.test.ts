import { UnitOfWork } from '../../../src/platform/database/index.js';
import { fromWire } from '../../../src/kernel/index.js';
import { Sellers } from '../../../src/modules/sellers/index.js';
import { bearer, startApp, type TestApp } from '../../support/index.js';
import { staff } from '../../support/world.identity.js';
import { activeSeller, type ActiveSeller } from '../../support/world.sellers.js';

let app: TestApp;

beforeAll(async () => {
  app = await startApp();
});
afterAll(() => app.stop());

const path = (seller: ActiveSeller) => `/v1/sellers/${seller.sellerId}/payout-account`;
const get = (seller: ActiveSeller, token = seller.token) => app.http.get(path(seller)).set(bearer(token));
const ACCOUNT = { holder: 'Otter Audio GmbH', accountNumber: 'DE02 1203 0000 0000 2020 51', country: 'DE' };

const put = (seller: ActiveSeller, version: string | undefined, body: object = ACCOUNT, token = seller.token) => {
  const request = app.http.put(path(seller)).set(bearer(token));
  return (version ? request.set('If-Match', version) : request).send(body);
};

const uuid = (seller: ActiveSeller) => fromWire('sel', seller.sellerId) ?? '';
const door = <T>(work: (sellers: Sellers, tx: never) => Promise<T>): Promise<T> =>
  app.get(UnitOfWork).run((tx) => work(app.get(Sellers), tx as never));

describe('the payout account', () => {
  it('is missing at first and named under version 0', async () => {
    const seller = await activeSeller(app, { accountNumber: '', currency: 'EUR' });
    const before = await get(seller);

    const named = await put(seller, before.headers['etag'] as string);

    expect(before.body).toMatchObject({ state: 'missing', ending: null, payoutsStartAt: null, version: 0 });
    expect(named.status).toBe(200);
    expect(named.headers['etag']).toBe('"v1"');
    expect(named.body).toMatchObject({ state: 'active', ending: '2051', country: 'DE', currency: 'EUR', version: 1 });
    const { changedAt, payoutsStartAt } = named.body as { changedAt: string; payoutsStartAt: string };
    expect(Date.parse(payoutsStartAt) - Date.parse(changedAt)).toBe(72 * 3_600_000);
    expect(named.text).not.toContain('2020');
  });

  it('reaches the bank as it was typed, without its spaces', async () => {
    const seller = await activeSeller(app, { accountNumber: '', currency: 'EUR' });
    await put(seller, '"v0"');

    const account = await door((sellers, tx) => sellers.payoutAccountOf(tx, uuid(seller)));

    expect(account).toMatchObject({
      destination: 'DE02120300000000202051',
      holder: 'Otter Audio GmbH',
      currency: 'EUR',
      state: 'active',
    });
  });

  it('may be an account connected at Stripe, which stays as it is written', async () => {
    const seller = await activeSeller(app, { accountNumber: '', currency: 'EUR' });

    const named = await put(seller, '"v0"', { ...ACCOUNT, accountNumber: 'acct_1032D82eZvKYlo2C' });
    const account = await door((sellers, tx) => sellers.payoutAccountOf(tx, uuid(seller)));

    expect(named.body).toMatchObject({ state: 'active', ending: 'lo2C' });
    expect(account).toMatchObject({ destination: 'acct_1032D82eZvKYlo2C' });
  });

  it.each(['acct_', 'acct_1032 D82e', 'acct-1032D82eZv_', 'ACCT_1032D82eZvKYlo2C'])(
    'is refused when it is written as %s',
    async (accountNumber) => {
      const seller = await activeSeller(app, { accountNumber: '', currency: 'EUR' });

      const answer = await put(seller, '"v0"', { ...ACCOUNT, accountNumber });

      expect(answer.status).toBe(422);
      expect((await get(seller)).body).toMatchObject({ state: 'missing', version: 0 });
    },
  );

  it('starts its 72 hours again with every change', async () => {
    const seller = await activeSeller(app);
    const first = (await get(seller)).body as { payoutsStartAt: string };
    await app.advance('P2D');

    const changed = (await put(seller, '"v1"')).body as { payoutsStartAt: string; version: number };

    expect(changed.version).toBe(2);
    expect(Date.parse(changed.payoutsStartAt) - Date.parse(first.payoutsStartAt)).toBeGreaterThanOrEqual(
      2 * 86_400_000,
    );
  });

  it('is not changed for a stale or missing version', async () => {
    const seller = await activeSeller(app);
    await put(seller, '"v1"');
    await app.drain();
    const before = await app.sql('select * from seller_payout_accounts where seller_id = $1', [uuid(seller)]);

    const answers = [
      await put(seller, '"v1"', { ...ACCOUNT, accountNumber: '99990001' }),
      await put(seller, '"v0"', { ...ACCOUNT, accountNumber: '99990001' }),
      await put(seller, undefined, { ...ACCOUNT, accountNumber: '99990001' }),
    ];

    expect(answers.map((answer) => answer.status)).toEqual([412, 412, 428]);
    expect(await app.sql('select * from seller_payout_accounts where seller_id = $1', [uuid(seller)])).toEqual(before);
  });

  it('is named by one of many first requests at once', async () => {
    const seller = await activeSeller(app, { accountNumber: '' });

    const answers = await Promise.all(Array.from({ length: 5 }, () => put(seller, '"v0"')));

    expect(answers.map((answer) => answer.status).sort()).toEqual([200, 412, 412, 412, 412]);
    expect((await get(seller)).body).toMatchObject({ version: 1 });
  });

  it('is seen by finance and the seller, and changed by its owner only', async () => {
    const [seller, stranger] = [await activeSeller(app), await activeSeller(app)];
    const [finance, moderator] = [await staff(app, 'finance'), await staff(app, 'moderator')];

    expect((await get(seller, finance.token)).body).toMatchObject({ ending: '4242' });
    expect((await get(seller, moderator.token)).status).toBe(403);
    expect((await get(seller, stranger.token)).status).toBe(404);
    expect((await get(seller, seller.apiKey)).status).toBe(403);
    expect((await put(seller, '"v1"', ACCOUNT, stranger.token)).status).toBe(404);
    expect((await put(seller, '"v1"', ACCOUNT, finance.token)).status).toBe(403);
    expect((await put(seller, '"v1"', ACCOUNT, seller.apiKey)).status).toBe(403);
    expect((await get(seller)).body).toMatchObject({ version: 1, ending: '4242' });
  });

  it('is out of use after the bank refused it, until another is named', async () => {
    const seller = await activeSeller(app);

    const changedAt = new Date((await get(seller)).body.changedAt as string);
    const refuse = () =>
      door((sellers, tx) => sellers.disablePayoutAccount(tx, uuid(seller), changedAt, 'account_closed'));

    await refuse();
    await refuse();
    const disabled = await get(seller);
    const renamed = await put(seller, disabled.headers['etag'] as string);

    expect(disabled.body).toMatchObject({ state: 'disabled' });
    expect(renamed.body).toMatchObject({ state: 'active', ending: '2051' });
    const events = await app.sql(
      `select name from outbox_events where name = 'seller.payout-account-disabled' and subject_id = $1`,
      [uuid(seller)],
    );
    expect(events).toHaveLength(1);
  });

  it.each([
    ['three characters', { ...ACCOUNT, accountNumber: '123' }],
    ['35 characters', { ...ACCOUNT, accountNumber: '1'.repeat(35) }],
    ['signs', { ...ACCOUNT, accountNumber: "1234'; drop table" }],
    ['no holder', { ...ACCOUNT, holder: '' }],
  ])('is not named with %s', async (_what, body) => {
    const seller = await activeSeller(app, { accountNumber: '' });

    expect((await put(seller, '"v0"', body)).status).toBe(422);
    expect((await get(seller)).body).toMatchObject({ version: 0 });
  });
});

describe('the door of sellers', () => {
  it('tells what other modules need to know, in bulk', async () => {
    const [one, two] = [
      await activeSeller(app, { displayName: 'One', tier: 'T2', country: 'CN', currency: 'CNY', kind: 'private' }),
      await activeSeller(app, { displayName: 'Two' }),
    ];

    const views = await app.get(Sellers).viewsOf([uuid(one), uuid(two), '018f0000-0000-7000-8000-000000000000']);

    expect([...views.keys()].sort()).toEqual([uuid(one), uuid(two)].sort());
    expect(views.get(uuid(one))).toMatchObject({
      name: 'One',
      kind: 'private',
      state: 'active',
      tier: 'T2',
      country: 'CN',
      currency: 'CNY',
    });
  });

  it('lets active sellers list and nobody else', async () => {
    const [seller, risk] = [await activeSeller(app), await staff(app, 'risk')];
    const mayList = () => door((sellers, tx) => sellers.assertMayList(tx, uuid(seller)));

    await expect(mayList()).resolves.toBeUndefined();
    await app.http.post(`/v1/sellers/${seller.sellerId}/restriction`).set(bearer(risk.token)).send({ reason: 'Slow.' });

    await expect(mayList()).rejects.toMatchObject({ problem: { code: 'seller_may_not_list' } });
  });
});
