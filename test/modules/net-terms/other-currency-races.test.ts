import { startApp, type TestApp } from '../../support/index.js';
import { company, creditLine } from '../../support/world.companies.js';
import {
  foreignShop,
  heldIn,
  orderIn,
  positionOf,
  saleOf,
  type ForeignOrder,
  type ForeignShop,
} from '../../support/world.fx.js';
import { post } from '../../support/world.orders.js';

describe('an order on account in another currency', () => {
  let app: TestApp;
  let shop: ForeignShop;

  beforeAll(async () => {
    app = await startApp();
    shop = await foreignShop(app);
  });
  afterAll(() => app.stop());

  it('is owed once, however many accept and cancel it at the same time', async () => {
    const buying = await company(app);
    await creditLine(app, shop.finance, buying, { limit: { amount: 100_000, currency: 'EUR' } });
    const [eur = 0, usd = 0] = await positionOf(app, shop, 'EUR-USD');
    const { admin, companyId } = buying;
    const fields = { paymentCurrency: 'EUR', paymentMethod: 'on_account', companyId };
    const answer = await orderIn(app, admin, fields, { variantId: shop.variantId, quantity: 5 });
    await app.drain();
    const path = `/v1/seller-orders/${saleOf(answer.body as ForeignOrder).sellerOrderId}`;

    const [first, cancelled, second] = await Promise.all([
      post(app, shop.seller.token, `${path}/acceptance`),
      post(app, admin.token, `${path}/cancellation`),
      post(app, shop.seller.token, `${path}/acceptance`),
    ]);
    await app.drain();

    const isOwed = cancelled.status !== 200;
    expect([first, second].filter(({ status }) => status === 200).length).toBeLessThanOrEqual(1);
    expect(await heldIn(app, 'buyer_receivable', buying.id, 'EUR')).toBe(isOwed ? 12_000 : 0);
    expect(await positionOf(app, shop, 'EUR-USD')).toEqual(isOwed ? [eur - 12_000, usd + 13_020] : [eur, usd]);
  });
});
