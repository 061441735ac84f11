import { fromWire } from '../../../src/kernel/index.js';
import { startApp, type TestApp } from '../../support/index.js';
import { feeRule, journalsOf } from '../../support/world.fees.js';
import { buyer, staff, type Person } from '../../support/world.identity.js';
import { activeListing } from '../../support/world.listings.js';
import { deliveredOrder, post } from '../../support/world.orders.js';
import { activeSeller, type ActiveSeller } from '../../support/world.sellers.js';

describe('the fee for a listing', () => {
  let app: TestApp;
  let finance: Person;

  beforeAll(async () => {
    app = await startApp();
    finance = await staff(app, 'finance');
  });

  afterAll(() => app.stop());

  const charged = async (seller: ActiveSeller): Promise<void> => {
    const amounts = [{ currency: 'USD', amount: 200 }];
    await feeRule(app, finance, { component: 'listing_fee', sellerId: seller.sellerId, taxBps: 1_900, amounts });
  };
  const journal = async (listingId: string): Promise<unknown> =>
    (await journalsOf(app, fromWire('lst', listingId) ?? '')).fee;

  it('is nothing while no rule says so', async () => {
    const { listingId } = await activeListing(app, await activeSeller(app));

    expect(await journal(listingId)).toBeUndefined();
  });

  it('becomes a debt of a seller without money, with the tax on it', async () => {
    const seller = await activeSeller(app);
    await charged(seller);

    const { listingId } = await activeListing(app, seller);

    expect(await journal(listingId)).toEqual([
      'D seller_receivable 238',
      'C subscription_revenue 200',
      'C tax_payable 38',
    ]);
  });

  it('is taken out of what is available, and only the rest is owed', async () => {
    const [seller, ada] = [await activeSeller(app, { tier: 'T2', accountNumber: '' }), await buyer(app)];
    const { variantId } = await activeListing(app, seller, { price: 111, stock: 1 });
    await deliveredOrder(app, ada, seller, { variantId });
    await app.advance('P8D');
    await charged(seller);

    const { listingId } = await activeListing(app, seller);

    expect(await journal(listingId)).toEqual([
      'D seller_available 100',
      'D seller_receivable 138',
      'C subscription_revenue 200',
      'C tax_payable 38',
    ]);
  });

  it('is charged once, however often the listing goes on sale again', async () => {
    const seller = await activeSeller(app);
    await charged(seller);
    const { listingId } = await activeListing(app, seller);
    const fees = (): Promise<object[]> =>
      app.sql('select fee::int, tax::int from listing_fees where listing_id = $1', [fromWire('lst', listingId)]);

    const answers = [];
    for (const step of ['pause', 'resumption']) {
      answers.push((await post(app, seller.token, `/v1/listings/${listingId}/${step}`)).status);
    }
    await app.drain();

    expect(answers).toEqual([200, 200]);
    expect(await fees()).toEqual([{ fee: 200, tax: 38 }]);
    const [sum] = await app.sql(
      `select count(*)::int as journals from ledger.journal where source_type = 'listing' and source_id = $1`,
      [fromWire('lst', listingId)],
    );
    expect(sum).toEqual({ journals: 1 });
  });
});
