import { randomUUID } from 'node:crypto';
import { startApp, type TestApp } from '../../support/index.js';
import { askOnAccount, company, creditLine, lineOf, member, USD } from '../../support/world.companies.js';
import { staff, type Person } from '../../support/world.identity.js';
import { activeListing } from '../../support/world.listings.js';
import {
  approveRequest,
  approvingCompany,
  askForOrder,
  putMember,
  refuseRequest,
  withdrawRequest,
  type ApprovingCompany,
  type OrderRequestBody,
} from '../../support/world.order-requests.js';
import { ADDRESS, get, pay, post, type OrderBody } from '../../support/world.orders.js';
import { activeSeller, type ActiveSeller } from '../../support/world.sellers.js';

describe('an order that waits for an approval', () => {
  let app: TestApp;
  let finance: Person;
  let seller: ActiveSeller;
  let variantId: string;
  let buying: ApprovingCompany;

  beforeAll(async () => {
    app = await startApp();
    finance = await staff(app, 'finance');
    seller = await activeSeller(app);
    ({ variantId } = await activeListing(app, seller, { price: 2_000, stock: 500 }));
  });
  afterAll(() => app.stop());
  beforeEach(async () => {
    buying = await approvingCompany(app, finance);
  });

  const ask = async (fields: object = {}, quantity = 3): Promise<OrderRequestBody> => {
    const answer = await askForOrder(app, buying.clerk, buying, { variantId, quantity }, fields);
    if (answer.status !== 201) throw new Error(`Not asked: ${answer.text}`);
    return answer.body;
  };
  const read = ({ token }: Person, id: string) => get<OrderRequestBody>(app, token, `/v1/order-requests/${id}`);
  const ordersOf = () => app.sql('select id from orders where account_id = $1', [buying.id]);
  const actions = ({ allowedActions }: OrderRequestBody) =>
    Object.fromEntries(allowedActions.map(({ action, allowed, reason }) => [action, allowed || reason]));

  it('is placed on account by another person of the company, for the one who asked', async () => {
    const request = await ask({ note: 'For the new office.' });
    const before = [await lineOf(app, buying), await ordersOf()] as const;

    const approved = await approveRequest(app, buying.approver, request.id);
    await app.drain();

    expect(request).toMatchObject({
      ...{ state: 'requested', companyId: buying.companyId, requestedBy: buying.clerk.userId, orderId: null },
      ...{ totals: [USD(6_000)], note: 'For the new office.', paymentMethod: 'on_account' },
      lines: [{ quantity: 3, unitPrice: USD(2_000), total: USD(6_000) }],
    });
    expect(actions(request)).toEqual({
      approve: 'another_person_needed',
      refuse: 'another_person_needed',
      withdraw: true,
    });
    expect(before).toEqual([expect.objectContaining({ used: USD(0) }), []]);
    expect(approved.status).toBe(200);
    const { orderId } = approved.body as OrderRequestBody;
    expect(approved.body).toMatchObject({ state: 'approved', decidedBy: buying.approver.userId });
    const order = await get<OrderBody>(app, buying.clerk.token, `/v1/orders/${orderId ?? ''}`);
    expect(order).toMatchObject({
      ...{ state: 'placed', paymentMethod: 'on_account', companyId: buying.companyId },
      totals: { total: USD(6_000) },
    });
    expect(await lineOf(app, buying)).toMatchObject({ used: USD(6_000) });
  });

  it('by card is paid by the one who asked, within a day of the approval', async () => {
    const request = await ask({ paymentMethod: 'card' });
    const { orderId } = (await approveRequest(app, buying.approver, request.id)).body as OrderRequestBody;
    const order = await get<OrderBody & { payBy: string; placedAt: string }>(
      app,
      buying.clerk.token,
      `/v1/orders/${orderId ?? ''}`,
    );

    await app.advance('PT23H');
    const paid = await pay(app, buying.clerk, order);

    expect(order.state).toBe('payment_pending');
    expect(Date.parse(order.payBy) - Date.parse(order.placedAt)).toBe(86_400_000);
    expect(paid.body).toMatchObject({ state: 'captured', amount: USD(6_000) });
    expect(await lineOf(app, buying)).toMatchObject({ used: USD(0) });
  });

  it('is refused with a reason, or withdrawn, and nothing is ordered', async () => {
    const [refused, withdrawn] = [await ask(), await ask()];

    const no = await refuseRequest(app, buying.approver, refused.id, 'Too dear this year.');
    const taken = await withdrawRequest(app, buying.clerk, withdrawn.id);
    const late = [
      await approveRequest(app, buying.approver, refused.id),
      await approveRequest(app, buying.approver, withdrawn.id),
      await refuseRequest(app, buying.approver, withdrawn.id),
      await withdrawRequest(app, buying.clerk, refused.id),
    ];
    const again = await askForOrder(app, buying.clerk, buying, { variantId, quantity: 1 });

    expect(no.body).toMatchObject({ state: 'refused', refusal: 'Too dear this year.', orderId: null });
    expect(taken.body).toMatchObject({ state: 'withdrawn', decidedBy: null });
    expect(late.map(({ status, body }) => [status, body.code])).toEqual(
      Array.from({ length: 4 }, () => [409, 'illegal_transition']),
    );
    expect(await ordersOf()).toEqual([]);
    expect(again.status).toBe(201);
  });

  it('expires after seven days without a decision', async () => {
    const request = await ask();

    await app.advance('P6DT23H');
    const waiting = await read(buying.approver, request.id);
    await app.advance('PT2H');
    const late = await approveRequest(app, buying.approver, request.id);

    expect(waiting.state).toBe('requested');
    expect(await read(buying.clerk, request.id)).toMatchObject({ state: 'expired', orderId: null });
    expect([late.status, late.body.code]).toEqual([409, 'illegal_transition']);
    expect(await ordersOf()).toEqual([]);
  });

  it('reserves nothing while it waits: the stock may be gone, and then the request waits on', async () => {
    const { variantId: rare } = await activeListing(app, seller, { price: 2_000, stock: 3 });
    const request = (await askForOrder(app, buying.clerk, buying, { variantId: rare, quantity: 3 })).body;
    const other = await company(app);
    await creditLine(app, finance, other);
    const sold = await askOnAccount(app, other.admin, other.companyId, { variantId: rare, quantity: 1 });

    const gone = await approveRequest(app, buying.approver, request.id);

    expect(sold.status).toBe(201);
    expect([gone.status, gone.body.code]).toEqual([409, 'out_of_stock']);
    expect(await read(buying.clerk, request.id)).toMatchObject({ state: 'requested', decidedBy: null });
    expect(await lineOf(app, buying)).toMatchObject({ used: USD(0) });
  });

  it('is placed as it was asked for, or not at all: a changed cart or price is refused', async () => {
    const { cartId, body: request } = await askForOrder(app, buying.clerk, buying, { variantId, quantity: 3 });
    await post(app, buying.clerk.token, `/v1/carts/${cartId}/lines`, { variantId, quantity: 1 });

    const changed = await approveRequest(app, buying.approver, request.id);
    const twice = await post(app, buying.clerk.token, '/v1/order-requests', {
      ...{ companyId: buying.companyId, cartId, paymentMethod: 'card', shippingAddress: ADDRESS },
    });

    expect([changed.status, changed.body.code]).toEqual([409, 'quote_changed']);
    expect([twice.status, twice.body.code]).toEqual([409, 'order_request_waits']);
    expect(await read(buying.clerk, request.id)).toMatchObject({ state: 'requested' });
    expect(await ordersOf()).toEqual([]);
  });

  it('is not placed when the credit was used up meanwhile, until there is some again', async () => {
    const request = await ask();
    await creditLine(app, finance, buying, { limit: USD(5_999), reason: 'Less.' });

    const refused = await approveRequest(app, buying.approver, request.id);
    await creditLine(app, finance, buying, { limit: USD(6_000), reason: 'More.' });
    const approved = await approveRequest(app, buying.approver, request.id);

    expect([refused.status, refused.body.code]).toEqual([409, 'credit_limit_exceeded']);
    expect(approved.status).toBe(200);
    expect(await lineOf(app, buying)).toMatchObject({ used: USD(6_000) });
  });

  it('is above what the approver may spend when that was lowered meanwhile, and another one approves it', async () => {
    const request = await ask();
    const second = await member(app, buying, 'admin');
    await putMember(app, buying, buying.approver, { role: 'approver', spendingLimits: [USD(5_999)] });

    const refused = await approveRequest(app, buying.approver, request.id);
    const waits = await read(buying.approver, request.id);
    const approved = await approveRequest(app, second, request.id);

    expect([refused.status, refused.body.code]).toEqual([409, 'approval_limit_exceeded']);
    expect(waits).toMatchObject({ state: 'requested', orderId: null });
    expect(approved.body).toMatchObject({ state: 'approved', decidedBy: second.userId });
    expect(await ordersOf()).toHaveLength(1);
  });

  it('is approved once, however many approve, refuse and withdraw it at the same time', async () => {
    const request = await ask();
    const second = await member(app, buying, 'approver');

    const answers = await Promise.all([
      approveRequest(app, buying.approver, request.id),
      approveRequest(app, second, request.id),
      approveRequest(app, buying.admin, request.id),
      refuseRequest(app, second, request.id),
      withdrawRequest(app, buying.clerk, request.id),
    ]);
    await app.drain();

    const { state } = await read(buying.clerk, request.id);
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 409, 409, 409, 409]);
    expect(await ordersOf()).toHaveLength(state === 'approved' ? 1 : 0);
    expect(await lineOf(app, buying)).toMatchObject({ used: USD(state === 'approved' ? 6_000 : 0) });
  });

  it('is approved once under a key, however often that is sent', async () => {
    const request = await ask();
    const key = randomUUID();

    const [first, again] = [
      await approveRequest(app, buying.approver, request.id, key),
      await approveRequest(app, buying.approver, request.id, key),
    ];

    expect(again.body).toEqual(first.body);
    expect(await ordersOf()).toHaveLength(1);
  });
});
