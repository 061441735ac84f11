import { bearer, startApp, type TestApp } from '../../support/index.js';
import { askOnAccount, company, creditLine, lineOf, member, USD, type Company } from '../../support/world.companies.js';
import { buyer, staff, type Person } from '../../support/world.identity.js';
import { activeListing } from '../../support/world.listings.js';
import { ADDRESS, get, openCart, post } from '../../support/world.orders.js';
import { activeSeller } from '../../support/world.sellers.js';

const EUR = (amount: number) => ({ amount, currency: 'EUR' });

describe('what a member may spend for a company alone', () => {
  let app: TestApp;
  let finance: Person;
  let variantId: string;

  beforeAll(async () => {
    app = await startApp();
    finance = await staff(app, 'finance');
    ({ variantId } = await activeListing(app, await activeSeller(app), { price: 1_000, stock: 500 }));
  });
  afterAll(() => app.stop());

  const put = (by: Person, companyId: string, { userId }: Person, body: object) =>
    app.http
      .put(`/v1/companies/${companyId}/members/${userId}`)
      .set(bearer(by.token))
      .send({ role: 'buyer', ...body });

  async function creditworthy(): Promise<Company & { clerk: Person }> {
    const buying = await company(app);
    await creditLine(app, finance, buying);
    return { ...buying, clerk: await member(app, buying) };
  }

  const ask = (person: Person, { companyId }: Company, quantity: number) =>
    askOnAccount(app, person, companyId, { variantId, quantity });

  it('is any amount until an admin says how much, and lifted again by nobody else', async () => {
    const { clerk, ...buying } = await creditworthy();
    const { admin, companyId } = buying;

    const free = await ask(clerk, buying, 30);
    const limited = await put(admin, companyId, clerk, { spendingLimits: [USD(2_000), EUR(1_500)] });
    const kept = await put(admin, companyId, clerk, {});
    const [exact, above] = [await ask(clerk, buying, 2), await ask(clerk, buying, 3)];
    const byHimself = await put(clerk, companyId, clerk, { spendingLimits: null });
    const lifted = await put(admin, companyId, clerk, { spendingLimits: null });
    const again = await ask(clerk, buying, 3);

    expect(limited.body).toMatchObject({ userId: clerk.userId, spendingLimits: [EUR(1_500), USD(2_000)] });
    expect(kept.body).toEqual(limited.body);
    expect([free, exact, again].map(({ status }) => status)).toEqual([201, 201, 201]);
    expect([above.status, above.body.code]).toEqual([409, 'spending_limit_exceeded']);
    expect(byHimself.status).toBe(403);
    expect(lifted.body).toMatchObject({ spendingLimits: null });
    expect(await lineOf(app, buying)).toMatchObject({ used: USD(35_000) });
  });

  it('is nothing in a currency that no limit names, and holds for approvers and admins too', async () => {
    const { clerk, ...buying } = await creditworthy();
    const { admin, companyId } = buying;
    await put(admin, companyId, clerk, { role: 'approver', spendingLimits: [EUR(1_000_000)] });
    await put(admin, companyId, admin, { role: 'admin', spendingLimits: [USD(999)] });

    const answers = [await ask(clerk, buying, 1), await ask(admin, buying, 1)];

    expect(answers.map(({ status, body }) => [status, body.code])).toEqual([
      [409, 'spending_limit_exceeded'],
      [409, 'spending_limit_exceeded'],
    ]);
    expect(await lineOf(app, buying)).toMatchObject({ used: USD(0) });
    expect(await app.sql('select id from orders where account_id = $1', [buying.id])).toEqual([]);
  });

  it('is refused where it is said twice or badly, and changes nothing', async () => {
    const { clerk, admin, companyId } = await creditworthy();
    const [before] = await app.sql('select * from company_members where company_id is not null order by added_at desc');

    const answers = await Promise.all(
      [
        { spendingLimits: [USD(1), USD(2)] },
        { spendingLimits: [USD(-1)] },
        { spendingLimits: [{ amount: 1, currency: 'XXX' }] },
        { spendingLimits: USD(1) },
        { role: 'owner' },
      ].map((body) => put(admin, companyId, clerk, body)),
    );
    const stranger = await put(await buyer(app), companyId, clerk, { spendingLimits: [USD(1)] });

    expect(answers.map(({ status }) => status)).toEqual([422, 422, 422, 422, 422]);
    expect(stranger.status).toBe(404);
    const [after] = await app.sql('select * from company_members where company_id is not null order by added_at desc');
    expect(after).toEqual(before);
  });

  it('that is lowered while orders are placed lets each through before, or none after', async () => {
    const { clerk, ...buying } = await creditworthy();
    const { admin, companyId } = buying;
    const carts: string[] = [];
    for (let i = 0; i < 8; i += 1) carts.push((await openCart(app, clerk, { variantId, quantity: 2 })).id);

    const [lowered, ...answers] = await Promise.all([
      put(admin, companyId, clerk, { spendingLimits: [USD(1_999)] }),
      ...carts.map((cartId) =>
        post(app, clerk.token, '/v1/orders', {
          ...{ cartId, shippingAddress: ADDRESS, paymentMethod: 'on_account', companyId },
        }),
      ),
    ]);
    const late = await ask(clerk, buying, 2);

    const placed = answers.filter(({ status }) => status === 201).length;
    expect(lowered.status).toBe(200);
    expect(answers.filter(({ status }) => status !== 201).map(({ body }) => body.code)).toEqual(
      Array.from({ length: 8 - placed }, () => 'spending_limit_exceeded'),
    );
    expect([late.status, late.body.code]).toEqual([409, 'spending_limit_exceeded']);
    expect(await lineOf(app, buying)).toMatchObject({ used: USD(placed * 2_000) });
    const { data } = await get<{ data: object[] }>(app, admin.token, `/v1/companies/${companyId}/members`);
    expect(data).toContainEqual(expect.objectContaining({ userId: clerk.userId, spendingLimits: [USD(1_999)] }));
  });
});
