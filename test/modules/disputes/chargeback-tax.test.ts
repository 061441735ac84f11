import { Clock } from '../../../src/kernel/index.js';
import { startApp, type TestApp } from '../../support/index.js';
import { disputeJournals, openDispute, verdict } from '../../support/world.disputes.js';
import { buyer, staff, type Person } from '../../support/world.identity.js';
import { get, post } from '../../support/world.orders.js';
import { deliveredSale, openShop, released, type Sale } from '../../support/world.refunds.js';

const PATH = '/v1/finance/chargeback-tax-rules';

describe('the tax on a sale that a bank has taken back for good', () => {
  let app: TestApp;
  let sale: Sale;
  let finance: Person;

  beforeAll(async () => {
    app = await startApp();
    finance = await staff(app, 'finance');
  });
  beforeEach(async () => {
    sale = await deliveredSale(app, await openShop(app));
    await released(app, sale.id);
  });
  afterAll(() => app.stop());

  /** What bears the tax once the chargeback is lost. The goods went to the US. */
  async function lost(): Promise<string[] | undefined> {
    await verdict(app, await openDispute(app, sale.paymentId), 'lost');
    const journal = (await disputeJournals(app, sale.paymentId)).find(([kind]) => kind === 'lost');
    return journal?.[1];
  }
  const rule = (country: string, isCorrected: boolean, more: object = {}) =>
    post(app, finance.token, PATH, { country, isCorrected, basis: 'The law of the country.', ...more });

  it('is owed no longer, unless the law of the country says otherwise (C3)', async () => {
    await rule('DE', false);

    expect(await lost()).toEqual([
      'D seller_held 9000',
      'D commission_revenue 1000',
      'D tax_payable 2000',
      'D shipping_revenue 1000',
      'C dispute_receivable 13000',
    ]);
  });

  it('follows what is in force on the day on which the chargeback is lost, each version of a country for itself', async () => {
    const later = new Date(app.get(Clock).now().getTime() + 5 * 86_400_000).toISOString();
    await rule('US', true);

    const planned = await rule('US', false, { effectiveFrom: later });
    const before = await lost();
    const { data } = await get<{ data: object[] }>(app, finance.token, PATH);

    expect(planned.body).toMatchObject({ country: 'US', version: 2, isInForce: false, createdBy: finance.userId });
    expect(before).toContain('D tax_payable 2000');
    expect(data).toMatchObject([
      { country: '*', version: 1, isCorrected: true, isInForce: true, createdBy: null },
      { country: 'DE', version: 1, isInForce: true },
      { country: 'US', version: 2, isInForce: false },
      { country: 'US', version: 1, isInForce: true },
    ]);
  });

  it('is said by finance alone, of a country, for what is to come', async () => {
    const stranger = await buyer(app);
    const count = () => app.sql('select count(*)::int as n from chargeback_tax_rules');
    const before = await count();

    const answers = [
      await post(app, stranger.token, PATH, { country: 'US', isCorrected: true, basis: 'Mine.' }),
      await rule('usa', true),
      await rule('US', true, { effectiveFrom: '2020-01-01T00:00:00Z' }),
      await rule('US', true, { basis: '' }),
    ];

    expect(answers.map(({ status }) => status)).toEqual([403, 422, 422, 422]);
    expect(await count()).toEqual(before);
  });

  it('stays owed where the law says so, and is the loss of the platform (C3)', async () => {
    await rule('US', false);

    expect(await lost()).toEqual([
      'D seller_held 9000',
      'D commission_revenue 1000',
      'D chargeback_loss 2000',
      'D shipping_revenue 1000',
      'C dispute_receivable 13000',
    ]);
  });
});
