import { fromWire } from '../../../src/kernel/index.js';
import { bearer, startApp, type TestApp } from '../../support/index.js';
import { feeRule, journalsOf, saleTerms } from '../../support/world.fees.js';
import { buyer, staff } from '../../support/world.identity.js';
import { activeListing } from '../../support/world.listings.js';
import { deliveredOrder, get } from '../../support/world.orders.js';
import { activeSeller } from '../../support/world.sellers.js';

describe('the books of a sale with fees', () => {
  let app: TestApp;

  beforeAll(async () => {
    app = await startApp();
  });

  afterAll(() => app.stop());

  it('credit all fees as revenue, and the tax on them out of what the seller is about to get', async () => {
    const [finance, ada, seller] = [await staff(app, 'finance'), await buyer(app), await activeSeller(app)];
    const scope = { sellerId: seller.sellerId, taxBps: 1_900 };
    await feeRule(app, finance, { component: 'commission', ...scope, bps: 1_000 });
    await feeRule(app, finance, { component: 'fixed_fee', ...scope, amounts: [{ currency: 'USD', amount: 30 }] });
    await feeRule(app, finance, { component: 'payment_fee', ...scope, bps: 250 });
    await saleTerms(app, finance, seller.sellerId, 2_000, 'platform');
    const { variantId } = await activeListing(app, seller, { price: 10_000, shipping: 1_000, stock: 1 });

    const { sellerOrderId } = await deliveredOrder(app, ada, seller, { variantId });

    // commission 10.00, fixed 0.30, payment 2.5 % of 130.00 = 3.25; tax 1.90 + 0.06 + 0.62 = 2.58
    const { delivered } = await journalsOf(app, fromWire('sor', sellerOrderId) ?? '');
    expect(delivered).toEqual([
      'D order_escrow 13000',
      'C seller_pending 8645',
      'C commission_revenue 1355',
      'C tax_payable 2000',
      'C shipping_revenue 1000',
      'D seller_pending 258',
      'C tax_payable 258',
    ]);
    const earning = await get<object>(app, seller.token, `/v1/seller-orders/${sellerOrderId}/earning`);
    expect(earning).toMatchObject({
      ...{ item: { amount: 10_000 }, commission: { amount: 1_355 }, feeTax: { amount: 258 }, net: { amount: 8_387 } },
    });
    const { body } = await app.http.get(`/v1/sellers/${seller.sellerId}/balance`).set(bearer(seller.token)).expect(200);
    expect((body as { balances: object[] }).balances).toMatchObject([{ pending: { amount: 8_387 } }]);
  });
});
