import { startApp, type TestApp } from '../../support/index.js';
import { member } from '../../support/world.companies.js';
import { buyer, staff, type Person } from '../../support/world.identity.js';
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
import { get } from '../../support/world.orders.js';
import { activeSeller, type ActiveSeller } from '../../support/world.sellers.js';

describe('who has to do with an order that waits for an approval', () => {
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

  it('is approved neither by who asked, nor by a member without the role, nor by strangers', async () => {
    const colleague = await member(app, buying);
    const other = await approvingCompany(app, finance);
    const boss = await member(app, buying, 'admin');
    const own = (await askForOrder(app, boss, buying, { variantId, quantity: 1 })).body;
    const request = await ask();

    const answers = [
      await approveRequest(app, boss, own.id),
      await refuseRequest(app, boss, own.id),
      await approveRequest(app, buying.clerk, request.id),
      await withdrawRequest(app, buying.approver, request.id),
      await approveRequest(app, colleague, request.id),
      await approveRequest(app, other.approver, request.id),
      await refuseRequest(app, await buyer(app), request.id),
    ];
    const seen = await Promise.all(
      [colleague, other.admin].map(({ token }) =>
        app.http.get(`/v1/order-requests/${request.id}`).set('Authorization', `Bearer ${token}`),
      ),
    );

    expect(answers.map(({ status, body }) => [status, body.code])).toEqual([
      [403, 'another_approver_needed'],
      [403, 'another_approver_needed'],
      [403, 'another_approver_needed'],
      [403, 'forbidden'],
      [404, 'not_found'],
      [404, 'not_found'],
      [404, 'not_found'],
    ]);
    expect(seen.map(({ status }) => status)).toEqual([404, 404]);
    expect(await read(buying.clerk, request.id)).toMatchObject({ state: 'requested', version: 1 });
    expect(await ordersOf()).toEqual([]);
  });

  it('is not placed for somebody who has left the company', async () => {
    const request = await ask();
    const path = `/v1/companies/${buying.companyId}/members/${buying.clerk.userId}`;
    await app.http.delete(path).set('Authorization', `Bearer ${buying.admin.token}`).expect(204);

    const answer = await approveRequest(app, buying.approver, request.id);

    expect([answer.status, answer.body.code]).toEqual([409, 'requester_left']);
    expect(await ordersOf()).toEqual([]);
  });

  it('is not approved for a friend whose goods it are, and not asked for by members of the seller', async () => {
    const owner: Person = { userId: seller.userId, token: seller.token };
    await putMember(app, buying, owner, { role: 'approver' });
    const request = await ask();

    const approved = await approveRequest(app, owner, request.id);
    const asked = await askForOrder(app, owner, buying, { variantId, quantity: 1 });

    expect([approved.status, approved.body.code]).toEqual([409, 'own_listing']);
    expect([asked.status, asked.body.code]).toEqual([409, 'own_listing']);
    expect(await ordersOf()).toEqual([]);
  });

  it('is listed for who asked and for who may approve, by state', async () => {
    const mine = await ask();
    const theirs = (await askForOrder(app, await member(app, buying), buying, { variantId, quantity: 1 })).body;
    await refuseRequest(app, buying.approver, theirs.id);
    const list = async ({ token }: Person, query = '') => {
      const path = `/v1/companies/${buying.companyId}/order-requests${query}`;
      return (await get<{ data: OrderRequestBody[] }>(app, token, path)).data.map(({ id }) => id);
    };
    const stranger = await app.http
      .get(`/v1/companies/${buying.companyId}/order-requests`)
      .set('Authorization', `Bearer ${(await buyer(app)).token}`);

    expect(await list(buying.clerk)).toEqual([mine.id]);
    expect(await list(buying.approver)).toEqual([theirs.id, mine.id]);
    expect(await list(buying.admin, '?state=requested')).toEqual([mine.id]);
    expect(stranger.status).toBe(404);
    expect(actions(await read(buying.approver, mine.id))).toEqual({
      approve: true,
      refuse: true,
      withdraw: 'not_yours',
    });
  });
});
