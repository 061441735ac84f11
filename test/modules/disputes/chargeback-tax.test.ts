import { startApp, type TestApp } from '../../support/index.js';
import { disputeJournals, openDispute, verdict } from '../../support/world.disputes.js';
import { deliveredSale, openShop, released, type Sale } from '../../support/world.refunds.js';

describe('the tax on a sale that a bank has taken back for good', () => {
  let app: TestApp;
  let sale: Sale;

  beforeAll(async () => {
    app = await startApp();
  });
  beforeEach(async () => {
    sale = await deliveredSale(app, await openShop(app));
    await released(app, sale.id);
  });
  afterEach(() => app.sql(`delete from chargeback_tax_rules where country <> '*'`));
  afterAll(() => app.stop());

  /** What bears the tax once the chargeback is lost. The goods went to the US. */
  async function lost(): Promise<string[] | undefined> {
    await verdict(app, await openDispute(app, sale.paymentId), 'lost');
    const journal = (await disputeJournals(app, sale.paymentId)).find(([kind]) => kind === 'lost');
    return journal?.[1];
  }
  const rule = (country: string, isCorrected: boolean) =>
    app.sql('insert into chargeback_tax_rules (country, is_corrected) values ($1, $2)', [country, isCorrected]);

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
