import { fromWire } from '../../../src/kernel/index.js';
import { bearer, startApp, type TestApp } from '../../support/index.js';
import { feeRule, saleTerms } from '../../support/world.fees.js';
import { heldIn, journalsOf, netOf, orderIn, saleOf, type ForeignOrder } from '../../support/world.fx.js';
import { buyer, staff, type Person } from '../../support/world.identity.js';
import { activeListing } from '../../support/world.listings.js';
import { get, paidOrder, pay, type OrderBody } from '../../support/world.orders.js';
import { deliver, refund, refundsOf, type Sale } from '../../support/world.refunds.js';
import { activeSeller, type ActiveSeller } from '../../support/world.sellers.js';
import { approvePayouts, detailOf, fileOf, monthAt, pathOf, statementsOf, travel } from './statements-app.js';

interface Shop {
  readonly seller: ActiveSeller;
  readonly variantId: string;
}

interface TrialBalance {
  readonly isBalanced: boolean;
  readonly currencies: readonly { readonly currency: string; readonly difference: number }[];
}

/** Three units of 2,999 with 10 % tax: 8,997 and 899.7; the commission of 12.5 % is 1,124.625. All in minor units. */
describe.each([
  { currency: 'JPY', country: 'JP', written: (minor: number) => String(minor) },
  { currency: 'KWD', country: 'KW', written: (minor: number) => (minor / 1_000).toFixed(3) },
])('a sale in $currency', ({ currency, country, written }) => {
  let app: TestApp;
  let finance: Person;
  let second: Person;
  let ada: Person;
  let shop: Shop;
  let sale: Sale;
  let order: OrderBody;

  const of = (amount: number) => ({ amount, currency });

  async function open(): Promise<Shop> {
    const seller = await activeSeller(app, { currency, country, tier: 'T1' });
    await saleTerms(app, finance, seller.sellerId, 1_000, 'seller');
    await feeRule(app, finance, { component: 'commission', sellerId: seller.sellerId, bps: 1_250 });
    const { variantId } = await activeListing(app, seller, { price: 2_999, currency, stock: 100 });
    return { seller, variantId };
  }

  beforeAll(async () => {
    app = await startApp();
    [finance, second, ada] = [
      await staff(app, 'finance'),
      await staff(app, 'finance'),
      await buyer(app, { createdAt: '2020-01-01T00:00:00.000Z' }),
    ];
    await travel(app, monthAt(app, 1, 2, 12));
    shop = await open();
    order = await paidOrder(app, ada, { variantId: shop.variantId, quantity: 3 });
    const [share] = order.sellerOrders;
    const sellerOrderId = share?.id ?? '';
    sale = {
      ...{ sellerOrderId, id: fromWire('sor', sellerOrderId) ?? '' },
      ...{ lineId: share?.lines[0]?.id ?? '', paymentId: order.paymentId },
    };
    await deliver(app, { ...shop, finance, ada }, sale);
    const part = await refund(app, shop.seller.token, sale, { lines: [{ lineId: sale.lineId, quantity: 1 }] });
    if (part.status !== 201) throw new Error(`Not refunded: ${part.text}`);
    await travel(app, monthAt(app, 0, 20, 12));
    await approvePayouts(app, shop.seller, finance, second);
    await app.provider.settle();
    await travel(app, monthAt(app, 1, 1, 12));
  }, 300_000);
  afterAll(() => app.stop());

  it('is ordered, paid and earned in whole minor units, rounded half up', async () => {
    expect(order.totals).toMatchObject({ item: of(8_997), tax: of(900), total: of(9_897) });
    expect(await get(app, ada.token, `/v1/payments/${order.paymentId}`)).toMatchObject({
      ...{ amount: of(9_897), refunded: of(3_299) },
    });
    const journals = await journalsOf(app, sale.id);
    expect(journals['payment:capture']).toEqual([`D psp_clearing 9897 ${currency}`, `C order_escrow 9897 ${currency}`]);
    expect(journals['seller_order:delivered']).toEqual([
      `D order_escrow 9897 ${currency}`,
      `C seller_pending 7872 ${currency}`,
      `C commission_revenue 1125 ${currency}`,
      `C tax_payable 900 ${currency}`,
    ]);
  });

  it('gives back a third of each part, and the provider says the same', async () => {
    const [back] = await refundsOf(app, shop.seller.token, sale);
    const [books] = await app.sql<{ amount: number }>(
      `select sum(amount)::int as amount from sandbox_provider.refunds where currency = $1`,
      [currency],
    );

    expect(back).toMatchObject({ state: 'succeeded', amount: of(3_299) });
    expect((await journalsOf(app, sale.id))['refund:requested']).toEqual([
      `D seller_pending 2624 ${currency}`,
      `D commission_revenue 375 ${currency}`,
      `D tax_payable 300 ${currency}`,
      `C refund_in_transit 3299 ${currency}`,
    ]);
    expect(books?.amount).toBe(3_299);
  });

  it('is paid out, and the bank is told the same amount', async () => {
    const path = `/v1/sellers/${shop.seller.sellerId}/payouts`;
    const { data } = await get<{ data: { state: string; amount: object }[] }>(app, shop.seller.token, path);
    const bank = await app.sql(
      'select amount::int, currency::text, state from sandbox_provider.payouts where currency = $1',
      [currency],
    );

    expect(data).toMatchObject([{ state: 'paid', amount: of(5_248) }]);
    expect(bank).toEqual([{ amount: 5_248, currency, state: 'paid' }]);
  });

  it('is in the statement as it is written in the currency, and the statement is what the books say', async () => {
    const [statement] = await statementsOf(app, shop.seller);
    const detail = await detailOf(app, shop.seller, statement?.id ?? '');
    const csv = (await fileOf(app, `${pathOf(shop.seller)}/${statement?.id}.csv`, shop.seller.token)).toString('utf8');
    const pdf = await fileOf(app, `${pathOf(shop.seller)}/${statement?.id}.pdf`, shop.seller.token);
    const trial = await get<TrialBalance>(app, finance.token, '/v1/finance/trial-balance');

    expect(statement).toMatchObject({ currency, opening: of(0), closing: of(0) });
    expect(detail.totals).toEqual(
      expect.arrayContaining([
        expect.objectContaining({ kind: 'sale', increase: of(7_872) }),
        expect.objectContaining({ kind: 'refund', decrease: of(2_624) }),
        expect.objectContaining({ kind: 'payout', decrease: of(5_248) }),
      ]),
    );
    for (const amount of [7_872, -2_624, -5_248]) expect(csv).toContain(`,${written(amount)},`);
    expect(pdf.subarray(0, 5).toString()).toBe('%PDF-');
    expect(trial.isBalanced).toBe(true);
    expect(trial.currencies).toContainEqual(expect.objectContaining({ currency, difference: 0 }));
    expect(await heldIn(app, 'seller_available', fromWire('sel', shop.seller.sellerId) ?? '', currency)).toBe(0);
  });

  it('may be paid in a currency of another exponent: what goes back in parts adds up, and the position is flat', async () => {
    const other = currency === 'JPY' ? 'KWD' : 'JPY';
    const foreign = await open();
    const placed = await orderIn(app, ada, { paymentCurrency: other }, { variantId: foreign.variantId, quantity: 3 });
    const bought = placed.body as ForeignOrder;
    await pay(app, ada, bought);
    await app.drain();
    const there = saleOf(bought);
    await deliver(app, { ...foreign, finance, ada }, there);

    for (let unit = 0; unit < 3; unit += 1) {
      const lines = [{ lineId: there.lineId, quantity: 1 }];
      expect((await refund(app, foreign.seller.token, there, { lines })).status).toBe(201);
      await app.drain();
    }

    const refunds = await refundsOf(app, ada.token, there);
    const { amount } = bought.totals.total;
    expect(bought.totals.total.currency).toBe(other);
    expect(refunds).toHaveLength(3);
    expect(refunds.map((each) => each.amount.currency)).toEqual([other, other, other]);
    expect(refunds.reduce((sum, each) => sum + each.amount.amount, 0)).toBe(amount);
    expect(Math.max(...refunds.map((each) => Math.abs(each.amount.amount - amount / 3)))).toBeLessThan(1);
    expect([await netOf(app, 'fx_position', other), await netOf(app, 'fx_position', currency)]).toEqual([0, 0]);
    expect(await app.http.get('/v1/finance/fx/positions').set(bearer(finance.token)).expect(200)).toMatchObject({
      body: { data: [{ isFlat: true }] },
    });
  });
});
