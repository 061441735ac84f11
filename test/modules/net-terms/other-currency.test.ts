import { randomUUID } from 'node:crypto';
import { startApp, type TestApp } from '../../support/index.js';
import {
  company,
  creditLine,
  invoiceOf,
  journalsOn,
  lineOf,
  transfer,
  type Company,
  type InvoiceBody,
} from '../../support/world.companies.js';
import { platformCoupon, putCoupon } from '../../support/world.fees.js';
import {
  foreignShop,
  heldIn,
  journalsOf,
  netOf,
  orderIn,
  positionOf,
  quoteFor,
  saleOf,
  type ForeignOrder,
  type ForeignSale,
  type ForeignShop,
} from '../../support/world.fx.js';
import { buyer, staff } from '../../support/world.identity.js';
import { ADDRESS, get, openCart, post } from '../../support/world.orders.js';
import { deliver, refund, released, units } from '../../support/world.refunds.js';

const EUR = (amount: number) => ({ amount, currency: 'EUR' });
const USD = (amount: number) => ({ amount, currency: 'USD' });

/** Five units of 130.00 USD together, owed as 120.00 EUR. */
describe('an order on account in another currency than the seller settles in', () => {
  let app: TestApp;
  let shop: ForeignShop;

  beforeAll(async () => {
    app = await startApp();
    shop = await foreignShop(app);
  });
  afterAll(() => app.stop());

  const five = () => ({ variantId: shop.variantId, quantity: 5 });
  const onAccount = ({ companyId }: Company) => ({
    ...{ paymentCurrency: 'EUR', paymentMethod: 'on_account', companyId },
  });

  async function creditworthy(fields: object = {}): Promise<Company> {
    const buying = await company(app);
    await creditLine(app, shop.finance, buying, { limit: EUR(100_000), ...fields });
    return buying;
  }

  async function ordered(buying: Company, fields: object = {}): Promise<ForeignSale> {
    const answer = await orderIn(app, buying.admin, { ...onAccount(buying), ...fields }, five());
    if (answer.status !== 201) throw new Error(`Not ordered: ${answer.text}`);
    await app.drain();
    return saleOf(answer.body as ForeignOrder);
  }

  const accept = async ({ sellerOrderId }: ForeignSale) => {
    const answer = await post(app, shop.seller.token, `/v1/seller-orders/${sellerOrderId}/acceptance`);
    await app.drain();
    return answer;
  };

  async function accepted(buying: Company, fields: object = {}): Promise<ForeignSale> {
    const sale = await ordered(buying, fields);
    await accept(sale);
    return sale;
  }

  const position = () => positionOf(app, shop, 'EUR-USD');
  const owed = ({ id }: Company) => heldIn(app, 'buyer_receivable', id, 'EUR');
  const invoice = (buying: Company, { sellerOrderId }: ForeignSale) => invoiceOf(app, buying, sellerOrderId);
  const pays = (number: string, amount: number) =>
    transfer(app, shop.finance, amount, number, { amount: EUR(amount) }).then(async (answer) => {
      await app.drain();
      return answer;
    });
  const deal = (sold: object, received: object) =>
    post(app, shop.finance.token, '/v1/finance/fx/deals', { sold, received, bankReference: randomUUID() });
  const settled = async () => {
    const [eur = 0, usd = 0] = await position();
    if (eur < 0) await deal(EUR(-eur), USD(usd));
    if (eur > 0) await deal(USD(-usd), EUR(eur));
  };

  it('is owed at the rate of the order, and the escrow is in the seller’s currency from the acceptance on', async () => {
    const buying = await creditworthy();
    const [eur = 0, usd = 0] = await position();
    const quote = await quoteFor(app, buying.admin, { from: 'EUR', to: 'USD', amount: 13_000 });

    const sale = await ordered(buying, { fxQuoteIds: [quote.id] });
    const untouched = await position();
    await accept(sale);
    const bill = (await invoice(buying, sale)) as InvoiceBody & { sale?: object };
    await deliver(app, shop, sale);
    await app.drain();

    expect(untouched).toEqual([eur, usd]);
    expect(await position()).toEqual([eur - 12_000, usd + 13_020]);
    expect(await journalsOf(app, sale.id)).toMatchObject({
      'seller_order:terms_accepted': ['D buyer_receivable 12000 EUR', 'C order_escrow 12000 EUR'],
      'fx_quote:converted': [
        'D order_escrow 12000 EUR',
        'D fx_position 13020 USD',
        'C fx_position 12000 EUR',
        'C order_escrow 13020 USD',
      ],
      'fx_quote:spread': ['D order_escrow 20 USD', 'C fx_spread_revenue 20 USD'],
      'seller_order:delivered': [
        'D order_escrow 13000 USD',
        expect.stringMatching(/^C seller_pending \d+ USD$/),
        expect.stringMatching(/^C commission_revenue \d+ USD$/),
        'C tax_payable 2000 USD',
        'C shipping_revenue 1000 USD',
      ],
    });
    expect(bill).toMatchObject({
      total: EUR(12_000),
      open: EUR(12_000),
      sale: { quoteId: quote.id, total: USD(13_000) },
    });
    expect(bill.lines).toMatchObject([{ quantity: 5, total: USD(13_000) }]);
    expect(await lineOf(app, buying, 'EUR')).toMatchObject({ used: EUR(12_000), available: EUR(88_000) });
    expect(await app.sql('select * from ledger.coverage() where assets < liabilities')).toEqual([]);

    const changed = app.sql('update account_invoices set sale = null where seller_order_id = $1', [sale.id]);
    await expect(changed).rejects.toThrow('does not change');
    await pays(bill.number, 12_000);
    await settled();
  });

  it('is converted at the bank as far as the company has paid (P8, F3), and the position closes', async () => {
    await settled();
    const buying = await creditworthy();
    const sale = await accepted(buying);
    const { number } = await invoice(buying, sale);
    const positions = () =>
      get<{ data: { pair: string; awaited: object[] }[] }>(app, shop.finance.token, '/v1/finance/fx/positions');
    const awaited = async () => (await positions()).data.find(({ pair }) => pair === 'EUR-USD')?.awaited;

    const before = [await awaited(), await deal(EUR(1), USD(1))] as const;
    await pays(number, 4_000);
    const [part, tooMuch, third] = [
      await awaited(),
      await deal(EUR(4_001), USD(4_341)),
      await deal(EUR(4_000), USD(4_340)),
    ];
    await pays(number, 8_000);
    const rest = await deal(EUR(8_000), USD(8_670));

    expect(before[0]).toEqual([EUR(-12_000), USD(13_020)]);
    expect([before[1].status, before[1].body.code]).toEqual([409, 'fx_position_smaller']);
    expect(part).toEqual([EUR(-8_000), USD(8_680)]);
    expect([tooMuch.status, tooMuch.body.code]).toEqual([409, 'fx_position_smaller']);
    expect(third.body).toMatchObject({ expected: USD(4_340), difference: USD(0) });
    expect(rest.body).toMatchObject({ expected: USD(8_680), difference: USD(-10) });
    expect(await awaited()).toEqual([EUR(0), USD(0)]);
    expect(await position()).toEqual([0, 0]);
    expect(await journalsOn(app, 'buyer_receivable', buying.id)).toEqual([
      ['D buyer_receivable 12000', 'C order_escrow 12000'],
      ['D bank_client 4000', 'C buyer_receivable 4000'],
      ['D bank_client 8000', 'C buyer_receivable 8000'],
    ]);
    expect(await lineOf(app, buying, 'EUR')).toMatchObject({ used: EUR(0) });
  });

  it('keeps its rate while the rate changes, and was never converted when it is refused before', async () => {
    await settled();
    const buying = await creditworthy({ limit: { amount: 100_000, currency: 'GBP' } });
    const sale = await ordered(buying, { paymentCurrency: 'GBP' });
    const rate = { from: 'GBP', to: 'USD', rate: { num: 1, den: 1 }, provider: 'test-bank' };
    await post(app, shop.finance.token, '/v1/finance/fx/rates', rate);
    const other = await ordered(buying, { paymentCurrency: 'GBP' });
    await accept(sale);
    const before = await positionOf(app, shop, 'GBP-USD');

    await post(app, shop.seller.token, `/v1/seller-orders/${other.sellerOrderId}/refusal`, { reason: 'out_of_stock' });
    await app.drain();
    const late = await accept(other);

    expect(late.status).toBe(409);
    expect(await invoice(buying, sale)).toMatchObject({ total: { amount: 10_416, currency: 'GBP' } });
    expect(await positionOf(app, shop, 'GBP-USD')).toEqual(before);
    expect(await journalsOf(app, other.id)).toEqual({});
    expect(await lineOf(app, buying, 'GBP')).toMatchObject({ used: { amount: 10_416, currency: 'GBP' } });
  });

  it('is owed less after a refund at the same rate, and what was paid of it becomes credit', async () => {
    await settled();
    const buying = await creditworthy();
    const sale = await accepted(buying);
    const bill = await invoice(buying, sale);

    await refund(app, shop.seller.token, sale, units(sale, 2));
    await app.drain();
    const reduced = [await owed(buying), await position()];
    await pays(bill.number, 7_569);
    await refund(app, shop.seller.token, sale, units(sale, 1));
    await app.drain();
    const given = await heldIn(app, 'buyer_credit', buying.id, 'EUR');
    await refund(app, shop.seller.token, sale, { everything: true });
    await app.drain();

    // Two of five units are 48.00 USD of 130.00: 44.30 EUR, rounded down.
    expect(reduced).toEqual([12_000 - 4_430, [-(12_000 - 4_430), 13_020 - 4_800 - 7]]);
    expect(given).toBe(2_216 - 1);
    expect(await owed(buying)).toBe(0);
    expect(await heldIn(app, 'buyer_credit', buying.id, 'EUR')).toBe(7_569);
    expect(await heldIn(app, 'order_escrow', sale.id, 'USD')).toBe(0);
    expect(await position()).toEqual([0, 0]);
    expect(await invoice(buying, sale)).toMatchObject({ state: 'credited', open: EUR(0), credited: EUR(12_000) });
  });

  it('that is written off leaves the position to the platform, and pays the seller', async () => {
    await settled();
    const buying = await creditworthy();
    const sale = await accepted(buying);
    await deliver(app, shop, sale);
    const [{ id } = { id: '' }] = (
      await get<{ data: { id: string }[] }>(app, buying.admin.token, `/v1/companies/${buying.companyId}/invoices`)
    ).data;
    const second = await staff(app, 'finance');
    const loss = await netOf(app, 'bad_debt_expense', 'EUR');

    await post(app, shop.finance.token, `/v1/finance/invoices/${id}/write-off`, { reason: 'Insolvent since May.' });
    await post(app, second.token, `/v1/finance/invoices/${id}/write-off/approval`);
    await app.drain();
    await released(app, sale.id);

    expect(await netOf(app, 'bad_debt_expense', 'EUR')).toBe(loss + 12_000);
    expect(await position()).toEqual([-12_000, 13_020]);
    expect((await deal(EUR(12_000), USD(13_020))).status).toBe(201);
    expect(await get(app, shop.seller.token, `/v1/seller-orders/${sale.sellerOrderId}/earning`)).toMatchObject({
      state: 'available',
    });
  });

  it('is owed without the coupon that the platform pays for in the seller’s currency', async () => {
    const buying = await creditworthy();
    const { code } = await platformCoupon(app, shop.finance, { amounts: [{ currency: 'USD', off: 1_500 }] });
    const cart = await openCart(app, buying.admin, five());
    await putCoupon(app, buying.admin.token, cart.id, code);
    const body = { cartId: cart.id, shippingAddress: ADDRESS, ...onAccount(buying) };
    const sale = saleOf((await post(app, buying.admin.token, '/v1/orders', body)).body as ForeignOrder);
    await app.drain();

    await accept(sale);

    expect(await journalsOf(app, sale.id)).toMatchObject({
      'seller_order:terms_accepted': [
        'D buyer_receivable 10616 EUR',
        'C order_escrow 10616 EUR',
        'D promotion_expense 1500 USD',
        'C order_escrow 1500 USD',
      ],
      'fx_quote:spread': ['D order_escrow 18 USD', 'C fx_spread_revenue 18 USD'],
    });
    expect(await heldIn(app, 'order_escrow', sale.id, 'USD')).toBe(13_000);
    expect(await invoice(buying, sale)).toMatchObject({ total: EUR(10_616) });
  });

  it('is refused without a line in the currency, above its limit, and with a quote of somebody else; nothing changes', async () => {
    const [bare, small] = [await company(app), await creditworthy({ limit: EUR(11_999) })];
    await creditLine(app, shop.finance, bare, { limit: USD(100_000) });
    const stranger = await buyer(app);
    const quote = await quoteFor(app, stranger, { from: 'EUR', to: 'USD' });
    const counted = () =>
      app.sql(`select (select count(*) from orders)::int as orders,
                      (select count(*) from fx_quotes where locked_for_order is not null)::int as locked`);
    const before = await counted();

    const answers = [
      await orderIn(app, bare.admin, onAccount(bare), five()),
      await orderIn(app, small.admin, onAccount(small), five()),
      await orderIn(app, small.admin, { ...onAccount(small), fxQuoteIds: [quote.id] }, five()),
      await orderIn(app, stranger, onAccount(small), five()),
    ];

    expect(answers.map(({ status, body }) => [status, body.code])).toEqual([
      [409, 'credit_line_not_active'],
      [409, 'credit_limit_exceeded'],
      [404, 'not_found'],
      [404, 'not_found'],
    ]);
    expect(await counted()).toEqual(before);
    expect(await lineOf(app, small, 'EUR')).toMatchObject({ used: EUR(0) });
  });
});
