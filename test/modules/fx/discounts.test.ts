import { startApp, type TestApp } from '../../support/index.js';
import { platformCoupon, putCoupon } from '../../support/world.fees.js';
import { foreignShop, heldIn, journalsOf, type ForeignOrder, type ForeignShop } from '../../support/world.fx.js';
import { ADDRESS, openCart, pay, post } from '../../support/world.orders.js';
import { fromWire } from '../../../src/kernel/index.js';

const EUR = (amount: number) => ({ amount, currency: 'EUR' });
const USD = (amount: number) => ({ amount, currency: 'USD' });

describe('a discount on what is paid in another currency', () => {
  let app: TestApp;
  let shop: ForeignShop;

  beforeAll(async () => {
    app = await startApp();
    shop = await foreignShop(app);
  });
  afterAll(() => app.stop());

  async function discounted(): Promise<ForeignOrder> {
    const { code } = await platformCoupon(app, shop.finance, { amounts: [{ currency: 'USD', off: 1_500 }] });
    const cart = await openCart(app, shop.ada, { variantId: shop.variantId, quantity: 5 });
    await putCoupon(app, shop.ada.token, cart.id, code);
    const body = { cartId: cart.id, shippingAddress: ADDRESS, paymentCurrency: 'EUR' };
    const order = (await post(app, shop.ada.token, '/v1/orders', body)).body as ForeignOrder;
    await pay(app, shop.ada, order);
    await app.drain();
    return order;
  }

  it('that the platform pays for is paid in the seller’s currency, and comes back in it', async () => {
    const order = await discounted();
    const id = fromWire('sor', order.sellerOrders[0]?.id ?? '') ?? '';
    const escrow = await heldIn(app, 'order_escrow', id, 'USD');

    await post(app, shop.seller.token, `/v1/seller-orders/${order.sellerOrders[0]?.id ?? ''}/refusal`, {
      reason: 'out_of_stock',
    });
    await app.drain();

    expect(order.totals).toMatchObject({ item: EUR(9_231), tax: EUR(1_846), shipping: EUR(923), total: EUR(10_616) });
    expect(order.totals).toMatchObject({ discount: EUR(1_384) });
    expect(order.sellerOrders[0]).toMatchObject({ totals: { total: USD(11_500) }, payment: { amount: EUR(10_616) } });
    expect(escrow).toBe(13_000);
    expect(await journalsOf(app, id)).toMatchObject({
      'payment:capture': [
        'D psp_clearing 10616 EUR',
        'C order_escrow 10616 EUR',
        'D promotion_expense 1500 USD',
        'C order_escrow 1500 USD',
      ],
      'fx_quote:spread': ['D order_escrow 18 USD', 'C fx_spread_revenue 18 USD'],
      'refund:requested': [
        'D order_escrow 13000 USD',
        'D fx_spread_revenue 18 USD',
        'C fx_position 11518 USD',
        'D fx_position 10616 EUR',
        'C refund_in_transit 10616 EUR',
        'C promotion_expense 1500 USD',
      ],
    });
  });
});
