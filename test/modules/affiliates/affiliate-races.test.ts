import { fromWire } from '../../../src/kernel/index.js';
import { ReleaseCommission } from '../../../src/modules/affiliates/release-commission.js';
import { startApp, type TestApp } from '../../support/index.js';
import { buyer, staff } from '../../support/world.identity.js';
import { ADDRESS, openCart, pay, post, type OrderBody } from '../../support/world.orders.js';
import { deliver, held, openShop, refund, units, type Sale, type Shop } from '../../support/world.refunds.js';
import { onStage } from '../../prove/locks/stage.js';

const LONG_AGO = '2020-01-01T00:00:00.000Z';

describe('races over a commission', () => {
  let app: TestApp;
  const stage = onStage();
  let shop: Shop;

  beforeAll(async () => {
    app = await startApp();
    shop = await openShop(app);
  });
  afterAll(() => app.stop());

  /** A referred sale of five units whose goods have arrived: 5.00 are pending. */
  async function referred(): Promise<Sale & { readonly owner: string }> {
    const [finance, friend] = [await staff(app, 'finance'), await buyer(app, { createdAt: LONG_AGO })];
    const made = await post(app, friend.token, '/v1/affiliates', { code: 'FRIEND' });
    const { id: affiliateId } = made.body as { id: string };
    await post(app, finance.token, `/v1/finance/affiliates/${affiliateId}/activation`);
    const cart = await openCart(app, shop.ada, { variantId: shop.variantId, quantity: 5 });
    const wanted = { cartId: cart.id, shippingAddress: ADDRESS, affiliateCode: 'FRIEND' };
    const order = (await post(app, shop.ada.token, '/v1/orders', wanted)).body as OrderBody;
    await pay(app, shop.ada, order);
    await app.drain();
    const [share] = order.sellerOrders;
    const sellerOrderId = share?.id ?? '';
    const id = fromWire('sor', sellerOrderId) ?? '';
    const sale = { sellerOrderId, id, lineId: share?.lines[0]?.id ?? '', paymentId: order.paymentId };
    await deliver(app, shop, sale);
    return { ...sale, owner: fromWire('aff', affiliateId) ?? '' };
  }

  it('release what a refund leaves of it, when both come at the end of the window', async () => {
    const { owner, ...sale } = await referred();
    await app.sql(`update affiliate_referrals set window_ends_at = '2020-02-01T00:00:00Z' where id = $1`, [sale.id]);

    await stage.meet(
      app,
      { statement: 'affiliates.lock-referral', stop: 'after' },
      async () => {
        await refund(app, shop.seller.token, sale, units(sale, 2));
        await app.drain();
      },
      () => app.get(ReleaseCommission).run(sale.id),
    );
    await app.drain();

    expect([await held(app, 'affiliate_pending', owner), await held(app, 'affiliate_available', owner)]).toEqual([
      0, 300,
    ]);
  });
});
