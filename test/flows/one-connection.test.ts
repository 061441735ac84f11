import { fromWire } from '../../src/kernel/index.js';
import { startApp, type TestApp } from '../support/index.js';
import { buyer, staff, type Person } from '../support/world.identity.js';
import { activeListing } from '../support/world.listings.js';
import { deliveredOrder, get, pay, placedOrder, post, type SellerOrderBody } from '../support/world.orders.js';
import { expectWorldMatch } from '../support/world.payments.js';
import { activeSeller, type ActiveSeller } from '../support/world.sellers.js';

const AT_ONCE = 8;
const LONG_AGO = '2020-01-01T00:00:00.000Z';

describe('a marketplace with a pool of one connection', () => {
  let app: TestApp;
  let otter: ActiveSeller;
  let heron: ActiveSeller;
  let ada: Person;

  beforeAll(async () => {
    app = await startApp({ config: { poolSize: 1 } });
    otter = await activeSeller(app, { tier: 'T1' });
    heron = await activeSeller(app, { tier: 'T1' });
    ada = await buyer(app, { createdAt: LONG_AGO });
  });

  afterAll(() => app.stop());

  it('runs a trade from the listing to the payout', async () => {
    const { variantId } = await activeListing(app, otter, { price: 10_000, shipping: 500, stock: 5 });

    const { sellerOrderId } = await deliveredOrder(app, ada, otter, { variantId });
    const confirmed = await post(app, ada.token, `/v1/seller-orders/${sellerOrderId}/confirmation`);
    await app.advance('P20D');

    expect(confirmed.status).toBe(200);
    const order = await get<SellerOrderBody>(app, ada.token, `/v1/seller-orders/${sellerOrderId}`);
    expect(order.state).toBe('completed');
    const { data } = await get<{ data: { state: string; amount: object }[] }>(
      app,
      otter.token,
      `/v1/sellers/${otter.sellerId}/payouts`,
    );
    expect(data).toMatchObject([{ state: 'paid', amount: { currency: 'USD' } }]);
    await expectWorldMatch(app);
  });

  it('holds, releases, cancels and refunds', async () => {
    const dear = await activeListing(app, heron, { price: 1_200_000, stock: 5 });
    const cheap = await activeListing(app, heron, { price: 5_000, stock: 5 });
    const analyst = await staff(app, 'risk');
    const novice = await buyer(app);

    const held = await placedOrder(app, novice, { variantId: dear.variantId });
    const holding = await pay(app, novice, held);
    const { data } = await get<{ data: { id: string }[] }>(app, analyst.token, '/v1/risk/holds');
    await post(app, analyst.token, `/v1/risk/holds/${data[0]?.id}/claim`);
    const released = await post(app, analyst.token, `/v1/risk/holds/${data[0]?.id}/release`, { reason: 'Looked at.' });
    const cancelled = await placedOrder(app, ada, { variantId: cheap.variantId });
    await pay(app, ada, cancelled);
    await app.drain();
    const undone = await post(app, ada.token, `/v1/seller-orders/${cancelled.sellerOrders[0]?.id}/cancellation`);
    await app.drain();

    expect([(holding.body as { state: string }).state, released.status, undone.status]).toEqual(['held', 200, 200]);
    expect(await get(app, novice.token, `/v1/payments/${held.paymentId}`)).toMatchObject({ state: 'captured' });
    expect(await get(app, ada.token, `/v1/payments/${cancelled.paymentId}`)).toMatchObject({
      refunded: { amount: 5_000, currency: 'USD' },
    });
    await expectWorldMatch(app);
  });

  it(`takes ${AT_ONCE} checkouts of two sellers at once`, async () => {
    const phones = await activeListing(app, otter, { price: 10_000, stock: 50 });
    const novel = await activeListing(app, heron, { price: 1_999, stock: 50 });
    const lines = [{ variantId: phones.variantId }, { variantId: novel.variantId }];
    const shoppers = await Promise.all(Array.from({ length: AT_ONCE }, () => buyer(app, { createdAt: LONG_AGO })));

    const paid = await Promise.all(
      shoppers.map(async (shopper) => {
        const order = await placedOrder(app, shopper, ...lines);
        return (await pay(app, shopper, order)).body as { state: string };
      }),
    );
    await app.drain();

    expect(paid.map(({ state }) => state)).toEqual(Array.from({ length: AT_ONCE }, () => 'captured'));
    const left = await app.sql('select on_hand, reserved from stock_counters where variant_id = any($1)', [
      lines.map(({ variantId }) => fromWire('var', variantId)),
    ]);
    expect(left).toEqual(lines.map(() => ({ on_hand: 50 - AT_ONCE, reserved: 0 })));
  });
});
