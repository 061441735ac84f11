import { fromWire } from '../../../src/kernel/index.js';
import { bearer, startApp, type TestApp } from '../../support/index.js';
import { journalsOf, platformCoupon, putCoupon, saleTerms, sellerCoupon } from '../../support/world.fees.js';
import { buyer, staff, type Person } from '../../support/world.identity.js';
import { activeListing } from '../../support/world.listings.js';
import {
  ADDRESS,
  get,
  openCart,
  parcel,
  pay,
  post,
  type CartBody,
  type OrderBody,
} from '../../support/world.orders.js';
import { activeSeller, type ActiveSeller } from '../../support/world.sellers.js';

describe('who bears a discount', () => {
  let app: TestApp;
  let finance: Person;
  let ada: Person;
  let seller: ActiveSeller;
  let variantId: string;

  /** Item 100.00, tax 20 %, shipping 10.00 that the platform keeps, commission 10 %. */
  beforeAll(async () => {
    app = await startApp();
    [finance, ada, seller] = await Promise.all([staff(app, 'finance'), buyer(app), activeSeller(app)]);
    await saleTerms(app, finance, seller.sellerId, 2_000, 'platform');
    ({ variantId } = await activeListing(app, seller, { price: 10_000, shipping: 1_000, stock: 50 }));
  });

  afterAll(() => app.stop());

  /** Orders the item with the coupon and pays for it. */
  async function paidWith(code: string): Promise<{ order: OrderBody; sellerOrderId: string }> {
    const cart = await openCart(app, ada, { variantId });
    const quoted = await putCoupon(app, ada.token, cart.id, code);
    expect(quoted.status).toBe(200);
    const answer = await post(app, ada.token, '/v1/orders', { cartId: cart.id, shippingAddress: ADDRESS });
    expect(answer.status).toBe(201);
    const order = answer.body as OrderBody;
    expect(order.totals).toEqual((quoted.body as CartBody).totals);
    expect((await pay(app, ada, order)).status).toBeLessThan(300);
    await app.drain();
    return { order, sellerOrderId: order.sellerOrders[0]?.id ?? '' };
  }

  async function deliver(sellerOrderId: string): Promise<void> {
    await post(app, seller.token, `/v1/seller-orders/${sellerOrderId}/acceptance`);
    await post(app, seller.token, `/v1/seller-orders/${sellerOrderId}/shipments`, parcel());
    await post(app, seller.token, `/v1/seller-orders/${sellerOrderId}/delivery`);
    await app.drain();
  }

  const journals = (sellerOrderId: string): Promise<Record<string, string[]>> =>
    journalsOf(app, fromWire('sor', sellerOrderId) ?? '');

  const off15 = { amounts: [{ currency: 'USD', off: 1_500 }] };

  it('the platform, at its expense: the buyer pays 115.00, the seller is made whole (P5, E2)', async () => {
    const { code } = await platformCoupon(app, finance, off15);

    const { order, sellerOrderId } = await paidWith(code);
    await deliver(sellerOrderId);

    expect(order.totals.total.amount).toBe(11_500);
    expect(await journals(sellerOrderId)).toEqual({
      capture: ['D psp_clearing 11500', 'D promotion_expense 1500', 'C order_escrow 13000'],
      delivered: [
        'D order_escrow 13000',
        'C seller_pending 9000',
        'C commission_revenue 1000',
        'C tax_payable 2000',
        'C shipping_revenue 1000',
      ],
    });
  });

  it('the seller, by a lower price: the buyer pays 112.00 and the commission is 8.50 (P6, E3)', async () => {
    const { code } = await sellerCoupon(app, seller, off15);

    const { order, sellerOrderId } = await paidWith(code);
    await deliver(sellerOrderId);

    expect(order.totals).toMatchObject({ tax: { amount: 1_700 }, total: { amount: 11_200 } });
    expect(await journals(sellerOrderId)).toEqual({
      capture: ['D psp_clearing 11200', 'C order_escrow 11200'],
      delivered: [
        'D order_escrow 11200',
        'C seller_pending 7650',
        'C commission_revenue 850',
        'C tax_payable 1700',
        'C shipping_revenue 1000',
      ],
    });
    const [mine] = [await get<{ earnings: object }>(app, seller.token, `/v1/seller-orders/${sellerOrderId}`)];
    expect(mine.earnings).toMatchObject({ discountBorne: { amount: 1_500 }, sellerNet: { amount: 7_650 } });
  });

  it('both, by their shares, frozen on the line', async () => {
    const { code } = await platformCoupon(app, finance, { ...off15, platformBps: 4_000 });

    const { order, sellerOrderId } = await paidWith(code);

    // the seller's 9.00 lower the price to 91.00 and the tax to 18.20, the platform's 6.00 only what the buyer pays
    expect(order.totals).toMatchObject({
      tax: { amount: 1_820 },
      discount: { amount: 1_500 },
      total: { amount: 11_320 },
    });
    expect((await journals(sellerOrderId)).capture).toEqual([
      'D psp_clearing 11320',
      'D promotion_expense 600',
      'C order_escrow 11920',
    ]);
    const lines = await app.sql(
      `select platform_discount::int, seller_discount::int, commission::int from order_lines where seller_order_id = $1`,
      [fromWire('sor', sellerOrderId)],
    );
    expect(lines).toEqual([{ platform_discount: 600, seller_discount: 900, commission: 910 }]);
  });

  it('the platform gets its 15.00 back when the order is refunded, the buyer the 115.00 that he paid (R4, R2)', async () => {
    const { code } = await platformCoupon(app, finance, off15);
    const { order, sellerOrderId } = await paidWith(code);

    const cancelled = await post(app, ada.token, `/v1/seller-orders/${sellerOrderId}/cancellation`);
    await app.drain();

    expect(cancelled.status).toBe(200);
    const { capture, requested } = await journals(sellerOrderId);
    expect(capture).toEqual(['D psp_clearing 11500', 'D promotion_expense 1500', 'C order_escrow 13000']);
    expect(requested).toEqual(['D order_escrow 13000', 'C refund_in_transit 11500', 'C promotion_expense 1500']);
    const refunds = await app.sql('select amount::int, promotion::int, state from refunds where seller_order_id = $1', [
      fromWire('sor', sellerOrderId),
    ]);
    expect(refunds).toEqual([{ amount: 11_500, promotion: 1_500, state: 'succeeded' }]);
    const payment = await get<{ refunded: { amount: number } }>(app, ada.token, `/v1/payments/${order.paymentId}`);
    expect(payment.refunded.amount).toBe(11_500);
  });

  it('the platform, for two sellers by what each sells; a refund of one brings back only its part', async () => {
    const other = await activeSeller(app);
    const book = await activeListing(app, other, { price: 5_001, stock: 5 });
    const { code } = await platformCoupon(app, finance, off15);
    const cart = await openCart(app, ada, { variantId }, { variantId: book.variantId });
    expect((await putCoupon(app, ada.token, cart.id, code)).status).toBe(200);
    const { body } = await post(app, ada.token, '/v1/orders', { cartId: cart.id, shippingAddress: ADDRESS });
    const order = body as OrderBody;
    await pay(app, ada, order);
    await app.drain();
    const idOf = ({ sellerId }: ActiveSeller): string =>
      order.sellerOrders.find((each) => each.sellerId === sellerId)?.id ?? '';

    await post(app, ada.token, `/v1/seller-orders/${idOf(other)}/cancellation`);
    await app.drain();

    // 15.00 over 100.00 and 50.01 is 9.9993 and 5.0007
    expect(order.totals.total.amount).toBe(13_000 + 5_001 - 1_500);
    expect((await journals(idOf(seller))).capture?.[1]).toBe('D promotion_expense 1000');
    const theirs = await journals(idOf(other));
    expect(theirs.capture).toEqual(['D psp_clearing 4501', 'D promotion_expense 500', 'C order_escrow 5001']);
    expect(theirs.requested).toEqual(['D order_escrow 5001', 'C refund_in_transit 4501', 'C promotion_expense 500']);
    const [{ left } = { left: 0 }] = await app.sql<{ left: number }>(
      'select sum(promotion - promotion_returned)::int as left from payment_parts where payment_id = $1',
      [fromWire('pay', order.paymentId)],
    );
    expect(left).toBe(1_000);
  });

  it('no other seller: a coupon of one lowers only its goods in a basket of two', async () => {
    const other = await activeSeller(app);
    const book = await activeListing(app, other, { price: 2_000, stock: 5 });
    const { code } = await sellerCoupon(app, seller, { percentBps: 1_000 });
    const cart = await openCart(app, ada, { variantId }, { variantId: book.variantId });

    const answer = await putCoupon(app, ada.token, cart.id, code);

    const shares = (answer.body as CartBody).shares.map(({ sellerId, totals }) => [
      sellerId,
      (totals as unknown as { discount: { amount: number } }).discount.amount,
    ]);
    expect(Object.fromEntries(shares)).toEqual({ [seller.sellerId]: 1_000, [other.sellerId]: 0 });
    await app.http.delete(`/v1/carts/${cart.id}/coupon`).set(bearer(ada.token)).expect(200);
    expect((await get<CartBody>(app, ada.token, `/v1/carts/${cart.id}`)).totals).toEqual(cart.totals);
  });
});
