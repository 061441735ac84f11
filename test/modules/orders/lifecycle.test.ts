import { fromWire } from '../../../src/kernel/index.js';
import { startApp, type TestApp } from '../../support/index.js';
import { buyer, type Person } from '../../support/world.identity.js';
import { activeListing } from '../../support/world.listings.js';
import {
  acceptedOrder,
  ADDRESS,
  deliveredOrder,
  get,
  paidOrder,
  pay,
  placedOrder,
  post,
  shippedOrder,
  type OrderBody,
  type SellerOrderBody,
} from '../../support/world.orders.js';
import { activeSeller, type ActiveSeller } from '../../support/world.sellers.js';

/** For tests that let months pass. */
const SLOW = 240_000;

describe('the life of a seller order', () => {
  let app: TestApp;
  let ada: Person;
  let otter: ActiveSeller;
  let variantId: string;

  beforeAll(async () => {
    app = await startApp();
    ada = await buyer(app);
    otter = await activeSeller(app);
    ({ variantId } = await activeListing(app, otter, { price: 10_000, stock: 100, shipping: 500 }));
  });

  afterAll(() => app.stop());

  const sellerOrder = (id: string, include = ''): Promise<SellerOrderBody> =>
    get(app, ada.token, `/v1/seller-orders/${id}${include}`);
  const only = (order: OrderBody): SellerOrderBody => order.sellerOrders[0] as SellerOrderBody;
  const stock = async (): Promise<{ on_hand: number; reserved: number }> => {
    const rows = await app.sql<{ on_hand: number; reserved: number }>(
      'select on_hand, reserved from stock_counters where variant_id = $1',
      [fromWire('var', variantId)],
    );
    return rows[0] as { on_hand: number; reserved: number };
  };
  const escrowOf = async (id: string): Promise<number> => {
    const rows = await app.sql<{ held: string }>(
      `select coalesce(sum(case e.side when 'C' then e.amount else -e.amount end), 0)::text as held
         from ledger.entry e join ledger.account a on a.id = e.account_id
        where a.type_code = 'order_escrow' and a.owner_id = $1`,
      [fromWire('sor', id)],
    );
    return Number(rows[0]?.held);
  };
  const codeOf = ({ status, body }: { status: number; body: unknown }): unknown[] => [
    status,
    (body as { code?: string }).code,
  ];

  it('waits for the seller once it is paid, and its stock is sold', async () => {
    const before = await stock();

    const order = await paidOrder(app, ada, { variantId, quantity: 2 });

    expect(order.state).toBe('placed');
    expect(only(order).state).toBe('awaiting_acceptance');
    expect(only(order).allowedActions).toEqual([
      { action: 'cancel', allowed: true },
      { action: 'confirm', allowed: false, reason: 'state_is_awaiting_acceptance' },
    ]);
    expect(await stock()).toEqual({ on_hand: before.on_hand - 2, reserved: before.reserved });
    expect(await escrowOf(only(order).id)).toBe(21_000);
  });

  it(
    'goes from acceptance to completion, on the clock',
    async () => {
      const { sellerOrderId: id } = await deliveredOrder(app, ada, otter, { variantId });
      expect((await sellerOrder(id)).state).toBe('delivered');

      const confirmed = await post(app, ada.token, `/v1/seller-orders/${id}/confirmation`);
      expect(confirmed.status).toBe(200);
      expect((confirmed.body as SellerOrderBody).state).toBe('confirmed');
      await app.advance('P15D');

      const { state, orderId, history } = await sellerOrder(id, '?include=history');
      expect(state).toBe('completed');
      expect(history?.map((step) => [step.action, step.from, step.to, step.by])).toEqual([
        ['pay', 'pending_payment', 'awaiting_acceptance', 'provider'],
        ['accept', 'awaiting_acceptance', 'accepted', 'user'],
        ['ship', 'accepted', 'shipped', 'user'],
        ['deliver', 'shipped', 'delivered', 'user'],
        ['confirm', 'delivered', 'confirmed', 'user'],
        ['complete', 'confirmed', 'completed', 'system'],
      ]);
      expect((await get<OrderBody>(app, ada.token, `/v1/orders/${orderId}`)).state).toBe('completed');
    },
    SLOW,
  );

  it(
    'is confirmed by a week of silence',
    async () => {
      const { sellerOrderId: id } = await deliveredOrder(app, ada, otter, { variantId });

      await app.advance('P7D');

      const { state, history } = await sellerOrder(id, '?include=history');
      expect(state).toBe('confirmed');
      expect(history?.at(-1)).toMatchObject({ action: 'confirm', by: 'system' });
    },
    SLOW,
  );

  it('refunds the buyer who cancels before the shipment, and sells the stock again', async () => {
    const { id } = await acceptedOrder(app, ada, otter, { variantId, quantity: 3 });
    const before = await stock();

    const answer = await post(app, ada.token, `/v1/seller-orders/${id}/cancellation`, { note: 'bought elsewhere' });
    await app.drain();

    expect(answer.status).toBe(200);
    expect(answer.body).toMatchObject({
      state: 'cancelled',
      cancellation: { by: 'buyer', reason: 'buyer_changed_mind', note: 'bought elsewhere' },
    });
    expect((answer.body as SellerOrderBody).cancellation?.refundId).toMatch(/^rfd_/);
    expect(await stock()).toEqual({ ...before, on_hand: before.on_hand + 3 });
    expect(await escrowOf(id)).toBe(0);
    const [refund] = await app.sql('select amount, state from refunds where seller_order_id = $1', [
      fromWire('sor', id),
    ]);
    expect(refund).toEqual({ amount: 31_500, state: 'succeeded' });
  });

  it('does not let the buyer cancel after the shipment', async () => {
    const { sellerOrderId: id } = await shippedOrder(app, ada, otter, { variantId });
    const before = await stock();

    const answer = await post(app, ada.token, `/v1/seller-orders/${id}/cancellation`);

    expect(codeOf(answer)).toEqual([409, 'illegal_transition']);
    expect((await sellerOrder(id)).state).toBe('shipped');
    expect(await stock()).toEqual(before);
    expect(await escrowOf(id)).toBe(10_500);
  });

  it('refunds the buyer when the seller refuses', async () => {
    const { id } = only(await paidOrder(app, ada, { variantId }));
    const before = await stock();

    const answer = await post(app, otter.token, `/v1/seller-orders/${id}/refusal`, { reason: 'out_of_stock' });
    await app.drain();

    expect(answer.status).toBe(200);
    expect(answer.body).toMatchObject({ state: 'cancelled', cancellation: { by: 'seller', reason: 'out_of_stock' } });
    expect((answer.body as SellerOrderBody).cancellation).not.toHaveProperty('refundId');
    expect(await escrowOf(id)).toBe(0);
    expect(await stock()).toEqual({ ...before, on_hand: before.on_hand + 1 });
  });

  it(
    'is cancelled and refunded when the seller does not accept in three days',
    async () => {
      const { id } = only(await paidOrder(app, ada, { variantId }));

      await app.advance('P3D');

      expect(await sellerOrder(id)).toMatchObject({
        state: 'cancelled',
        cancellation: { by: 'timer', reason: 'not_accepted_in_time' },
      });
      expect(await escrowOf(id)).toBe(0);
    },
    SLOW,
  );

  it(
    'lets the buyer cancel for the seller’s fault when the shipment is late, and ends by itself in the end',
    async () => {
      const [late, later] = [
        await acceptedOrder(app, ada, otter, { variantId }),
        await acceptedOrder(app, ada, otter, { variantId }),
      ];
      await app.advance('P7D');
      expect((await sellerOrder(late.id)).shipOverdueAt).toEqual(expect.any(String));

      const answer = await post(app, ada.token, `/v1/seller-orders/${late.id}/cancellation`);
      await app.advance('P90D');

      expect((answer.body as SellerOrderBody).cancellation?.reason).toBe('not_shipped_in_time');
      expect(await sellerOrder(later.id)).toMatchObject({
        state: 'cancelled',
        cancellation: { by: 'timer', reason: 'not_shipped_in_time' },
      });
    },
    SLOW,
  );

  it(
    'expires unpaid after 30 minutes and frees its stock',
    async () => {
      const before = await stock();
      const order = await placedOrder(app, ada, { variantId, quantity: 4 });
      expect(await stock()).toEqual({ ...before, reserved: before.reserved + 4 });

      await app.advance('PT30M');

      expect((await get<OrderBody>(app, ada.token, `/v1/orders/${order.id}`)).state).toBe('expired');
      expect(await stock()).toEqual(before);
      expect((await pay(app, ada, order)).status).toBeGreaterThanOrEqual(400);
      expect(await escrowOf(only(order).id)).toBe(0);
    },
    SLOW,
  );

  it('shows the seller its share and the address, but never the payment', async () => {
    const order = await paidOrder(app, ada, { variantId });
    const path = `/v1/seller-orders/${only(order).id}`;

    const seen = await get<SellerOrderBody>(app, otter.token, path);

    expect(seen).toMatchObject({
      shippingAddress: ADDRESS,
      earnings: {
        commission: { amount: 1_000, currency: 'USD' },
        shippingTo: 'seller',
        sellerNet: { amount: 9_500, currency: 'USD' },
      },
    });
    expect(JSON.stringify(seen)).not.toContain('pay_');
    expect(await get(app, ada.token, path)).not.toHaveProperty('earnings');
  });

  it('hides the address from the seller until it is paid', async () => {
    const { id } = only(await placedOrder(app, ada, { variantId }));

    const seen = await get<SellerOrderBody>(app, otter.token, `/v1/seller-orders/${id}`);

    expect(seen).not.toHaveProperty('shippingAddress');
  });

  it('lists the seller’s orders by state and in pages, and the buyer’s newest first', async () => {
    const heron = await activeSeller(app);
    const grace = await buyer(app);
    const { variantId: book } = await activeListing(app, heron, { stock: 10 });
    const orders = [];
    for (let i = 0; i < 3; i += 1) orders.push(await placedOrder(app, grace, { variantId: book }));
    await pay(app, grace, orders[0] as OrderBody);
    await app.drain();
    const list = (query: string): Promise<{ data: SellerOrderBody[]; page: { nextCursor: string } }> =>
      get(app, heron.apiKey, `/v1/sellers/${heron.sellerId}/seller-orders?${query}`);

    const paid = await list('state=awaiting_acceptance');
    const first = await list('limit=2');
    const second = await list(`limit=2&cursor=${first.page.nextCursor}`);
    const own = await get<{ data: OrderBody[] }>(app, grace.token, '/v1/orders');

    expect(paid.data.map((each) => each.orderId)).toEqual([orders[0]?.id]);
    const newestFirst = orders.map((order) => order.id).reverse();
    expect([...first.data, ...second.data].map((each) => each.orderId)).toEqual(newestFirst);
    expect(own.data.map((order) => order.id)).toEqual(newestFirst);
  });
});
