import { fromWire, system, type Id } from '../../../src/kernel/index.js';
import { Inventory } from '../../../src/modules/inventory/index.js';
import { sellerOrderLifecycle } from '../../../src/modules/orders/seller-order.lifecycle.js';
import { moveAll, UnitOfWork, type Tx } from '../../../src/platform/database/index.js';
import { startApp, type TestApp } from '../../support/index.js';
import { platformCoupon, putCoupon } from '../../support/world.fees.js';
import { buyer, staff, type Person } from '../../support/world.identity.js';
import { activeListing } from '../../support/world.listings.js';
import { ADDRESS, get, openCart, pay, placedOrder, post, type OrderBody } from '../../support/world.orders.js';
import { activeSeller, type ActiveSeller } from '../../support/world.sellers.js';

const VERY_LARGE = 1_200_000;

describe('an order whose payment does not go straight through', () => {
  let app: TestApp;
  let otter: ActiveSeller;
  let analyst: Person;
  let variantId: string;

  beforeAll(async () => {
    app = await startApp();
    otter = await activeSeller(app);
    analyst = await staff(app, 'risk');
    ({ variantId } = await activeListing(app, otter, { price: VERY_LARGE, stock: 100 }));
  });

  afterAll(() => app.stop());

  const stock = async (): Promise<object | undefined> => {
    const rows = await app.sql<object>('select on_hand, reserved from stock_counters where variant_id = $1', [
      fromWire('var', variantId),
    ]);
    return rows[0];
  };
  const escrow = async ({ sellerOrders }: OrderBody): Promise<number> => {
    const rows = await app.sql<{ held: string }>(
      `select coalesce(sum(case e.side when 'C' then e.amount else -e.amount end), 0)::text as held
         from ledger.entry e join ledger.account a on a.id = e.account_id
        where a.type_code = 'order_escrow' and a.owner_id = any($1)`,
      [sellerOrders.map(({ id }) => fromWire('sor', id))],
    );
    return Number(rows[0]?.held);
  };
  const reread = (person: Person, { id }: OrderBody): Promise<OrderBody> => get(app, person.token, `/v1/orders/${id}`);
  const within = (work: (tx: Tx) => Promise<unknown>): Promise<unknown> => app.get(UnitOfWork).run(work);

  async function held(person: Person): Promise<{ order: OrderBody; holdId: string }> {
    const order = await placedOrder(app, person, { variantId });
    await pay(app, person, order);
    await app.drain();
    const { data } = await get<{ data: { id: string; orderId: string }[] }>(app, analyst.token, '/v1/risk/holds');
    return { order, holdId: data.find((hold) => hold.orderId === order.id)?.id ?? '' };
  }

  async function decide(holdId: string, decision: string): Promise<void> {
    await post(app, analyst.token, `/v1/risk/holds/${holdId}/claim`);
    const answer = await post(app, analyst.token, `/v1/risk/holds/${holdId}/${decision}`, { reason: 'looked at' });
    if (answer.status >= 300) throw new Error(answer.text);
    await app.drain();
  }

  it('waits on hold with its stock, beyond the time to pay, and goes on when it is released', async () => {
    const person = await buyer(app);
    const { order, holdId } = await held(person);
    const kept = await stock();
    await app.advance('PT2H');
    expect((await reread(person, order)).sellerOrders.map((each) => each.state)).toEqual(['on_hold']);
    expect(await stock()).toEqual(kept);

    await decide(holdId, 'release');

    expect((await reread(person, order)).sellerOrders.map((each) => each.state)).toEqual(['awaiting_acceptance']);
    expect(await stock()).toEqual(kept);
    expect(await escrow(order)).toBe(VERY_LARGE);
  });

  it('is cancelled and its stock sold again when it is rejected', async () => {
    const person = await buyer(app);
    const before = await stock();
    const { order, holdId } = await held(person);

    await decide(holdId, 'rejection');

    const [sellerOrder] = (await reread(person, order)).sellerOrders;
    expect(sellerOrder).toMatchObject({ state: 'cancelled', cancellation: { by: 'risk', reason: 'risk_rejected' } });
    expect(await stock()).toEqual(before);
    expect(await escrow(order)).toBe(0);
  });

  it('can be paid with another card after one was declined', async () => {
    const person = await buyer(app, { createdAt: '2020-01-01T00:00:00.000Z' });
    const { variantId: cheap } = await activeListing(app, otter, { price: 1_000, stock: 5 });
    const order = await placedOrder(app, person, { variantId: cheap });

    await pay(app, person, order, 'tok_decline');
    await app.drain();
    expect((await reread(person, order)).state).toBe('payment_pending');
    await pay(app, person, order, 'tok_approve');
    await app.drain();

    expect((await reread(person, order)).state).toBe('placed');
  });

  it('is given back when the money comes after the order has ended', async () => {
    const person = await buyer(app, { createdAt: '2020-01-01T00:00:00.000Z' });
    const { variantId: cheap } = await activeListing(app, otter, { price: 1_000, stock: 5 });
    const order = await placedOrder(app, person, { variantId: cheap });
    const ids = order.sellerOrders.map(({ id }) => fromWire('sor', id) as Id<'sor'>);
    const move = { action: 'expire', actor: system('a test'), at: new Date() } as const;
    await within((tx) => moveAll(tx, sellerOrderLifecycle, ids, move));

    await pay(app, person, order);
    await app.drain();

    expect((await reread(person, order)).state).toBe('expired');
    expect(await escrow(order)).toBe(0);
    expect(await app.sql('select amount from refunds where seller_order_id = any($1)', [ids])).toEqual([
      { amount: 1_000 },
    ]);
  });

  it('is cancelled and given back, with its coupon, when its stock has gone to somebody else', async () => {
    const person = await buyer(app, { createdAt: '2020-01-01T00:00:00.000Z' });
    const { variantId: cheap } = await activeListing(app, otter, { price: 1_000, stock: 1 });
    const { code } = await platformCoupon(app, await staff(app, 'finance'), { percentBps: 1_000, totalLimit: 1 });
    const cart = await openCart(app, person, { variantId: cheap });
    await putCoupon(app, person.token, cart.id, code);
    const placed = await post(app, person.token, '/v1/orders', { cartId: cart.id, shippingAddress: ADDRESS });
    const order = placed.body as OrderBody;
    await within((tx) => app.get(Inventory).release(tx, fromWire('ord', order.id) ?? ''));

    await pay(app, person, order);
    await app.drain();

    const [sellerOrder] = (await reread(person, order)).sellerOrders;
    expect(sellerOrder).toMatchObject({ state: 'cancelled', cancellation: { by: 'payment', reason: 'out_of_stock' } });
    expect(await escrow(order)).toBe(0);
    expect(await app.sql('select redeemed::int from coupons where code = $1', [code])).toEqual([{ redeemed: 0 }]);
  });
});
