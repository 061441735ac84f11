import { startApp, type TestApp } from '../../support/index.js';
import { openDispute, verdict } from '../../support/world.disputes.js';
import { get, post } from '../../support/world.orders.js';
import { deliveredSale, openShop, type Sale, type Shop } from '../../support/world.refunds.js';

/** For tests that let weeks pass. */
const SLOW = 240_000;

describe('silence about a sale whose payment is disputed', () => {
  let app: TestApp;
  let shop: Shop;
  let sale: Sale;

  beforeAll(async () => {
    app = await startApp();
  });
  beforeEach(async () => {
    shop = await openShop(app);
    sale = await deliveredSale(app, shop);
  });
  afterAll(() => app.stop());

  const stateOf = async ({ sellerOrderId }: Sale): Promise<string> =>
    (await get<{ state: string }>(app, shop.ada.token, `/v1/seller-orders/${sellerOrderId}`)).state;

  it(
    'confirms nothing while that is open, and confirms at once when it has ended late',
    async () => {
      const ref = await openDispute(app, sale.paymentId);
      await app.advance('P8D');
      const during = await stateOf(sale);

      await verdict(app, ref, 'won');

      expect([during, await stateOf(sale)]).toEqual(['delivered', 'confirmed']);
    },
    SLOW,
  );

  it(
    'completes nothing while one of two is open, and the buyer may confirm all the same',
    async () => {
      const [one, two] = [
        await openDispute(app, sale.paymentId, { amount: 1_000 }),
        await openDispute(app, sale.paymentId, { amount: 2_000 }),
      ];
      const confirmed = await post(app, shop.ada.token, `/v1/seller-orders/${sale.sellerOrderId}/confirmation`);
      await app.advance('P15D');
      await verdict(app, one, 'lost');
      const during = await stateOf(sale);

      await verdict(app, two, 'won');

      expect([confirmed.status < 300, during, await stateOf(sale)]).toEqual([true, 'confirmed', 'completed']);
    },
    SLOW,
  );
});
