import { startApp, type TestApp } from '../../support/index.js';
import { bearer } from '../../support/index.js';
import { buyer, type Person } from '../../support/world.identity.js';
import { activeListing } from '../../support/world.listings.js';
import { get, openCart, paidOrder, parcel, post, type OrderBody } from '../../support/world.orders.js';
import { activeSeller, type ActiveSeller } from '../../support/world.sellers.js';

/** Objects of one buyer and one seller, asked for by strangers. */
describe('orders, carts and parcels of somebody else', () => {
  let app: TestApp;
  let ada: Person;
  let stranger: Person;
  let otter: ActiveSeller;
  let other: ActiveSeller;
  let order: OrderBody;
  let cartId: string;
  let variantId: string;

  beforeAll(async () => {
    app = await startApp();
    [ada, stranger] = [await buyer(app), await buyer(app)];
    [otter, other] = [await activeSeller(app), await activeSeller(app)];
    ({ variantId } = await activeListing(app, otter, { stock: 10 }));
    order = await paidOrder(app, ada, { variantId });
    cartId = (await openCart(app, ada, { variantId })).id;
  });

  afterAll(() => app.stop());

  const sellerOrderId = (): string => order.sellerOrders[0]?.id ?? '';
  const state = async (): Promise<unknown> => [
    await get(app, ada.token, `/v1/orders/${order.id}`),
    await get(app, ada.token, `/v1/carts/${cartId}`),
  ];

  it('are unknown to a stranger on every route that reads', async () => {
    const paths = [
      `/v1/carts/${cartId}`,
      `/v1/orders/${order.id}`,
      `/v1/seller-orders/${sellerOrderId()}`,
      `/v1/seller-orders/${sellerOrderId()}/shipments`,
    ];

    for (const path of paths) {
      expect([path, (await app.http.get(path).set(bearer(stranger.token))).status]).toEqual([path, 404]);
    }
    const list = `/v1/sellers/${otter.sellerId}/seller-orders`;
    expect((await app.http.get(list).set(bearer(other.token))).status).toBe(404);
    expect((await app.http.get(list).set(bearer(other.apiKey))).status).toBe(404);
  });

  it('cannot be changed by a stranger', async () => {
    const before = await state();
    const sellerOrder = `/v1/seller-orders/${sellerOrderId()}`;

    const answers = [
      await post(app, stranger.token, `/v1/carts/${cartId}/lines`, { variantId, quantity: 1 }),
      await post(app, stranger.token, `/v1/carts/${cartId}/quote-acceptance`, { quoteVersion: 'x'.repeat(22) }),
      await app.http.patch(`/v1/carts/${cartId}/lines/${variantId}`).set(bearer(stranger.token)).send({ quantity: 2 }),
      await app.http.delete(`/v1/carts/${cartId}/lines/${variantId}`).set(bearer(stranger.token)),
      await post(app, stranger.token, `${sellerOrder}/cancellation`),
      await post(app, stranger.token, `${sellerOrder}/confirmation`),
      await post(app, other.token, `${sellerOrder}/acceptance`),
      await post(app, other.apiKey, `${sellerOrder}/refusal`, { reason: 'other' }),
      await post(app, other.apiKey, `${sellerOrder}/shipments`, parcel()),
      await post(app, other.token, `${sellerOrder}/delivery`),
    ];

    expect(answers.map((answer) => answer.status)).toEqual(answers.map(() => 404));
    expect(await state()).toEqual(before);
  });

  it('are not the seller’s to cancel nor the buyer’s to accept', async () => {
    const before = await state();
    const sellerOrder = `/v1/seller-orders/${sellerOrderId()}`;

    const bySeller = await post(app, otter.token, `${sellerOrder}/cancellation`);
    const byBuyer = await post(app, ada.token, `${sellerOrder}/acceptance`);

    expect(bySeller.status).toBe(404);
    expect([403, 404]).toContain(byBuyer.status);
    expect(await state()).toEqual(before);
  });

  it('need a signed-in person', async () => {
    const answer = await app.http.get(`/v1/orders/${order.id}`);

    expect(answer.status).toBe(401);
  });

  it('are not found under the prefix of something else', async () => {
    const answer = await app.http.get(`/v1/orders/${sellerOrderId()}`).set(bearer(ada.token));

    expect(answer.status).toBe(404);
  });
});
