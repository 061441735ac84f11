import { fromWire } from '../../../src/kernel/index.js';
import { OrderRequestJobs } from '../../../src/modules/order-requests/order-requests.jobs.js';
import { startApp, type TestApp } from '../../support/index.js';
import { creditLine, lineOf, USD } from '../../support/world.companies.js';
import { foreignShop, type ForeignShop } from '../../support/world.fx.js';
import {
  approveRequest,
  approvingCompany,
  askForOrder,
  putMember,
  type ApprovingCompany,
  type OrderRequestBody,
} from '../../support/world.order-requests.js';
import { onStage } from '../../prove/locks/stage.js';
import type { Person } from '../../support/world.identity.js';
import { ADDRESS, get, post, type OrderBody } from '../../support/world.orders.js';

const EUR = (amount: number) => ({ amount, currency: 'EUR' });

describe('requests for orders, with what happens beside them', () => {
  let app: TestApp;
  const stage = onStage();
  let shop: ForeignShop;
  let buying: ApprovingCompany;

  beforeAll(async () => {
    app = await startApp();
    shop = await foreignShop(app);
  });
  afterAll(() => app.stop());
  beforeEach(async () => {
    buying = await approvingCompany(app, shop.finance);
  });

  const five = () => ({ variantId: shop.variantId, quantity: 5 });
  const ask = (fields: object = {}) => askForOrder(app, buying.clerk, buying, five(), fields);
  const read = (id: string) => get<OrderRequestBody>(app, buying.clerk.token, `/v1/order-requests/${id}`);
  const counted = () =>
    app.sql(`select (select count(*) from orders)::int as orders,
                    (select count(*) from fx_quotes where locked_for_order is not null)::int as locked`);

  it('that together exceed the credit are approved as far as it reaches, by whoever is first', async () => {
    await creditLine(app, shop.finance, buying, { limit: USD(26_000), reason: 'Two of them.' });
    const requests = [await ask(), await ask(), await ask(), await ask()];

    const answers = await Promise.all(
      requests.map(({ body }, i) => approveRequest(app, i % 2 === 0 ? buying.approver : buying.admin, body.id)),
    );
    await app.drain();

    const refused = answers.filter(({ status }) => status !== 200);
    expect(refused.map(({ status, body }) => [status, body.code])).toEqual([
      [409, 'credit_limit_exceeded'],
      [409, 'credit_limit_exceeded'],
    ]);
    expect(await lineOf(app, buying)).toMatchObject({ used: USD(26_000), available: USD(0) });
    const states = await Promise.all(requests.map(async ({ body }) => (await read(body.id)).state));
    expect(states.sort()).toEqual(['approved', 'approved', 'requested', 'requested']);
  });

  it('and the same cart ordered by card make one order of it', async () => {
    const { cartId, body } = await ask();

    const [approved, ordered] = await Promise.all([
      approveRequest(app, buying.approver, body.id),
      post(app, buying.clerk.token, '/v1/orders', { cartId, shippingAddress: ADDRESS }),
    ]);
    await app.drain();

    expect([approved.status === 200, ordered.status === 201].filter(Boolean)).toHaveLength(1);
    expect(await app.sql('select id from orders where cart_id = $1', [fromWire('crt', cartId)])).toHaveLength(1);
    const { state } = await read(body.id);
    expect(state).toBe(approved.status === 200 ? 'approved' : 'requested');
    expect(await lineOf(app, buying)).toMatchObject({ used: USD(approved.status === 200 ? 13_000 : 0) });
  });

  it('and are approved by two at once are approved once', async () => {
    const { body } = await ask();
    const approval = (person: Person) => () => approveRequest(app, person, body.id);

    const { met, outcomes } = await stage.meet(
      app,
      { statement: 'order-requests.lock', stop: 'after' },
      approval(buying.approver),
      approval(buying.admin),
    );

    expect(met).toBe(true);
    expect(outcomes.map(({ status, body: { code } }) => [status, code])).toEqual([
      [200, undefined],
      [409, 'illegal_transition'],
    ]);
  });

  it('that expire while they are approved are one of both', async () => {
    const { body } = await ask();
    const jobs = app.get(OrderRequestJobs);
    const id = fromWire('orq', body.id) ?? '';

    const [approved] = await Promise.all([
      approveRequest(app, buying.approver, body.id),
      jobs.expire(id),
      jobs.expire(id),
    ]);
    await app.drain();

    const { state, orderId } = await read(body.id);
    expect([state, orderId !== null, approved.status]).toEqual(
      approved.status === 200 ? ['approved', true, 200] : ['expired', false, 409],
    );
    expect(await lineOf(app, buying)).toMatchObject({ used: USD(approved.status === 200 ? 13_000 : 0) });
  });

  it('in another currency are converted at the approval, within the approver’s limit in it', async () => {
    await creditLine(app, shop.finance, buying, { limit: EUR(50_000) });
    const { body: request } = await ask({ paymentCurrency: 'EUR' });
    await putMember(app, buying, buying.approver, { role: 'approver', spendingLimits: [EUR(11_999), USD(99_999)] });
    const before = await counted();

    const refused = await approveRequest(app, buying.approver, request.id);
    const after = await counted();
    const approved = await approveRequest(app, buying.admin, request.id);

    expect(request).toMatchObject({ totals: [USD(13_000)], paymentCurrency: 'EUR' });
    expect([refused.status, refused.body.code]).toEqual([409, 'approval_limit_exceeded']);
    expect(after).toEqual(before);
    const { orderId } = approved.body as OrderRequestBody;
    const order = await get<OrderBody>(app, buying.clerk.token, `/v1/orders/${orderId ?? ''}`);
    expect(order.totals.total).toEqual(EUR(12_000));
    expect(await lineOf(app, buying, 'EUR')).toMatchObject({ used: EUR(12_000) });
    expect(await lineOf(app, buying)).toMatchObject({ used: USD(0) });
  });

  it('are not seen with the address of who asked in the database', async () => {
    const { body } = await ask();

    const [row] = await app.sql<{ row: string }>(
      'select order_requests::text as row from order_requests where id = $1',
      [fromWire('orq', body.id)],
    );

    expect(row?.row).not.toContain(ADDRESS.line1);
    expect(await read(body.id)).toMatchObject({ shippingAddress: ADDRESS });
  });
});
