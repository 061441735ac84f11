import { fromWire } from '../../../src/kernel/index.js';
import { startApp, type TestApp } from '../../support/index.js';
import { buyer } from '../../support/world.identity.js';
import { activeListing } from '../../support/world.listings.js';
import {
  ADDRESS,
  get,
  openCart,
  parcel,
  pay,
  placedOrder,
  post,
  type CartBody,
  type OrderBody,
} from '../../support/world.orders.js';
import { activeSeller, type ActiveSeller } from '../../support/world.sellers.js';

const ROUNDS = Number(process.env.SOUK_RACE_ROUNDS ?? 20);
const LONG = 180_000 + ROUNDS * 2_000;

describe('races over an order', () => {
  let app: TestApp;
  let otter: ActiveSeller;
  let variantId: string;

  beforeAll(async () => {
    // However slow the machine: nobody is asked to come back.
    app = await startApp({ config: { poolWaitMs: LONG } });
    otter = await activeSeller(app);
    ({ variantId } = await activeListing(app, otter, { price: 1_000, stock: 1_000 }));
  });

  afterAll(() => app.stop());

  const escrow = async (ids: readonly string[]): Promise<Map<string, number>> => {
    const rows = await app.sql<{ id: string; held: string }>(
      `select a.owner_id as id, sum(case e.side when 'C' then e.amount else -e.amount end)::text as held
         from ledger.entry e join ledger.account a on a.id = e.account_id
        where a.type_code = 'order_escrow' and a.owner_id = any($1) group by 1`,
      [ids.map((id) => fromWire('sor', id))],
    );
    return new Map(rows.map((row) => [row.id, Number(row.held)]));
  };

  it(
    `lets exactly one of cancellation and shipment win, ${ROUNDS} times`,
    async () => {
      const cancelledIds: string[] = [];
      const rounds = await Promise.all(
        Array.from({ length: ROUNDS }, async () => {
          const person = await buyer(app, { createdAt: '2020-01-01T00:00:00.000Z' });
          const order = await placedOrder(app, person, { variantId });
          await pay(app, person, order);
          return { person, id: order.sellerOrders[0]?.id ?? '' };
        }),
      );
      await app.drain();
      for (const { person, id } of rounds) {
        const path = `/v1/seller-orders/${id}`;
        await post(app, otter.token, `${path}/acceptance`);

        const [cancelled, shipped] = await Promise.all([
          post(app, person.token, `${path}/cancellation`),
          post(app, otter.token, `${path}/shipments`, parcel()),
        ]);

        const won = [cancelled.status, shipped.status].join();
        expect(['200,409', '409,201']).toContain(won);
        const { state } = await get<{ state: string }>(app, person.token, path);
        expect(state).toBe(won === '200,409' ? 'cancelled' : 'shipped');
        if (state === 'cancelled') cancelledIds.push(id);
      }
      await app.drain();
      const held = await escrow(cancelledIds);
      expect([...held.values()].filter((amount) => amount !== 0)).toEqual([]);
    },
    LONG,
  );

  it('lets exactly one of payment and expiry win, and gives back what was captured too late', async () => {
    const outcomes = new Set<string>();
    for (let round = 0; round < 10; round += 1) {
      const person = await buyer(app, { createdAt: '2020-01-01T00:00:00.000Z' });
      const order = await placedOrder(app, person, { variantId });
      await app.advance('PT29M');

      await Promise.all([pay(app, person, order), app.advance('PT1M')]);
      await app.drain();

      const { state, sellerOrders } = await get<OrderBody>(app, person.token, `/v1/orders/${order.id}`);
      outcomes.add(state);
      const held = (await escrow([sellerOrders[0]?.id ?? ''])).values().next().value ?? 0;
      expect([state, held]).toEqual(state === 'placed' ? ['placed', 1_000] : ['expired', 0]);
    }
    expect([...outcomes].filter((state) => state !== 'placed' && state !== 'expired')).toEqual([]);
    const [stock] = await app.sql<{ reserved: number }>('select reserved from stock_counters where variant_id = $1', [
      fromWire('var', variantId),
    ]);
    expect(stock).toEqual({ reserved: 0 });
  }, 180_000);

  it('sells the last unit once to 200 buyers at the same time', async () => {
    const { variantId: last } = await activeListing(app, otter, { price: 1_000, stock: 1 });
    const people = [];
    for (let i = 0; i < 200; i += 1) people.push(await buyer(app, { createdAt: '2020-01-01T00:00:00.000Z' }));
    const carts: CartBody[] = [];
    for (const person of people) carts.push(await openCart(app, person, { variantId: last }));

    const answers = await Promise.all(
      people.map(({ token }, i) => post(app, token, '/v1/orders', { cartId: carts[i]?.id, shippingAddress: ADDRESS })),
    );

    const codes = answers.map(({ status, body }) => (status === 201 ? 'sold' : (body as { code: string }).code));
    expect(codes.filter((code) => code === 'sold')).toHaveLength(1);
    expect(codes.filter((code) => code === 'out_of_stock')).toHaveLength(199);
    expect(answers.filter(({ status }) => status === 409)).toHaveLength(199);
    expect(
      await app.sql('select on_hand, reserved from stock_counters where variant_id = $1', [fromWire('var', last)]),
    ).toEqual([{ on_hand: 1, reserved: 1 }]);
    expect(
      await app.sql('select count(*)::int as orders from order_lines where variant_id = $1', [fromWire('var', last)]),
    ).toEqual([{ orders: 1 }]);
  }, 180_000);

  it('places baskets with the same goods in opposite order without a deadlock', async () => {
    const one = await activeListing(app, otter, { stock: 1_000 });
    const two = await activeListing(app, otter, { stock: 1_000 });
    const lines = [{ variantId: one.variantId }, { variantId: two.variantId }];
    const people = [];
    for (let i = 0; i < 24; i += 1) people.push(await buyer(app, { createdAt: '2020-01-01T00:00:00.000Z' }));

    const orders = await Promise.all(
      people.map((person, i) => placedOrder(app, person, ...(i % 2 === 0 ? lines : [...lines].reverse()))),
    );

    expect(new Set(orders.map((order) => order.id)).size).toBe(24);
    expect(
      await app.sql('select reserved from stock_counters where variant_id = any($1)', [
        lines.map((line) => fromWire('var', line.variantId)),
      ]),
    ).toEqual([{ reserved: 24 }, { reserved: 24 }]);
  }, 180_000);
});
