import { fromWire } from '../../../src/kernel/index.js';
import { startApp, type TestApp } from '../../support/index.js';
import { buyer } from '../../support/world.identity.js';
import { foreignSale, foreignShop, heldIn, journalsOf, orderIn, positionOf, quoteFor } from '../../support/world.fx.js';
import type { ForeignOrder, ForeignShop } from '../../support/world.fx.js';
import { activeListing } from '../../support/world.listings.js';
import { ADDRESS, get, pay, post, type CartBody } from '../../support/world.orders.js';
import { deliver } from '../../support/world.refunds.js';
import { activeSeller } from '../../support/world.sellers.js';

const EUR = (amount: number) => ({ amount, currency: 'EUR' });
const USD = (amount: number) => ({ amount, currency: 'USD' });

describe('an order that is paid in another currency', () => {
  let app: TestApp;
  let shop: ForeignShop;

  beforeAll(async () => {
    app = await startApp();
    shop = await foreignShop(app);
  });
  afterAll(() => app.stop());

  const five = () => ({ variantId: shop.variantId, quantity: 5 });
  const orders = () => app.sql('select count(*)::int as n from orders');

  it('costs 120.00 EUR for 130.00 USD, at the quote that the buyer presents', async () => {
    const quote = await quoteFor(app, shop.ada, { from: 'EUR', to: 'USD', amount: 13_000 });
    const placed = await orderIn(app, shop.ada, { paymentCurrency: 'EUR', fxQuoteIds: [quote.id] }, five());

    expect(placed.status).toBe(201);
    const order = placed.body as ForeignOrder;
    expect(order.totals).toMatchObject({ item: EUR(9_231), tax: EUR(1_846), shipping: EUR(923), total: EUR(12_000) });
    expect(order.sellerOrders).toMatchObject([
      { totals: { item: USD(10_000), tax: USD(2_000), shipping: USD(1_000), total: USD(13_000) } },
    ]);
    expect(order.sellerOrders[0]?.payment).toEqual({ quoteId: quote.id, amount: EUR(12_000) });
    expect(await get(app, shop.ada.token, `/v1/fx/quotes/${quote.id}`)).toMatchObject({
      state: 'locked',
      orderId: order.id,
    });
    expect(await get(app, shop.ada.token, `/v1/payments/${order.paymentId}`)).toMatchObject({ amount: EUR(12_000) });
    expect(await get(app, shop.ada.token, `/v1/orders/${order.id}`)).toMatchObject({ totals: order.totals });
  });

  it('is booked as P1 in euros, F1 and F2, and delivered in dollars', async () => {
    const before = await positionOf(app, shop, 'EUR-USD');
    const sale = await foreignSale(app, shop);

    expect(await journalsOf(app, sale.id)).toEqual({
      'payment:capture': ['D psp_clearing 12000 EUR', 'C order_escrow 12000 EUR'],
      'fx_quote:converted': [
        'D order_escrow 12000 EUR',
        'D fx_position 13020 USD',
        'C fx_position 12000 EUR',
        'C order_escrow 13020 USD',
      ],
      'fx_quote:spread': ['D order_escrow 20 USD', 'C fx_spread_revenue 20 USD'],
    });
    expect(await positionOf(app, shop, 'EUR-USD')).toEqual([(before[0] ?? 0) - 12_000, (before[1] ?? 0) + 13_020]);

    await deliver(app, shop, sale);

    expect((await journalsOf(app, sale.id))['seller_order:delivered']).toEqual([
      'D order_escrow 13000 USD',
      expect.stringMatching(/^C seller_pending \d+ USD$/),
      expect.stringMatching(/^C commission_revenue \d+ USD$/),
      'C tax_payable 2000 USD',
      'C shipping_revenue 1000 USD',
    ]);
    expect(await heldIn(app, 'order_escrow', sale.id, 'USD')).toBe(0);
  });

  it('keeps its rate when the rate changes', async () => {
    const placed = (await orderIn(app, shop.ada, { paymentCurrency: 'GBP' }, five())).body as ForeignOrder;
    const rate = { from: 'GBP', to: 'USD', rate: { num: 1, den: 1 }, provider: 'test-bank' };
    await post(app, shop.finance.token, '/v1/finance/fx/rates', rate);

    const paid = await pay(app, shop.ada, placed);

    expect(paid.body).toMatchObject({ state: 'captured', amount: placed.totals.total });
    expect(placed.totals.total).toEqual({ amount: 10_416, currency: 'GBP' });
  });

  it('gets the rate of its time when no quote is presented', async () => {
    const placed = (await orderIn(app, shop.ada, { paymentCurrency: 'JPY' }, five())).body as ForeignOrder;

    expect(placed.totals.total).toEqual({ amount: 19_530, currency: 'JPY' });
    expect(placed.sellerOrders[0]?.payment?.quoteId).toMatch(/^fxq_/);
  });

  it('is not converted where it is paid in the currency of its sellers', async () => {
    const placed = (await orderIn(app, shop.ada, { paymentCurrency: 'USD' }, five())).body as ForeignOrder;

    expect(placed.totals.total).toEqual(USD(13_000));
    expect(placed.sellerOrders[0]?.payment).toBeUndefined();
  });

  it('of two sellers in different currencies is paid once, in a third', async () => {
    const yen = await activeSeller(app, { currency: 'JPY', country: 'JP' });
    const there = await activeListing(app, yen, { price: 3_000, currency: 'JPY', stock: 10 });
    const mixed = await post(app, shop.ada.token, '/v1/carts', {
      isMixed: true,
      lines: [five(), { ...there, quantity: 1 }].map(({ variantId, quantity }) => ({ variantId, quantity })),
    });
    const cart = mixed.body as CartBody;
    const body = { cartId: cart.id, shippingAddress: ADDRESS };

    const unsaid = await post(app, shop.ada.token, '/v1/orders', body);
    const placed = await post(app, shop.ada.token, '/v1/orders', { ...body, paymentCurrency: 'KWD' });
    const order = placed.body as ForeignOrder;
    const paid = await pay(app, shop.ada, order);

    expect(cart).toMatchObject({ currency: null, isMixed: true, totals: null });
    expect([unsaid.status, unsaid.body.code]).toEqual([409, 'payment_currency_needed']);
    expect(placed.status).toBe(201);
    const parts = order.sellerOrders.map(({ totals, payment }) => [totals.total, payment?.amount]);
    expect(parts).toContainEqual([USD(13_000), { amount: 40_036, currency: 'KWD' }]);
    expect(parts).toContainEqual([
      { amount: 3_000, currency: 'JPY' },
      { amount: 6_160, currency: 'KWD' },
    ]);
    expect(order.totals.total).toEqual({ amount: 46_196, currency: 'KWD' });
    expect(paid.body).toMatchObject({ state: 'captured', amount: order.totals.total });
    for (const { id, totals } of order.sellerOrders) {
      const owner = fromWire('sor', id) ?? '';
      expect(await heldIn(app, 'order_escrow', owner, totals.total.currency)).toBe(totals.total.amount);
      expect(await heldIn(app, 'order_escrow', owner, 'KWD')).toBe(0);
    }
    expect(await app.sql('select * from ledger.coverage() where assets < liabilities')).toEqual([]);
  });

  it('of two sellers of one currency is rounded once, and split by largest remainder', async () => {
    const rival = await activeSeller(app);
    const [one, other] = [
      await activeListing(app, shop.seller, { price: 6_501, stock: 5 }),
      await activeListing(app, rival, { price: 6_499, stock: 5 }),
    ];
    const placed = (await orderIn(app, shop.ada, { paymentCurrency: 'EUR' }, one, other)).body as ForeignOrder;

    const total = placed.sellerOrders.reduce((sum, share) => sum + (share.payment?.amount.amount ?? 0), 0);
    expect(placed.totals.total).toEqual(EUR(total));
    expect(new Set(placed.sellerOrders.map(({ payment }) => payment?.quoteId)).size).toBe(1);
  });

  it('is paid with store credit of the payment’s currency', async () => {
    const ada = await buyer(app, { createdAt: '2020-01-01T00:00:00.000Z' });
    const mine = { ...shop, ada };
    const declined = await foreignSale(app, mine, { token: 'tok_refund_fails' });
    await post(app, shop.seller.token, `/v1/seller-orders/${declined.sellerOrderId}/refusal`, {
      reason: 'out_of_stock',
    });
    await app.drain();
    expect(await heldIn(app, 'buyer_credit', fromWire('usr', ada.userId) ?? '', 'EUR')).toBe(12_000);

    const sale = await foreignSale(app, mine, { useStoreCredit: true });

    expect((await journalsOf(app, sale.id))['payment:capture']).toEqual([
      'D buyer_credit 12000 EUR',
      'C order_escrow 12000 EUR',
    ]);
    expect((await journalsOf(app, sale.id))['fx_quote:spread']).toEqual([
      'D order_escrow 20 USD',
      'C fx_spread_revenue 20 USD',
    ]);
  });

  describe('is refused, and nothing changes,', () => {
    const refused = async (fields: object, code: string, status = 409) => {
      const before = await orders();
      const answer = await orderIn(app, shop.ada, { paymentCurrency: 'EUR', ...fields }, five());
      expect([answer.status, answer.body.code]).toEqual([status, code]);
      expect(await orders()).toEqual(before);
    };

    it('with a quote that was used', async () => {
      const { id } = await quoteFor(app, shop.ada, { from: 'EUR', to: 'USD' });
      await orderIn(app, shop.ada, { paymentCurrency: 'EUR', fxQuoteIds: [id] }, five());

      await refused({ fxQuoteIds: [id] }, 'fx_quote_used');
    });

    it('with somebody else’s quote', async () => {
      const { id } = await quoteFor(app, await buyer(app), { from: 'EUR', to: 'USD' });

      await refused({ fxQuoteIds: [id] }, 'not_found', 404);
      expect(await app.sql('select locked_for_order from fx_quotes where id = $1', [fromWire('fxq', id)])).toEqual([
        { locked_for_order: null },
      ]);
    });

    it('with a quote of other currencies, or two for one', async () => {
      const other = await quoteFor(app, shop.ada, { from: 'EUR', to: 'CNY' });
      const foreign = await quoteFor(app, shop.ada, { from: 'CNY', to: 'USD' });
      const [one, two] = [
        await quoteFor(app, shop.ada, { from: 'EUR', to: 'USD' }),
        await quoteFor(app, shop.ada, { from: 'EUR', to: 'USD' }),
      ];

      await refused({ fxQuoteIds: [other.id] }, 'fx_quote_unfit');
      await refused({ fxQuoteIds: [foreign.id] }, 'fx_quote_unfit');
      await refused({ fxQuoteIds: [one.id, two.id] }, 'fx_quote_unfit');
      await refused({ paymentCurrency: 'USD', fxQuoteIds: [one.id] }, 'fx_quote_unfit');
    });

    it('with a quote that has expired', async () => {
      const { id } = await quoteFor(app, shop.ada, { from: 'EUR', to: 'USD' });
      await app.advance('PT900S');

      await refused({ fxQuoteIds: [id] }, 'fx_quote_expired');
    });

    it('where the rate is too old', async () => {
      const quotedAt = '2020-01-01T00:00:00.000Z';
      const rate = { from: 'BRL', to: 'USD', rate: { num: 1, den: 5 }, provider: 'test-bank', quotedAt };
      await post(app, shop.finance.token, '/v1/finance/fx/rates', { ...rate, staleAfterSeconds: 60 });

      await refused({ paymentCurrency: 'BRL' }, 'fx_rate_unavailable');
    });
  });

  it('a quote is used by one of two orders that want it at the same time', async () => {
    const { id } = await quoteFor(app, shop.ada, { from: 'EUR', to: 'USD' });

    const answers = await Promise.all(
      [1, 2, 3].map(() => orderIn(app, shop.ada, { paymentCurrency: 'EUR', fxQuoteIds: [id] }, five())),
    );

    expect(answers.map(({ status }) => status).sort()).toEqual([201, 409, 409]);
  });
});
