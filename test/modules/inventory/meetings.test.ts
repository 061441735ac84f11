import { startApp, type TestApp } from '../../support/index.js';
import { get, post } from '../../support/world.orders.js';
import { openShop, paidSale, type Sale, type Shop } from '../../support/world.refunds.js';
import { onStage } from '../../prove/locks/stage.js';

describe('units that come back to the shelf at once', () => {
  let app: TestApp;
  const stage = onStage();
  let shop: Shop;

  beforeAll(async () => {
    app = await startApp();
    shop = await openShop(app);
  });
  afterAll(() => app.stop());

  it('are noted one after the other', async () => {
    const [one, other] = [await paidSale(app, shop), await paidSale(app, shop)];
    const refuse =
      ({ sellerOrderId }: Sale) =>
      async () => {
        await post(app, shop.seller.token, `/v1/seller-orders/${sellerOrderId}/refusal`, { reason: 'out_of_stock' });
        await app.drain();
      };

    const at = { statement: 'inventory.restock', stop: 'after' } as const;
    const { met } = await stage.meet(app, at, refuse(one), refuse(other));
    await app.drain();

    expect(met).toBe(true);
    const path = `/v1/variants/${shop.variantId}/stock-movements?limit=2`;
    const { data } = await get<{ data: { onHandAfter: number; delta: number }[] }>(app, shop.seller.token, path);
    expect(data.map(({ delta, onHandAfter }) => [delta, onHandAfter]).sort()).toEqual([
      [5, 4_995],
      [5, 5_000],
    ]);
  });
});
