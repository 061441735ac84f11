import { fromWire, type Id } from '../../../src/kernel/index.js';
import { OrderCouponsJobs } from '../../../src/modules/orders/order-coupons.jobs.js';
import { startApp, type TestApp } from '../../support/index.js';
import { platformCoupon, postAt, putCoupon, type CouponBody } from '../../support/world.fees.js';
import { buyer, staff, type Person } from '../../support/world.identity.js';
import { activeListing } from '../../support/world.listings.js';
import { ADDRESS, get, openCart, post, type OrderBody } from '../../support/world.orders.js';
import { activeSeller } from '../../support/world.sellers.js';
import { onStage } from '../../prove/locks/stage.js';

describe('races over a coupon', () => {
  let app: TestApp;
  const stage = onStage();
  let finance: Person;
  let ada: Person;
  let variantId: string;

  beforeAll(async () => {
    app = await startApp();
    const seller = await activeSeller(app);
    [finance, ada] = [await staff(app, 'finance'), await buyer(app)];
    ({ variantId } = await activeListing(app, seller, { price: 10_000, stock: 500 }));
  });
  afterAll(() => app.stop());

  const redeemed = async (id: string): Promise<number> => {
    const { data } = await get<{ data: CouponBody[] }>(app, finance.token, '/v1/finance/coupons?limit=100');
    return data.find((each) => each.id === id)?.redeemed ?? -1;
  };

  async function cartWith(code: string): Promise<string> {
    const cart = await openCart(app, ada, { variantId });
    await putCoupon(app, ada.token, cart.id, code);
    return cart.id;
  }
  const place = (cartId: string) => post(app, ada.token, '/v1/orders', { cartId, shippingAddress: ADDRESS });

  it('give nobody the discount of one that ended while the order was being placed', async () => {
    const { id, code } = await platformCoupon(app, finance, { percentBps: 1_000 });
    const cartId = await cartWith(code);

    const { outcomes } = await stage.meet(
      app,
      { statement: 'coupons.by-code', stop: 'after' },
      () => place(cartId),
      () => postAt(app, finance.token, `/v1/coupons/${id}/end`, 1, {}),
    );

    const [placed, ended] = outcomes;
    expect([placed.status, (placed.body as { code: string }).code]).toEqual([409, 'coupon_unusable']);
    expect(ended?.status).toBe(200);
    expect(await redeemed(id)).toBe(0);
  });

  it('end it once for two who have seen it as it was', async () => {
    const { id } = await platformCoupon(app, finance, { percentBps: 1_000 });
    const end = () => postAt(app, finance.token, `/v1/coupons/${id}/end`, 1, {});

    const { outcomes } = await stage.meet(app, { statement: 'coupons.end', stop: 'before' }, end, end);

    expect(outcomes.map(({ status }) => status)).toEqual([412, 200]);
  });

  it('give a use of it back once, however often it is told that the order ended', async () => {
    const { id, code } = await platformCoupon(app, finance, { percentBps: 1_000, totalLimit: 2 });
    const { body } = await place(await cartWith(code));
    const orderId = fromWire('ord', (body as OrderBody).id) as Id<'ord'>;
    await place(await cartWith(code));

    const jobs = app.get(OrderCouponsJobs);
    const told = { payload: { orderId } } as Parameters<OrderCouponsJobs['expired']>[0];
    await jobs.expired(told);
    await jobs.expired(told);

    expect(await redeemed(id)).toBe(1);
  });
});
