import { fromWire } from '../../../src/kernel/index.js';
import { startApp, type TestApp } from '../../support/index.js';
import { staff } from '../../support/world.identity.js';
import { get, post } from '../../support/world.orders.js';
import { held } from '../../support/world.refunds.js';
import { activeSeller, type ActiveSeller } from '../../support/world.sellers.js';

describe('the subscription of a seller that is closed', () => {
  let app: TestApp;
  let planId: string;

  beforeAll(async () => {
    app = await startApp();
    const finance = await staff(app, 'finance');
    const fee = { amount: 2_900, currency: 'USD' };
    const plan = { code: 'professional', nameEn: 'Professional', nameZh: '专业版', fee, taxBps: 0 };
    planId = ((await post(app, finance.token, '/v1/finance/subscription-plans', plan)).body as { id: string }).id;
  });
  afterAll(() => app.stop());

  const pathOf = ({ sellerId }: ActiveSeller): string => `/v1/sellers/${sellerId}/subscription`;
  const subscribe = (shop: ActiveSeller) => post(app, shop.token, pathOf(shop), { planId });
  const close = (shop: ActiveSeller) =>
    post(app, shop.token, `/v1/sellers/${shop.sellerId}/closure`, { reason: 'Nothing more to sell.' });
  const owed = ({ sellerId }: ActiveSeller) => held(app, 'seller_receivable', fromWire('sel', sellerId) ?? '');

  it('ends with the month that is paid for, and no other one begins', async () => {
    const [shop, other] = [await activeSeller(app), await activeSeller(app)];
    await subscribe(shop);

    const closed = await Promise.all([close(shop), close(other)]);
    await app.drain();
    const between = await get(app, shop.token, pathOf(shop));
    const refused = [await post(app, shop.token, `${pathOf(shop)}/resumption`), await subscribe(other)];
    await app.advance('P32D');

    expect(closed.map(({ status }) => status)).toEqual([200, 200]);
    expect(between).toMatchObject({ state: 'cancelled' });
    expect(refused.map(({ status, body }) => [status, (body as { code: string }).code])).toEqual([
      [409, 'seller_closed'],
      [409, 'seller_closed'],
    ]);
    expect(await get(app, shop.token, pathOf(shop))).toMatchObject({ state: 'ended' });
    expect([await owed(shop), await owed(other)]).toEqual([2_900, 0]);
  });

  it('ends too when the month is over before anybody has heard that the seller is closed', async () => {
    const shop = await activeSeller(app);
    await subscribe(shop);
    await app.sql(`update sellers set state = 'closed' where id = $1`, [fromWire('sel', shop.sellerId)]);

    await app.advance('P63D');

    expect(await get(app, shop.token, pathOf(shop))).toMatchObject({ state: 'ended' });
    expect(await owed(shop)).toBe(2_900);
  });
});
