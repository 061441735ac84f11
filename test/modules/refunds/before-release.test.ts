import { randomUUID } from 'node:crypto';
import { startApp, type TestApp } from '../../support/index.js';
import { journalsOf, platformCoupon, putCoupon } from '../../support/world.fees.js';
import { buyer } from '../../support/world.identity.js';
import { ADDRESS, get, openCart, pay, placedOrder, post, type OrderBody } from '../../support/world.orders.js';
import {
  deliver,
  held,
  openShop,
  paidSale,
  REASON,
  refund,
  refundJournals,
  refundsOf,
  units,
  type Sale,
  type Shop,
} from '../../support/world.refunds.js';
import { activeSeller } from '../../support/world.sellers.js';
import { fromWire } from '../../../src/kernel/index.js';

describe('a refund while the money is in escrow', () => {
  let app: TestApp;
  let shop: Shop;

  beforeAll(async () => {
    app = await startApp();
    shop = await openShop(app);
  });
  afterAll(() => app.stop());

  const counters = async ({ id }: Sale) => {
    const [row] = await app.sql<object>(
      `select p.refunded::int as refunded, s.refunded_shipping::int as shipping, l.refunded_units as units,
              (select count(*)::int from refunds r where r.seller_order_id = s.id) as refunds
         from seller_orders s join payment_parts p on p.seller_order_id = s.id
         join order_lines l on l.seller_order_id = s.id where s.id = $1`,
      [id],
    );
    return row;
  };

  it('gives all of it back and leaves seller and commission untouched (R1, R2)', async () => {
    const sale = await paidSale(app, shop);

    const answer = await refund(app, shop.seller.token, sale, { everything: true, note: 'Sold out after all.' });
    await app.drain();

    expect(answer.status).toBe(201);
    expect(answer.body).toMatchObject({
      sellerOrderId: sale.sellerOrderId,
      state: 'requested',
      amount: { amount: 13_000, currency: 'USD' },
      shipping: { amount: 1_000 },
      lines: [{ lineId: sale.lineId, quantity: 5 }],
      reason: 'returned',
      note: 'Sold out after all.',
    });
    expect(await refundJournals(app, answer.body.id)).toEqual({
      requested: ['D order_escrow 13000', 'C refund_in_transit 13000'],
      confirmed: ['D refund_in_transit 13000', 'C psp_clearing 13000'],
    });
    expect(await refundsOf(app, shop.ada.token, sale)).toMatchObject([{ id: answer.body.id, state: 'succeeded' }]);
    expect(await counters(sale)).toEqual({ refunded: 13_000, shipping: 1_000, units: 5, refunds: 1 });
  });

  it('gives a part back; the delivery splits the rest as 54 / 6 / 12 / 10 (R5)', async () => {
    const sale = await paidSale(app, shop);

    const answer = await refund(app, shop.seller.token, sale, units(sale, 2));
    await deliver(app, shop, sale);

    expect(answer.body.amount.amount).toBe(4_800);
    const journals = await journalsOf(app, sale.id);
    expect(journals.requested).toEqual(['D order_escrow 4800', 'C refund_in_transit 4800']);
    expect(journals.delivered).toEqual([
      'D order_escrow 8200',
      'C seller_pending 5400',
      'C commission_revenue 600',
      'C tax_payable 1200',
      'C shipping_revenue 1000',
    ]);
    const earning = await get(app, shop.seller.token, `/v1/seller-orders/${sale.sellerOrderId}/earning`);
    expect(earning).toMatchObject({ item: { amount: 6_000 }, net: { amount: 5_400 }, commission: { amount: 600 } });
  });

  it('gives the platform its coupon back and the buyer what he paid (R4)', async () => {
    const { code } = await platformCoupon(app, shop.finance, { amounts: [{ currency: 'USD', off: 1_500 }] });
    const cart = await openCart(app, shop.ada, { variantId: shop.variantId, quantity: 5 });
    await putCoupon(app, shop.ada.token, cart.id, code);
    const placed = await post(app, shop.ada.token, '/v1/orders', { cartId: cart.id, shippingAddress: ADDRESS });
    const order = placed.body as OrderBody;
    await pay(app, shop.ada, order);
    await app.drain();

    const answer = await refund(
      app,
      shop.finance.token,
      { sellerOrderId: order.sellerOrders[0]?.id ?? '' },
      { everything: true },
    );

    expect(answer.body).toMatchObject({ amount: { amount: 11_500 }, promotion: { amount: 1_500 } });
    expect((await refundJournals(app, answer.body.id)).requested).toEqual([
      'D order_escrow 13000',
      'C refund_in_transit 11500',
      'C promotion_expense 1500',
    ]);
  });

  it('of everything leaves a delivery that earns nothing', async () => {
    const sale = await paidSale(app, shop);
    await refund(app, shop.seller.token, sale, { everything: true });

    await deliver(app, shop, sale);

    expect(Object.keys(await journalsOf(app, sale.id)).sort()).toEqual(['capture', 'confirmed', 'requested']);
    const earning = await get(app, shop.seller.token, `/v1/seller-orders/${sale.sellerOrderId}/earning`);
    expect(earning).toMatchObject({ net: { amount: 0 }, item: { amount: 0 } });
  });

  it('leaves the buyer’s cancellation only the rest', async () => {
    const sale = await paidSale(app, shop);
    await refund(app, shop.seller.token, sale, { ...units(sale, 2), shipping: { amount: 300, currency: 'USD' } });

    const cancelled = await post(app, shop.ada.token, `/v1/seller-orders/${sale.sellerOrderId}/cancellation`);
    const again = await refund(app, shop.seller.token, sale, { everything: true });

    expect(cancelled.status).toBe(200);
    expect((await refundsOf(app, shop.ada.token, sale)).map(({ amount }) => amount.amount)).toEqual([5_100, 7_900]);
    expect(await held(app, 'order_escrow', sale.id)).toBe(0);
    expect([again.status, again.body.code]).toEqual([409, 'not_refundable']);
  });

  it('becomes store credit when the provider cannot pay back (R3)', async () => {
    const bo = await buyer(app);
    const order = await placedOrder(app, bo, { variantId: shop.variantId, quantity: 5 });
    await pay(app, bo, order, 'tok_refund_fails');
    await app.drain();

    const answer = await refund(
      app,
      shop.seller.token,
      { sellerOrderId: order.sellerOrders[0]?.id ?? '' },
      { everything: true },
    );
    await app.drain();

    expect((await refundJournals(app, answer.body.id)).rejected).toEqual([
      'D refund_in_transit 13000',
      'C buyer_credit 13000',
    ]);
    expect(await held(app, 'buyer_credit', fromWire('usr', bo.userId) ?? '')).toBe(13_000);
  });

  it('is made once for one idempotency key, and the key is required', async () => {
    const sale = await paidSale(app, shop);
    const path = `/v1/seller-orders/${sale.sellerOrderId}/refunds`;
    const body = { ...REASON, ...units(sale, 1) };
    const key = randomUUID();

    const answers = await Promise.all([1, 2, 3].map(() => post(app, shop.seller.token, path, body, key)));
    const replayed = await post(app, shop.seller.token, path, body, key);
    const other = await post(app, shop.seller.token, path, { ...REASON, ...units(sale, 2) }, key);
    const without = await app.http
      .post(path)
      .set({ authorization: `Bearer ${shop.seller.token}` })
      .send(body);

    expect(answers.map(({ status }) => status).filter((status) => status === 201).length).toBeGreaterThan(0);
    expect(replayed.status).toBe(201);
    expect(other.status).toBe(422);
    expect(without.status).toBe(400);
    expect(await counters(sale)).toMatchObject({ refunded: 2_400, refunds: 1, units: 1 });
  });

  it('is refused beyond a line’s units and the shipping, and changes nothing then', async () => {
    const sale = await paidSale(app, shop);
    await refund(app, shop.seller.token, sale, units(sale, 4));
    const before = await counters(sale);

    const units2 = await refund(app, shop.seller.token, sale, units(sale, 2));
    const shipping = await refund(app, shop.seller.token, sale, { shipping: { amount: 1_001, currency: 'USD' } });
    const nothing = await refund(app, shop.seller.token, sale, {});
    const twice = await refund(app, shop.seller.token, sale, { everything: true, ...units(sale, 1) });
    const euros = await refund(app, shop.seller.token, sale, { shipping: { amount: 1, currency: 'EUR' } });
    const unknown = await refund(app, shop.seller.token, sale, {
      lines: [{ lineId: 'lin_01hzy3v9qtf5r8m2k4w6x8y0za', quantity: 1 }],
    });

    expect([units2.body.code, shipping.body.code]).toEqual(['refund_exceeds_order', 'refund_exceeds_order']);
    expect([units2.status, shipping.status]).toEqual([409, 409]);
    expect([nothing, twice, euros, unknown].map(({ status }) => status)).toEqual([422, 422, 422, 422]);
    expect(await counters(sale)).toEqual(before);
  });

  it('is refused before the payment', async () => {
    const order = await placedOrder(app, shop.ada, { variantId: shop.variantId });

    const sale = { sellerOrderId: order.sellerOrders[0]?.id ?? '' };
    const answer = await refund(app, shop.seller.token, sale, { everything: true });

    expect([answer.status, answer.body.code]).toEqual([409, 'not_refundable']);
  });

  it('does not exist for strangers', async () => {
    const sale = await paidSale(app, shop);
    const stranger = await activeSeller(app);

    const byStranger = await refund(app, stranger.token, sale, { everything: true });
    const byBuyer = await refund(app, shop.ada.token, sale, { everything: true });
    const list = await app.http
      .get(`/v1/seller-orders/${sale.sellerOrderId}/refunds`)
      .set({ authorization: `Bearer ${stranger.token}` });

    expect([byStranger.status, byBuyer.status, list.status]).toEqual([404, 403, 404]);
    expect(await counters(sale)).toMatchObject({ refunded: 0, units: 0, refunds: 0 });
  });
});
