import { Clock } from '../../../src/kernel/index.js';
import { RunPayouts } from '../../../src/modules/settlement/run-payouts.js';
import { startApp, type TestApp } from '../../support/index.js';
import { disputeJournals, heard, openDispute, verdict } from '../../support/world.disputes.js';
import { expectWorldMatch } from '../../support/world.payments.js';
import {
  deliveredSale,
  openShop,
  refund,
  refundJournals,
  released,
  units,
  type Sale,
  type Shop,
} from '../../support/world.refunds.js';
import { balance, idOf, settled } from '../settlement/settlement-app.js';

describe('a refund of a sale of which a bank has taken a part back', () => {
  let app: TestApp;

  beforeAll(async () => {
    app = await startApp();
  });
  afterAll(() => app.stop());
  afterEach(async () => {
    await expectWorldMatch(app);
    await app.checkInvariants();
  });

  async function releasedSale(shop: Shop): Promise<Sale> {
    const sale = await deliveredSale(app, shop);
    await released(app, sale.id);
    return sale;
  }

  async function refunded(shop: Shop, sale: Sale, quantity: number): Promise<string[] | undefined> {
    const { body } = await refund(app, shop.seller.token, sale, units(sale, quantity));
    await heard(app);
    return (await refundJournals(app, (body as { id: string }).id)).requested;
  }

  const payOut = async ({ seller }: Shop): Promise<void> => {
    const old = `update seller_payout_accounts set changed_at = changed_at - interval '72 hours' where seller_id = $1`;
    await app.sql(old, [idOf(seller)]);
    await app.get(RunPayouts).run(app.get(Clock).now());
    await settled(app);
  };

  it('draws on what is held for the sale before it touches what is available (R6)', async () => {
    const shop = await openShop(app);
    const sale = await releasedSale(shop);
    const ref = await openDispute(app, sale.paymentId, { amount: 1_300 });
    const before = await balance(app, shop.seller);

    const lines = await refunded(shop, sale, 4);
    const during = await balance(app, shop.seller);
    await verdict(app, ref, 'lost');

    expect(before).toMatchObject({ available: 8_100, held: 900 });
    expect(lines).toEqual([
      'D seller_held 900',
      'D seller_available 6300',
      'D commission_revenue 800',
      'D tax_payable 1600',
      'C refund_in_transit 9600',
    ]);
    expect(during).toMatchObject({ available: 1_800, held: 0, receivable: 0 });
    expect((await disputeJournals(app, sale.paymentId)).slice(2)).toContainEqual([
      'lost',
      [
        'D seller_available 689',
        'D commission_revenue 76',
        'D tax_payable 153',
        'D shipping_revenue 382',
        'C dispute_receivable 1300',
      ],
    ]);
  });

  it('leaves no debt while money is held for the sale, and what is left of it comes back when the bank decides so', async () => {
    const shop = await openShop(app);
    const sale = await releasedSale(shop);
    const ref = await openDispute(app, sale.paymentId, { amount: 6_500 });
    await payOut(shop);

    const lines = await refunded(shop, sale, 2);
    const during = await balance(app, shop.seller);
    await verdict(app, ref, 'won');

    expect(lines).toEqual([
      'D seller_held 3600',
      'D commission_revenue 400',
      'D tax_payable 800',
      'C refund_in_transit 4800',
    ]);
    expect(during).toMatchObject({ available: 0, held: 900, receivable: 0 });
    expect((await disputeJournals(app, sale.paymentId)).at(-1)).toEqual([
      'lifted',
      ['D seller_held 900', 'C seller_available 900'],
    ]);
    expect(await balance(app, shop.seller)).toMatchObject({ available: 900, held: 0, receivable: 0 });
  });

  it('is made up for out of what is released next, as often as it takes', async () => {
    const shop = await openShop(app);
    const sale = await releasedSale(shop);
    const ref = await openDispute(app, sale.paymentId, { amount: 6_500 });
    await payOut(shop);
    await refunded(shop, sale, 1);
    await releasedSale(shop);
    const once = await balance(app, shop.seller);
    await refunded(shop, sale, 1);
    await releasedSale(shop);
    const twice = await balance(app, shop.seller);

    await verdict(app, ref, 'lost');

    expect(once).toMatchObject({ available: 7_200, held: 4_500 });
    expect(twice).toMatchObject({ available: 14_400, held: 4_500 });
    const kinds = await disputeJournals(app, sale.paymentId);
    expect(kinds.slice(1, 5)).toEqual([
      ['placed', ['D seller_available 4500', 'C seller_held 4500']],
      ['added', ['D seller_available 1800', 'C seller_held 1800']],
      ['added', ['D seller_available 1800', 'C seller_held 1800']],
      [
        'lost',
        [
          'D seller_held 4281',
          'D commission_revenue 475',
          'D tax_payable 951',
          'D shipping_revenue 793',
          'C dispute_receivable 6500',
        ],
      ],
    ]);
  });

  it('of another sale leaves what is held for this one alone', async () => {
    const shop = await openShop(app);
    const [sale, other] = [await releasedSale(shop), await releasedSale(shop)];
    await openDispute(app, sale.paymentId, { amount: 6_500 });

    const lines = await refunded(shop, other, 2);

    expect(lines?.[0]).toBe('D seller_available 3600');
    expect(await balance(app, shop.seller)).toMatchObject({ available: 9_900, held: 4_500 });
  });
});
