import { randomUUID } from 'node:crypto';
import { fromWire } from '../../../src/kernel/index.js';
import { bearer, startApp, type TestApp } from '../../support/index.js';
import { buyer, staff, type Person } from '../../support/world.identity.js';
import { activeListing } from '../../support/world.listings.js';
import { ADDRESS, get, openCart, placedOrder, post, type OrderBody } from '../../support/world.orders.js';
import { activeSeller, type ActiveSeller } from '../../support/world.sellers.js';

describe('placing an order', () => {
  let app: TestApp;
  let ada: Person;
  let otter: ActiveSeller;
  let heron: ActiveSeller;

  beforeAll(async () => {
    app = await startApp();
    ada = await buyer(app);
    otter = await activeSeller(app, { displayName: 'Otter Audio' });
    heron = await activeSeller(app, { displayName: 'Heron Books' });
  });

  afterAll(() => app.stop());

  const order = (cartId: string, more: object = {}): object => ({ cartId, shippingAddress: ADDRESS, ...more });
  const counts = async (): Promise<unknown> => {
    const [row] = await app.sql<object>(
      `select (select count(*) from orders) as orders, (select count(*) from payments) as payments,
              (select coalesce(sum(reserved), 0) from stock_counters) as reserved`,
    );
    return row;
  };

  it('splits a basket of two sellers into two seller orders whose parts add up to one payment', async () => {
    const phones = await activeListing(app, otter, { price: 10_000, stock: 5, shipping: 500 });
    const novel = await activeListing(app, heron, { price: 1_999, stock: 5, shipping: 250 });
    const lines = [{ variantId: phones.variantId, quantity: 2 }, { variantId: novel.variantId }];

    const placed = await placedOrder(app, ada, ...lines);

    expect(placed.state).toBe('payment_pending');
    expect(placed.totals).toEqual({
      item: { amount: 21_999, currency: 'USD' },
      tax: { amount: 0, currency: 'USD' },
      shipping: { amount: 1_250, currency: 'USD' },
      discount: { amount: 0, currency: 'USD' },
      total: { amount: 23_249, currency: 'USD' },
    });
    expect(placed.sellerOrders.map((each) => [each.sellerId, each.state, each.totals.total.amount])).toEqual([
      [otter.sellerId, 'pending_payment', 21_000],
      [heron.sellerId, 'pending_payment', 2_249],
    ]);
    expect(await get<OrderBody>(app, ada.token, `/v1/orders/${placed.id}`)).toEqual({
      ...placed,
      sellerOrders: expect.arrayContaining([...placed.sellerOrders]) as unknown,
    });
    const frozen = await app.sql(
      `select item_total, tax, shipping, commission, total from order_lines
        where seller_order_id in (select id from seller_orders where order_id = $1) order by item_total desc`,
      [fromWire('ord', placed.id)],
    );
    expect(frozen).toEqual([
      { item_total: 20_000, tax: 0, shipping: 1_000, commission: 2_000, total: 21_000 },
      { item_total: 1_999, tax: 0, shipping: 250, commission: 200, total: 2_249 },
    ]);
    const [payment] = await app.sql<{ amount: number; parts: number }>(
      `select p.amount, (select sum(amount)::int from payment_parts where payment_id = p.id) as parts
         from payments p where p.id = $1`,
      [fromWire('pay', placed.paymentId)],
    );
    expect(payment).toEqual({ amount: 23_249, parts: 23_249 });
    const stock = await app.sql('select reserved from stock_counters where variant_id = any($1) order by reserved', [
      lines.map((line) => fromWire('var', line.variantId)),
    ]);
    expect(stock).toEqual([{ reserved: 1 }, { reserved: 2 }]);
  });

  it('keeps the address and the e-mail encrypted at rest', async () => {
    const { variantId } = await activeListing(app, otter, { stock: 1 });
    const cart = await openCart(app, ada, { variantId });
    const secret = { ...ADDRESS, name: 'Canary Person', line1: 'Canary Lane 7' };

    const body = { cartId: cart.id, shippingAddress: secret, email: 'canary@example.org' };
    const answer = await post(app, ada.token, '/v1/orders', body);

    expect(answer.status).toBe(201);
    expect(answer.body).toMatchObject({ shippingAddress: secret, email: 'canary@example.org' });
    const stored = await app.sql('select o::text as row from orders o');
    const keys = await app.sql('select k::text as row from idempotency_keys k');
    const outbox = await app.sql('select payload::text as row from outbox_events');
    expect(JSON.stringify([stored, keys, outbox])).not.toMatch(/canary/i);
  });

  it('makes one order of 50 identical requests with one key', async () => {
    const { variantId } = await activeListing(app, otter, { stock: 10 });
    const cart = await openCart(app, ada, { variantId });
    const before = (await counts()) as { orders: number };
    const key = randomUUID();

    const answers = await Promise.all(
      Array.from({ length: 50 }, () => post(app, ada.token, '/v1/orders', order(cart.id), key)),
    );

    const statuses = new Set(answers.map((answer) => answer.status));
    expect([...statuses].filter((status) => status !== 201 && status !== 409)).toEqual([]);
    const ids = new Set(answers.filter(({ status }) => status === 201).map(({ body }) => (body as OrderBody).id));
    expect(ids.size).toBe(1);
    expect((await counts()) as { orders: number }).toMatchObject({ orders: before.orders + 1 });
    const again = await post(app, ada.token, '/v1/orders', order(cart.id), key);
    expect([again.status, again.headers['idempotency-replayed']]).toEqual([201, 'true']);
  });

  it('needs an idempotency key', async () => {
    const { variantId } = await activeListing(app, otter, { stock: 1 });
    const cart = await openCart(app, ada, { variantId });
    const before = await counts();

    const answer = await app.http.post('/v1/orders').set(bearer(ada.token)).send(order(cart.id));

    expect([answer.status, (answer.body as { code: string }).code]).toEqual([400, 'idempotency_key_required']);
    expect(await counts()).toEqual(before);
  });

  it('sells the last unit once to two buyers at the same time, and leaves nothing of the other order', async () => {
    const { variantId } = await activeListing(app, otter, { stock: 1 });
    const [one, two] = await Promise.all([buyer(app), buyer(app)]);
    const carts = await Promise.all([openCart(app, one, { variantId }), openCart(app, two, { variantId })]);
    const before = (await counts()) as { orders: number; payments: number };

    const answers = await Promise.all([
      post(app, one.token, '/v1/orders', order(carts[0].id)),
      post(app, two.token, '/v1/orders', order(carts[1].id)),
    ]);

    expect(answers.map((answer) => answer.status).sort()).toEqual([201, 409]);
    expect(answers.find((answer) => answer.status === 409)?.body).toMatchObject({ code: 'out_of_stock' });
    expect(await counts()).toMatchObject({ orders: before.orders + 1, payments: before.payments + 1 });
    const loser = answers[0]?.status === 409 ? one : two;
    const cart = answers[0]?.status === 409 ? carts[0] : carts[1];
    expect(await get(app, loser.token, `/v1/carts/${cart.id}`)).toMatchObject({ state: 'open' });
  });

  it('makes one order of a cart that is ordered twice at the same time', async () => {
    const { variantId } = await activeListing(app, otter, { stock: 10 });
    const cart = await openCart(app, ada, { variantId });
    const before = (await counts()) as { orders: number };

    const answers = await Promise.all([1, 2, 3].map(() => post(app, ada.token, '/v1/orders', order(cart.id))));

    expect(answers.map((answer) => answer.status).sort()).toEqual([201, 409, 409]);
    expect(await counts()).toMatchObject({ orders: before.orders + 1 });
  });

  it('refuses an empty cart, a cart that was ordered and the cart of somebody else', async () => {
    const empty = await openCart(app, ada);
    const { variantId } = await activeListing(app, otter, { stock: 5 });
    const used = await openCart(app, ada, { variantId });
    await post(app, ada.token, '/v1/orders', order(used.id));
    const foreign = await openCart(app, await buyer(app), { variantId });
    const before = await counts();

    const answers = await Promise.all(
      [empty, used, foreign].map(({ id }) => post(app, ada.token, '/v1/orders', order(id))),
    );

    expect(answers.map(({ status, body }) => [status, (body as { code: string }).code])).toEqual([
      [409, 'cart_empty'],
      [409, 'cart_closed'],
      [404, 'not_found'],
    ]);
    expect(await counts()).toEqual(before);
  });

  it('does not let a member of a seller buy from it', async () => {
    const { variantId } = await activeListing(app, otter, { stock: 1 });
    const owner = { userId: otter.userId, token: otter.token };
    const cart = await openCart(app, owner, { variantId });
    const before = await counts();

    const answer = await post(app, owner.token, '/v1/orders', order(cart.id));

    expect([answer.status, (answer.body as { code: string }).code]).toEqual([409, 'own_listing']);
    expect(await counts()).toEqual(before);
  });

  it('freezes the fees: a later rule changes no order that is placed', async () => {
    const finance = await staff(app, 'finance');
    const seller = await activeSeller(app);
    const { variantId } = await activeListing(app, seller, { price: 10_001, stock: 9, shipping: 100 });
    const commission = { component: 'commission', sellerId: seller.sellerId, bps: 1_500 };
    const terms = (taxBps: number, shippingTo: string): object => ({
      scope: 'seller',
      scopeId: seller.sellerId,
      taxBps,
      shippingTo,
    });
    const rule = await post(app, finance.token, '/v1/finance/fee-rules', commission);
    expect(rule.status).toBe(201);
    expect((await post(app, finance.token, '/v1/finance/sale-terms', terms(2_000, 'platform'))).status).toBe(201);
    const placed = await placedOrder(app, ada, { variantId, quantity: 3 });
    const path = `/v1/finance/fee-rules/${(rule.body as { id: string }).id}/replacement`;
    const replacement = await app.http.post(path).set(bearer(finance.token)).set('If-Match', '"v1"').send({ bps: 500 });
    expect(replacement.status).toBe(201);
    expect((await post(app, finance.token, '/v1/finance/sale-terms', terms(0, 'seller'))).status).toBe(201);

    const later = await placedOrder(app, ada, { variantId, quantity: 3 });

    const frozen = await app.sql(
      `select commission_total, tax_total, shipping_to from seller_orders where order_id = any($1) order by placed_at, id`,
      [[placed, later].map(({ id }) => fromWire('ord', id))],
    );
    expect(frozen).toEqual([
      { commission_total: 4_500, tax_total: 6_001, shipping_to: 'platform' },
      { commission_total: 1_500, tax_total: 0, shipping_to: 'seller' },
    ]);
    expect(placed.totals.total.amount).toBe(30_003 + 6_001 + 300);
  });

  it('sends at most 14 statements for an order of two sellers and two lines, and takes the stock with the last', async () => {
    const phones = await activeListing(app, otter, { stock: 50 });
    const novel = await activeListing(app, heron, { stock: 50 });
    const lines = [{ variantId: phones.variantId }, { variantId: novel.variantId }];
    const cart = await openCart(app, ada, ...lines);
    await app.drain();

    const sent = await app.countStatements(async () => {
      expect((await post(app, ada.token, '/v1/orders', order(cart.id))).status).toBe(201);
    });

    // the sandbox provider keeps its own books in this process
    const statements = sent.filter((name) => !name.startsWith('webhook.'));
    expect(statements.length).toBeLessThanOrEqual(14);
    expect(statements.at(-1)).toMatch(/^inventory\./);
  });
});
