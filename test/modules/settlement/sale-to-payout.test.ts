import { bearer, startApp, type TestApp } from '../../support/index.js';
import { buyer, staff } from '../../support/world.identity.js';
import { activeListing } from '../../support/world.listings.js';
import { deliveredOrder, post } from '../../support/world.orders.js';
import { activeSeller } from '../../support/world.sellers.js';
import { balance, bankBooks, get, payouts, settled } from './settlement-app.js';

let app: TestApp;

beforeAll(async () => {
  app = await startApp();
});
afterAll(() => app.stop());

describe('a sale over HTTP', () => {
  it('reaches the seller’s bank account: escrow, hold, release, payout', async () => {
    const [seller, shopper] = [await activeSeller(app, { tier: 'T1' }), await buyer(app)];
    const { variantId } = await activeListing(app, seller, { price: 10_000, shipping: 1_000, stock: 5 });

    const { sellerOrderId } = await deliveredOrder(app, shopper, seller, { variantId });
    const pending = await balance(app, seller);
    const held = await get(app, seller, `/v1/seller-orders/${sellerOrderId}/earning`).expect(200);
    await post(app, shopper.token, `/v1/seller-orders/${sellerOrderId}/confirmation`);
    await app.drain();
    const confirmed = await get(app, seller, `/v1/seller-orders/${sellerOrderId}/earning`).expect(200);
    await app.advance('P5D');
    await settled(app);

    expect(pending).toMatchObject({ pending: 10_000, available: 0 });
    expect(held.body).toMatchObject({
      state: 'pending',
      item: { amount: 10_000 },
      shipping: { amount: 1_000 },
      commission: { amount: 1_000 },
      net: { amount: 10_000 },
    });
    const shortened = Date.parse(confirmed.body.expectedReleaseAt) - Date.parse(confirmed.body.confirmedAt);
    expect(shortened).toBe(86_400_000);
    expect(await payouts(app, seller)).toMatchObject([{ state: 'paid', amount: { amount: 10_000, currency: 'USD' } }]);
    expect(await bankBooks(app, seller)).toEqual([{ state: 'paid', amount: 10_000 }]);
    expect(await balance(app, seller)).toMatchObject({ pending: 0, available: 0, inTransit: 0 });
  });

  it('leaves a trial balance of zero, with empty escrow and the commission earned', async () => {
    const finance = await staff(app, 'finance');

    const answer = await app.http.get('/v1/finance/trial-balance').set(bearer(finance.token)).expect(200);

    expect(answer.body.isBalanced).toBe(true);
    expect(answer.body.currencies).toMatchObject([
      {
        currency: 'USD',
        difference: 0,
        accounts: expect.arrayContaining([
          { account: 'psp_clearing', class: 'asset', owner: 'sandbox', debit: 11_000, credit: 0 },
          { account: 'order_escrow', class: 'liability', owner: null, debit: 11_000, credit: 11_000 },
          { account: 'payout_in_transit', class: 'liability', owner: null, debit: 10_000, credit: 10_000 },
          { account: 'bank_client', class: 'asset', owner: 'main', debit: 0, credit: 10_000 },
          { account: 'commission_revenue', class: 'revenue', owner: null, debit: 0, credit: 1_000 },
        ]),
      },
    ]);
  });
});
