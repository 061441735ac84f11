import { startApp, type TestApp } from '../../support/index.js';
import { platformCoupon, putCoupon } from '../../support/world.fees.js';
import { buyer, staff, type Person } from '../../support/world.identity.js';
import { activeListing } from '../../support/world.listings.js';
import { ADDRESS, get, openCart, post, type CartBody } from '../../support/world.orders.js';
import { activeSeller } from '../../support/world.sellers.js';
import { onStage } from '../../prove/locks/stage.js';

describe('a cart that is changed from two windows', () => {
  let app: TestApp;
  const stage = onStage();
  let ada: Person;
  let variantId: string;

  beforeAll(async () => {
    app = await startApp();
    ada = await buyer(app);
    ({ variantId } = await activeListing(app, await activeSeller(app), { price: 1_000, stock: 50 }));
  });
  afterAll(() => app.stop());

  interface Answer {
    readonly status: number;
    readonly body: unknown;
  }
  const told = ({ status, body }: Answer): unknown[] => [status, (body as { code?: string }).code];
  async function meet(statement: string, first: () => Promise<Answer>, second: () => Promise<Answer>) {
    const { met, outcomes } = await stage.meet(app, { statement, stop: 'before' }, first, second);
    expect(met).toBe(true);
    return outcomes.map(told);
  }
  const cart = (id: string): Promise<CartBody> => get(app, ada.token, `/v1/carts/${id}`);

  it('has the units of each that was told so', async () => {
    const { id } = await openCart(app, ada, { variantId });
    const add = () => post(app, ada.token, `/v1/carts/${id}/lines`, { variantId, quantity: 1 });

    const answers = await meet('carts.touch', add, add);

    expect(answers).toEqual([
      [409, 'cart_changed'],
      [201, undefined],
    ]);
    expect(await cart(id)).toMatchObject({ version: 2, totals: { total: { amount: 2_000 } } });
  });

  it('gets no coupon once it was ordered', async () => {
    const { code } = await platformCoupon(app, await staff(app, 'finance'), { percentBps: 1_000 });
    const { id } = await openCart(app, ada, { variantId });

    const answers = await meet(
      'carts.put-coupon',
      async () => putCoupon(app, ada.token, id, code),
      () => post(app, ada.token, '/v1/orders', { cartId: id, shippingAddress: ADDRESS }),
    );

    expect(answers).toEqual([
      [409, 'cart_changed'],
      [201, undefined],
    ]);
    expect(await cart(id)).toMatchObject({ state: 'ordered', version: 2, totals: { total: { amount: 1_000 } } });
  });
});
