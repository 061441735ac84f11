import { bearer, startApp, type TestApp } from '../../support/index.js';
import { company, creditLine, lineOf, member, USD } from '../../support/world.companies.js';
import { buyer, staff, type Person } from '../../support/world.identity.js';
import { get, post } from '../../support/world.orders.js';

describe('a company that buys', () => {
  let app: TestApp;
  let finance: Person;

  beforeAll(async () => {
    app = await startApp();
    finance = await staff(app, 'finance');
  });
  afterAll(() => app.stop());

  const put = (by: Person, companyId: string, userId: string, body: object) =>
    app.http.put(`/v1/companies/${companyId}/members/${userId}`).set(bearer(by.token)).send(body);
  const remove = (by: Person, companyId: string, userId: string) =>
    app.http.delete(`/v1/companies/${companyId}/members/${userId}`).set(bearer(by.token));

  it('is registered by its first admin, and its tax id is sealed and never shown', async () => {
    const { companyId, id, admin } = await company(app, { taxId: 'DE999888777' });

    const seen = await get(app, admin.token, `/v1/companies/${companyId}`);
    const byFinance = await get(app, finance.token, `/v1/companies/${companyId}`);
    const [row] = await app.sql<{ sealed: string }>('select tax_id_sealed as sealed from companies where id = $1', [
      id,
    ]);

    const told = { id: companyId, name: 'Otter Works GmbH', country: 'DE', createdAt: expect.any(String) as string };
    expect(seen).toEqual({ ...told, role: 'admin' });
    expect(byFinance).toEqual(told);
    expect(row?.sealed).toMatch(/^v1\./);
    expect(row?.sealed).not.toContain('DE999888777');
  });

  it('has its tax id read by finance, and each reading is kept', async () => {
    const { companyId, admin } = await company(app, { taxId: 'DE123123123' });
    const path = `/v1/finance/companies/${companyId}/tax-id`;
    const [moderator, risk] = [await staff(app, 'moderator'), await staff(app, 'risk')];

    const read = await app.http.get(path).set(bearer(finance.token)).set('Audit-Reason', 'Invoice of May');
    const others = await Promise.all(
      [admin, moderator, risk].map(({ token }) => app.http.get(path).set(bearer(token))),
    );
    const unknown = await app.http
      .get('/v1/finance/companies/cmp_01hzy3v9qtf5r8m2k4w6x8y0za/tax-id')
      .set(bearer(finance.token));

    expect([read.status, read.body]).toEqual([200, { companyId, taxId: 'DE123123123' }]);
    expect(others.map(({ status }) => status)).toEqual([403, 403, 403]);
    expect(unknown.status).toBe(404);
    const kept = await app.sql('select kind, roles, reason from audit_log where subject_id = $1', [companyId]);
    expect(kept).toEqual([{ kind: 'company_tax_id', roles: ['finance'], reason: 'Invoice of May' }]);
  });

  it('is told apart by its members, and unknown to strangers and members of others', async () => {
    const [mine, other] = [await company(app), await company(app)];
    const stranger = await buyer(app);
    const paths = ['', '/members', '/credit-lines', '/invoices', '/ageing'].map(
      (end) => `/v1/companies/${mine.companyId}${end}`,
    );

    const answers = await Promise.all(
      paths.flatMap((path) => [stranger, other.admin].map((person) => app.http.get(path).set(bearer(person.token)))),
    );
    const { data } = await get<{ data: { id: string }[] }>(app, other.admin.token, '/v1/companies');

    expect(answers.map(({ status }) => status)).toEqual(Array.from({ length: 10 }, () => 404));
    expect(data.map(({ id }) => id)).toEqual([other.companyId]);
  });

  it('says by its admins who may order for it', async () => {
    const { companyId, admin, ...rest } = await company(app);
    const clerk = await member(app, { companyId, admin, ...rest });
    const stranger = await buyer(app);

    const byClerk = await put(clerk, companyId, stranger.userId, { role: 'buyer' });
    const byStranger = await put(stranger, companyId, stranger.userId, { role: 'admin' });
    const nobody = await put(admin, companyId, 'usr_01hzy3v9qtf5r8m2k4w6x8y0za', { role: 'buyer' });
    const last = await put(admin, companyId, admin.userId, { role: 'buyer' });
    const lastGone = await remove(admin, companyId, admin.userId);
    const promoted = await put(admin, companyId, clerk.userId, { role: 'admin' });
    const gone = await remove(clerk, companyId, admin.userId);
    const late = await remove(clerk, companyId, admin.userId);

    expect([byClerk, byStranger, nobody].map(({ status }) => status)).toEqual([403, 404, 404]);
    expect([last, lastGone].map(({ status, body }) => [status, body.code])).toEqual([
      [409, 'last_company_admin'],
      [409, 'last_company_admin'],
    ]);
    expect(promoted.body).toMatchObject({ userId: clerk.userId, role: 'admin' });
    expect([gone.status, late.status]).toEqual([204, 404]);
    const { data } = await get<{ data: object[] }>(app, clerk.token, `/v1/companies/${companyId}/members`);
    expect(data).toMatchObject([{ userId: clerk.userId, role: 'admin' }]);
  });

  it('keeps an admin when both leave at the same time', async () => {
    const { companyId, admin, ...rest } = await company(app);
    const second = await member(app, { companyId, admin, ...rest }, 'admin');

    const answers = await Promise.all([
      remove(admin, companyId, second.userId),
      remove(second, companyId, admin.userId),
    ]);

    expect(answers.map(({ status }) => status).sort()).toEqual([204, 404]);
    const rows = await app.sql(`select role from company_members where company_id = $1`, [rest.id]);
    expect(rows).toEqual([{ role: 'admin' }]);
  });

  it('has one credit line for each currency, granted by finance alone', async () => {
    const buying = await company(app);
    const body = { limit: USD(50_000), termDays: 60, reason: 'Accounts were looked at.' };
    const path = `/v1/finance/companies/${buying.companyId}/credit-lines`;

    const byMember = await post(app, buying.admin.token, path, body);
    const unknown = await post(
      app,
      finance.token,
      '/v1/finance/companies/cmp_01hzy3v9qtf5r8m2k4w6x8y0za/credit-lines',
      body,
    );
    const [long, short] = [
      await post(app, finance.token, path, { ...body, termDays: 181 }),
      await post(app, finance.token, path, { ...body, termDays: 0 }),
    ];
    const line = await creditLine(app, finance, buying, body);
    await creditLine(app, finance, buying, { ...body, limit: { amount: 10_000, currency: 'EUR' } });

    expect([byMember.status, unknown.status, long.status, short.status]).toEqual([403, 404, 422, 422]);
    expect(line).toMatchObject({
      state: 'active',
      limit: USD(50_000),
      used: USD(0),
      available: USD(50_000),
      termDays: 60,
    });
    expect(await lineOf(app, buying, 'EUR')).toMatchObject({ limit: { amount: 10_000, currency: 'EUR' } });
  });

  it('has its line suspended, reinstated and closed with a reason, and never opened again', async () => {
    const buying = await company(app);
    const { id } = await creditLine(app, finance, buying);
    const decide = (what: string) =>
      post(app, finance.token, `/v1/finance/credit-lines/${id}/${what}`, { reason: `To ${what}.` });

    const states: string[] = [];
    for (const what of ['suspension', 'reinstatement', 'closure']) states.push(String((await decide(what)).body.state));
    const late = await decide('reinstatement');
    const granted = await post(app, finance.token, `/v1/finance/companies/${buying.companyId}/credit-lines`, {
      ...{ limit: USD(1), termDays: 14, reason: 'Again.' },
    });

    expect(states).toEqual(['suspended', 'active', 'closed']);
    expect([late.status, late.body.code]).toEqual([409, 'illegal_transition']);
    expect([granted.status, granted.body.code]).toEqual([409, 'credit_line_closed']);
    const { data } = await get<{ data: object[] }>(app, finance.token, `/v1/finance/credit-lines/${id}/versions`);
    expect(data).toMatchObject([
      { version: 4, state: 'closed', reason: 'To closure.' },
      { version: 3, state: 'active', reason: 'To reinstatement.' },
      { version: 2, state: 'suspended', reason: 'To suspension.' },
      { version: 1, state: 'active', reason: 'Accounts were looked at.' },
    ]);
  });
});
