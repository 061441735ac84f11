import { startApp, type TestApp } from '../../support/index.js';
import { areDecidedByTwo, Terms } from '../../support/terms-by-two.js';
import { disputeJournals, disputesOf, openDispute, verdict } from '../../support/world.disputes.js';
import { deliveredSale, openShop, released, type Shop } from '../../support/world.refunds.js';
import { balance } from '../settlement/settlement-app.js';

describe('the policies of chargebacks', () => {
  let app: TestApp;
  let shop: Shop;
  const office = new Terms(() => app, '/v1/finance/chargeback-policies', 'reason');

  beforeAll(async () => {
    app = await startApp();
    await office.open();
    shop = await openShop(app);
  });
  afterAll(() => app.stop());

  /** A dispute for this reason over 130.00 of which the seller has got 90.00. */
  async function opened(reason: string): Promise<{ ref: string; paymentId: string }> {
    const { id, paymentId } = await deliveredSale(app, shop);
    await released(app, id);
    return { ref: await openDispute(app, paymentId, { reason }), paymentId };
  }

  const bearersOf = async ({ paymentId }: { paymentId: string }) =>
    (await disputesOf(app, shop.finance, paymentId)).map(({ liable, feeTo }) => [liable, feeTo]);

  it('are versioned: what is in force when a chargeback is opened says who loses 130.00 and the fee', async () => {
    const reason = 'product_not_received';
    const before = await opened(reason);
    const generous = { reason, liable: 'platform', feeTo: 'platform', note: 'Carriers were on strike.' };
    const proposed = await office.propose(office.maker, generous);
    const between = await opened(reason);
    const approved = await office.decide(office.checker, proposed.body, 'approval');
    const after = await opened(reason);
    for (const { ref } of [before, between, after]) await verdict(app, ref, 'lost');

    expect([proposed.status, proposed.body]).toMatchObject([201, { version: 1, state: 'proposed', ...generous }]);
    expect([approved.status, approved.body]).toMatchObject([200, { state: 'in_force', liable: 'platform' }]);
    expect(await Promise.all([before, between, after].map(bearersOf))).toEqual([
      [['seller', 'seller']],
      [['seller', 'seller']],
      [['platform', 'platform']],
    ]);
    expect((await disputeJournals(app, after.paymentId))[2]).toEqual([
      ...['absorbed', ['D chargeback_loss 13000', 'C dispute_receivable 13000']],
    ]);
    const last = async ({ paymentId }: typeof before) => (await disputeJournals(app, paymentId)).at(-1);
    expect([await last(between), await last(after)]).toEqual([
      ['fee_passed', ['D seller_receivable 1500', 'C dispute_fee_expense 1500']],
      ['lifted', ['D seller_held 9000', 'C seller_available 9000']],
    ]);
    expect(await balance(app, shop.seller)).toMatchObject({ available: 9_000, held: 0 });
    expect(await office.versions(reason)).toEqual([[1, 'in_force']]);
  });

  it('of `*` count where a reason has none of its own', async () => {
    await office.change({ reason: '*', liable: 'seller', feeTo: 'platform' });
    const other = await opened('duplicate');
    const fraud = await opened('fraudulent');
    await office.change({ reason: '*', liable: 'seller', feeTo: 'seller' });

    expect([await bearersOf(other), await bearersOf(fraud)]).toEqual([
      [['seller', 'platform']],
      [['platform', 'platform']],
    ]);
  });

  areDecidedByTwo(office, {
    declined: ['unrecognized', { reason: 'unrecognized', liable: 'platform', feeTo: 'platform' }],
    approved: ['fraudulent', { reason: 'fraudulent', liable: 'platform', feeTo: 'seller' }],
    unknown: 'cbp_01hzy3v9qtf5r8m2k4w6x8y0za',
    table: 'chargeback_policies',
  });

  it('are of reasons that banks give, and say who', async () => {
    const good = { reason: 'duplicate', liable: 'seller', feeTo: 'seller' };
    const refused = [
      await office.propose(office.maker, { ...good, reason: 'Any Reason' }),
      await office.propose(office.maker, { ...good, liable: 'buyer' }),
      await office.propose(office.maker, { reason: 'duplicate', liable: 'seller' }),
    ];

    expect(refused.map(({ status }) => status)).toEqual([422, 422, 422]);
    expect(await office.versions('duplicate')).toEqual([]);
  });
});
