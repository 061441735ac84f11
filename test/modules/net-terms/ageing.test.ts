import { startApp, type TestApp } from '../../support/index.js';
import {
  askOnAccount,
  company,
  creditLine,
  invoicedSale,
  invoiceOf,
  journalsOn,
  lineOf,
  transfer,
  USD,
  type Company,
} from '../../support/world.companies.js';
import { staff, type Person } from '../../support/world.identity.js';
import { get, post } from '../../support/world.orders.js';
import { deliver, held, openShop, type Shop } from '../../support/world.refunds.js';

interface AgeingBody {
  readonly companyId: string;
  readonly [bucket: string]: unknown;
}

const NOTHING = {
  current: USD(0),
  days1To30: USD(0),
  days31To60: USD(0),
  days61To90: USD(0),
  over90Days: USD(0),
};

describe('an invoice that is not paid', () => {
  let app: TestApp;
  let [ada, bo]: Person[] = [];
  let shop: Shop;

  beforeAll(async () => {
    app = await startApp();
    [ada, bo] = [await staff(app, 'finance'), await staff(app, 'finance')];
    shop = await openShop(app);
  });
  afterAll(() => app.stop());

  const by = (person: Person | undefined): Person => person ?? { userId: '', token: '' };

  async function creditworthy(fields: object = {}): Promise<Company> {
    const buying = await company(app);
    await creditLine(app, by(ada), buying, fields);
    return buying;
  }

  async function ageOf({ companyId, admin }: Company): Promise<AgeingBody | undefined> {
    const { data } = await get<{ data: AgeingBody[] }>(app, by(ada).token, '/v1/finance/receivables/ageing?limit=100');
    const own = await get<{ data: AgeingBody[] }>(app, admin.token, `/v1/companies/${companyId}/ageing`);
    const found = data.find((each) => each.companyId === companyId);
    expect(own.data).toEqual(found ? [found] : []);
    return found;
  }

  it('ages by company and currency, to the cent of the ledger', async () => {
    const buying = await creditworthy({ termDays: 14 });
    const old = await invoicedSale(app, buying, shop);
    await deliver(app, shop, old);
    const fresh = await ageOf(buying);
    await app.advance('P10D');
    const young = await invoicedSale(app, buying, shop, 1);
    await transfer(app, by(ada), 3_001, old.invoice.number);
    await app.advance('P5D');
    const overdue = await ageOf(buying);
    await app.advance('P30D');
    const older = await ageOf(buying);
    await app.advance('P30D');
    const old90 = await ageOf(buying);
    await app.advance('P30D');
    const oldest = await ageOf(buying);
    await transfer(app, by(ada), 12_599, `${old.invoice.number} ${young.invoice.number}`);

    expect(fresh).toMatchObject({ ...NOTHING, current: USD(13_000), total: USD(13_000), inLedger: USD(13_000) });
    const left = { total: USD(12_599), inLedger: USD(12_599), credit: USD(0) };
    expect(overdue).toMatchObject({ ...NOTHING, ...left, current: USD(2_600), days1To30: USD(9_999) });
    expect(older).toMatchObject({ ...NOTHING, ...left, days1To30: USD(2_600), days31To60: USD(9_999) });
    expect(old90).toMatchObject({ ...NOTHING, ...left, days31To60: USD(2_600), days61To90: USD(9_999) });
    expect(oldest).toMatchObject({ ...NOTHING, ...left, days61To90: USD(2_600), over90Days: USD(9_999) });
    expect(await ageOf(buying)).toBeUndefined();
  });

  it('is reminded of when it is due, and 7, 14 and 30 days later, and stops the line until it is paid', async () => {
    const buying = await creditworthy({ termDays: 14 });
    const sale = await invoicedSale(app, buying, shop);
    const one = { variantId: shop.variantId, quantity: 1 };
    const steps = async () => {
      const { reminders = [] } = await invoiceOf(app, buying, sale.sellerOrderId);
      return reminders.map(({ step, open }) => [step, open.amount]);
    };

    await app.advance('P13D');
    const before = await steps();
    await app.advance('P1D');
    const due = await steps();
    const suspended = await lineOf(app, buying);
    const refused = await askOnAccount(app, buying.admin, buying.companyId, one);
    await transfer(app, by(ada), 3_000, sale.invoice.number);
    await app.advance('P7D');
    const week = await steps();
    await app.advance('P30D');
    const all = await steps();
    const overdue = await invoiceOf(app, buying, sale.sellerOrderId);
    const { data } = await get<{ data: { invoiceId: string }[] }>(
      app,
      by(bo).token,
      '/v1/finance/invoice-reminders?limit=100',
    );
    await transfer(app, by(ada), 10_000, sale.invoice.number);
    const reinstated = await lineOf(app, buying);
    const ordered = await askOnAccount(app, buying.admin, buying.companyId, one);

    expect(before).toEqual([]);
    expect(due).toEqual([['due', 13_000]]);
    expect(suspended).toMatchObject({ state: 'suspended', available: USD(0), used: USD(13_000) });
    expect([refused.status, refused.body.code]).toEqual([409, 'credit_line_not_active']);
    expect(week).toEqual([
      ['due', 13_000],
      ['after_7_days', 10_000],
    ]);
    expect(all.map(([step]) => step)).toEqual(['due', 'after_7_days', 'after_14_days', 'after_30_days']);
    expect(overdue).toMatchObject({ state: 'overdue', open: USD(10_000) });
    expect(data.filter(({ invoiceId }) => invoiceId === sale.invoice.id)).toHaveLength(4);
    expect(reinstated).toMatchObject({ state: 'active', available: USD(100_000) });
    expect(ordered.status).toBe(201);
    const events = await app.sql<{ name: string }>(
      `select name from outbox_events where subject_id = (select id::text from account_invoices where number = $1 and legal_entity = 'SOUK')
        and name like 'invoice.%' order by sequence`,
      [Number(sale.invoice.number.slice(-8))],
    );
    expect(events.map(({ name }) => name)).toEqual([
      'invoice.issued',
      'invoice.overdue',
      ...Array.from({ length: 4 }, () => 'invoice.reminder'),
      'invoice.settled',
    ]);
  });

  it('is reminded of no more once it is paid, and a line that finance suspended stays so', async () => {
    const buying = await creditworthy({ termDays: 14 });
    const sale = await invoicedSale(app, buying, shop);
    const line = await lineOf(app, buying);
    const path = `/v1/finance/credit-lines/${line.id}`;
    await post(app, by(ada).token, `${path}/suspension`, { reason: 'Bad news.' });
    await app.advance('P14D');

    await transfer(app, by(ada), 13_000, sale.invoice.number);
    await app.advance('P40D');

    expect((await invoiceOf(app, buying, sale.sellerOrderId)).reminders).toMatchObject([{ step: 'due' }]);
    expect(await lineOf(app, buying)).toMatchObject({ state: 'suspended', used: USD(0) });
    const reinstated = await post(app, by(bo).token, `${path}/reinstatement`, { reason: 'Good news.' });
    expect(reinstated.body).toMatchObject({ state: 'active' });
    const { data } = await get<{ data: { reason: string; by: string }[] }>(app, by(ada).token, `${path}/versions`);
    expect(data.map(({ reason, by: who }) => [reason, who])).toEqual([
      ['Good news.', 'user'],
      ['Bad news.', 'user'],
      ['Accounts were looked at.', 'user'],
    ]);
  });

  it('is given up by two people: the platform bears it, and the seller waits no more', async () => {
    const buying = await creditworthy({ termDays: 14 });
    const sale = await invoicedSale(app, buying, shop);
    await transfer(app, by(ada), 3_000, sale.invoice.number);
    const path = `/v1/finance/invoices/${sale.invoice.id}/write-off`;

    const proposed = await post(app, by(ada).token, path, { reason: 'The company was dissolved.' });
    const second = await post(app, by(bo).token, path, { reason: 'The company was dissolved.' });
    const alone = await post(app, by(ada).token, `${path}/approval`);
    const owedBetween = await held(app, 'buyer_receivable', buying.id);
    const approvals = await Promise.all([
      post(app, by(bo).token, `${path}/approval`),
      post(app, by(bo).token, `${path}/approval`),
    ]);

    expect(proposed.body).toMatchObject({ state: 'proposed', amount: null });
    expect([second.status, second.body.code]).toEqual([409, 'invoice_write_off_proposed']);
    expect([alone.status, alone.body.code]).toEqual([403, 'another_person_needed']);
    expect(owedBetween).toBe(10_000);
    expect(approvals.map(({ status }) => status).sort()).toEqual([200, 409]);
    expect(await invoiceOf(app, buying, sale.sellerOrderId)).toMatchObject({
      state: 'written_off',
      open: USD(0),
      writtenOff: USD(10_000),
    });
    expect((await journalsOn(app, 'buyer_receivable', buying.id)).at(-1)).toEqual([
      'D bad_debt_expense 10000',
      'C buyer_receivable 10000',
    ]);
    expect(await lineOf(app, buying)).toMatchObject({ used: USD(0) });
    const blocks = await app.sql(`select 1 from earning_blocks where seller_order_id = $1 and closed_at is null`, [
      sale.id,
    ]);
    expect(blocks).toEqual([]);
  });
});
