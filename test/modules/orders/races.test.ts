import { fromWire } from '../../../src/kernel/index.js';
import { startApp, type TestApp } from '../../support/index.js';
import { buyer } from '../../support/world.identity.js';
import { activeListing } from '../../support/world.listings.js';
import { get, paidOrder, parcel, pay, placedOrder, post, type OrderBody } from '../../support/world.orders.js';
import { activeSeller, type ActiveSeller } from '../../support/world.sellers.js';

const ROUNDS = 50;

describe('races over an order', () => {
  let app: TestApp;
  let otter: ActiveSeller;
  let variantId: string;

  beforeAll(async () => {
    app = await startApp();
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

  it(`lets exactly one of cancellation and shipment win, ${ROUNDS} times`, async () => {
    const sellerOrderIds: string[] = [];
    for (let round = 0; round < ROUNDS; round += 1) {
      const person = await buyer(app, { createdAt: '2020-01-01T00:00:00.000Z' });
      const order = await paidOrder(app, person, { variantId });
      const path = `/v1/seller-orders/${order.sellerOrders[0]?.id ?? ''}`;
      await post(app, otter.token, `${path}/acceptance`);

      const [cancelled, shipped] = await Promise.all([
        post(app, person.token, `${path}/cancellation`),
        post(app, otter.token, `${path}/shipments`, parcel()),
      ]);

      const won = [cancelled.status, shipped.status].join();
      expect(['200,409', '409,201']).toContain(won);
      const { state } = await get<{ state: string }>(app, person.token, path);
      expect(state).toBe(won === '200,409' ? 'cancelled' : 'shipped');
      if (state === 'cancelled') sellerOrderIds.push(order.sellerOrders[0]?.id ?? '');
    }
    await app.drain();
    const held = await escrow(sellerOrderIds);
    expect([...held.values()].filter((amount) => amount !== 0)).toEqual([]);
  }, 180_000);

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
});
