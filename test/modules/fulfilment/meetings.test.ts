import { startApp, type TestApp } from '../../support/index.js';
import { buyer, type Person } from '../../support/world.identity.js';
import { activeListing } from '../../support/world.listings.js';
import { acceptedOrder, carrierSays, get, parcel, post, type SellerOrderBody } from '../../support/world.orders.js';
import { activeSeller, type ActiveSeller } from '../../support/world.sellers.js';
import { onStage } from '../../prove/locks/stage.js';

describe('a parcel that its seller and its carrier speak of at once', () => {
  let app: TestApp;
  const stage = onStage();
  let ada: Person;
  let otter: ActiveSeller;

  beforeAll(async () => {
    app = await startApp();
    [ada, otter] = [await buyer(app, { createdAt: '2020-01-01T00:00:00.000Z' }), await activeSeller(app)];
  });
  afterAll(() => app.stop());

  it('is delivered when the carrier says so', async () => {
    const { variantId } = await activeListing(app, otter, { price: 5_000, stock: 200 });
    const { id } = await acceptedOrder(app, ada, otter, { variantId });
    const sent = parcel();

    const { outcomes } = await stage.meet<unknown>(
      app,
      { statement: 'fulfilment.stored-carrier-events', stop: 'after' },
      async () => (await post(app, otter.token, `/v1/seller-orders/${id}/shipments`, sent)).status,
      () => carrierSays(app, sent, 'delivered'),
    );

    expect(outcomes).toEqual([201, 'applied']);
    expect((await get<SellerOrderBody>(app, ada.token, `/v1/seller-orders/${id}`)).state).toBe('delivered');
  });
});
