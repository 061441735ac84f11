import { fromWire } from '../../../src/kernel/index.js';
import { bearer, startApp, type TestApp } from '../../support/index.js';
import { buyer, staff, type Person } from '../../support/world.identity.js';
import { activeListing } from '../../support/world.listings.js';
import { pay, placedOrder, post } from '../../support/world.orders.js';
import { activeSeller, type ActiveSeller } from '../../support/world.sellers.js';

interface Entry {
  readonly id: number;
  readonly at: string;
  readonly actorId: string;
  readonly roles: string[];
  readonly kind: string;
  readonly subjectId: string;
  readonly requestId: string;
  readonly reason: string | null;
}

interface Page {
  readonly data: Entry[];
  readonly page: { readonly hasMore: boolean; readonly nextCursor: string | null };
}

describe('the audit log', () => {
  let app: TestApp;
  let ada: Person;
  let otter: ActiveSeller;
  let analyst: Person;
  let admin: Person;
  let seen = 0;

  beforeAll(async () => {
    app = await startApp();
    ada = await buyer(app);
    otter = await activeSeller(app);
    analyst = await staff(app, 'risk');
    admin = await staff(app, 'admin');
  });

  afterAll(() => app.stop());

  beforeEach(async () => {
    const [row] = await app.sql<{ id: number }>('select coalesce(max(id), 0)::int as id from audit_log');
    seen = row?.id ?? 0;
  });

  const written = (): Promise<object[]> =>
    app.sql<object>(
      'select actor_id, roles, kind, subject_id, request_id, reason from audit_log where id > $1 order by id',
      [seen],
    );
  const read = (token: string, path: string, headers: Record<string, string> = {}) =>
    app.http.get(path).set(bearer(token)).set(headers);
  const entries = async (query: string): Promise<Page> =>
    (await read(admin.token, `/v1/admin/audit-entries?${query}`)).body as Page;

  it('gets one entry of each read of a person by staff: who, in which role, whom, in which request and why', async () => {
    const answer = await read(analyst.token, `/v1/users/${ada.userId}`, { 'Audit-Reason': 'asked by the bank' });

    expect(answer.status).toBe(200);
    expect(await written()).toEqual([
      {
        actor_id: fromWire('usr', analyst.userId),
        roles: ['risk'],
        kind: 'user',
        subject_id: ada.userId,
        request_id: answer.headers['request-id'] as string,
        reason: 'asked by the bank',
      },
    ]);
    const { data } = await entries(`subjectId=${ada.userId}`);
    expect(data[0]).toMatchObject({ actorId: analyst.userId, roles: ['risk'], kind: 'user', subjectId: ada.userId });
  });

  it('gets one entry for each seller of a list, and for a held payment that is listed, claimed and read', async () => {
    const { variantId } = await activeListing(app, otter, { price: 1_200_000, stock: 1 });
    const order = await placedOrder(app, ada, { variantId });
    await pay(app, ada, order);
    await app.drain();

    const sellers = await read(analyst.token, '/v1/sellers?state=active');
    const holds = await read(analyst.token, '/v1/risk/holds');
    const claimed = await post(app, analyst.token, '/v1/risk/holds/claim');
    const hold = (holds.body as { data: { id: string; decisionId: string }[] }).data[0];
    await read(analyst.token, `/v1/risk/holds/${hold?.id}`);
    await read(analyst.token, `/v1/risk/decisions/${hold?.decisionId}`);

    const sellerIds = (sellers.body as { data: { sellerId: string }[] }).data.map(({ sellerId }) => sellerId);
    expect(sellerIds).toContain(otter.sellerId);
    expect(claimed.body).toMatchObject({ id: hold?.id });
    expect(await written()).toMatchObject([
      ...sellerIds.map((subject_id) => ({ kind: 'seller', subject_id, reason: null })),
      { kind: 'risk_hold', subject_id: hold?.id },
      { kind: 'risk_hold', subject_id: hold?.id },
      { kind: 'risk_hold', subject_id: hold?.id },
      { kind: 'risk_decision', subject_id: hold?.decisionId },
    ]);
  });

  it('gets one entry for the refunds of a seller order, and for each journal of a page', async () => {
    const finance = await staff(app, 'finance');
    const { variantId } = await activeListing(app, otter, { stock: 1 });
    const order = await placedOrder(app, ada, { variantId });
    await pay(app, ada, order);
    await app.drain();
    const sellerOrderId = order.sellerOrders[0]?.id ?? '';

    const refunds = await read(finance.token, `/v1/seller-orders/${sellerOrderId}/refunds`);
    const journals = await read(finance.token, '/v1/finance/journals?limit=1');

    expect([refunds.status, journals.status]).toEqual([200, 200]);
    expect(await written()).toMatchObject([
      { kind: 'seller_order', subject_id: sellerOrderId },
      { kind: 'journal', subject_id: journals.body.data[0].id },
    ]);
  });

  it('gets none when people read of themselves and of their own seller, or when nothing was answered', async () => {
    const answers = [
      await read(analyst.token, `/v1/users/${analyst.userId}`),
      await read(otter.token, `/v1/sellers/${otter.sellerId}/account`),
      await read(otter.apiKey, `/v1/sellers/${otter.sellerId}/account`),
      await read(ada.token, `/v1/users/${otter.userId}`),
      await read(analyst.token, '/v1/users/usr_01hzy3v9qtf5r8m2k4w6x8y0za'),
    ];

    expect(answers.map(({ status }) => status)).toEqual([200, 200, 200, 403, 404]);
    expect(await written()).toEqual([]);
  });

  it('gets none of the own seller of somebody who is also staff, but of the others', async () => {
    const heron = await activeSeller(app);
    const both = await buyer(app, { staffRoles: ['finance'] });
    await app.sql(`insert into memberships (user_id, seller_id, role, since) values ($1, $2, 'owner', now())`, [
      fromWire('usr', both.userId),
      fromWire('sel', heron.sellerId),
    ]);

    const own = await read(both.token, `/v1/sellers/${heron.sellerId}/account`);
    const other = await read(both.token, `/v1/sellers/${otter.sellerId}/account`);

    expect([own.status, other.status]).toEqual([200, 200]);
    expect(await written()).toMatchObject([{ kind: 'seller', subject_id: otter.sellerId, roles: ['finance'] }]);
  });

  it('is read by administrators alone, by person, kind and subject, page by page', async () => {
    const nosy = await staff(app, 'moderator');
    for (const { userId } of [ada, admin, analyst]) await read(nosy.token, `/v1/users/${userId}`);

    const first = await entries(`actorId=${nosy.userId}&limit=2`);
    const second = await entries(`actorId=${nosy.userId}&limit=2&cursor=${first.page.nextCursor}`);
    const ofKind = await entries(`actorId=${nosy.userId}&kind=seller`);
    const ofOne = await entries(`actorId=${nosy.userId}&subjectId=${admin.userId}`);
    const refused = await read(nosy.token, '/v1/admin/audit-entries');

    expect([...first.data, ...second.data].map(({ subjectId }) => subjectId)).toEqual(
      [analyst, admin, ada].map(({ userId }) => userId),
    );
    expect([first.page.hasMore, second.page.hasMore]).toEqual([true, false]);
    expect(ofKind.data).toEqual([]);
    expect(ofOne.data.map(({ subjectId }) => subjectId)).toEqual([admin.userId]);
    expect(refused.status).toBe(403);
  });

  it.each(["update audit_log set reason = 'forged'", 'delete from audit_log', 'truncate audit_log'])(
    'lets nobody %s',
    async (statement) => {
      const before = await app.sql('select * from audit_log order by id');

      const refused = app.sql(statement);

      await expect(refused).rejects.toMatchObject({ constraint: 'audit_log_is_final' });
      expect(await app.sql('select * from audit_log order by id')).toEqual(before);
    },
  );

  it('goes before the answer: what cannot be recorded is not shown', async () => {
    await app.sql('alter table audit_log rename to audit_log_away');

    const answer = await read(analyst.token, `/v1/users/${ada.userId}`);
    await app.sql('alter table audit_log_away rename to audit_log');

    expect(answer.status).toBe(500);
    expect(answer.body).toMatchObject({ code: 'internal_error' });
    expect(await written()).toEqual([]);
  });
});
