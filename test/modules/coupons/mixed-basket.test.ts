import { fromWire } from '../../../src/kernel/index.js';
import { startApp, type TestApp } from '../../support/index.js';
import { platformCoupon, putCoupon, saleTerms, sellerCoupon } from '../../support/world.fees.js';
import { heldIn, journalsOf, netOf, type ForeignOrder } from '../../support/world.fx.js';
import { buyer, staff, type Person } from '../../support/world.identity.js';
import { activeListing } from '../../support/world.listings.js';
import { ADDRESS, get, pay, post } from '../../support/world.orders.js';
import { refund } from '../../support/world.refunds.js';
import { activeSeller, type ActiveSeller } from '../../support/world.sellers.js';

interface MixedCart {
  readonly id: string;
  readonly coupon?: { readonly discounts?: readonly object[]; readonly discount?: object };
  readonly differences: readonly object[];
}

const of = (currency: string) => (amount: number) => ({ amount, currency });
const [USD, JPY, KWD] = [of('USD'), of('JPY'), of('KWD')];

describe('a coupon on a basket whose sellers settle in different currencies', () => {
  let app: TestApp;
  let finance: Person;
  let ada: Person;
  let sellers: Record<'usd' | 'jpy' | 'kwd', ActiveSeller>;
  let goods: Record<'usd' | 'jpy' | 'kwd', string>;

  beforeAll(async () => {
    app = await startApp();
    [finance, ada] = await Promise.all([staff(app, 'finance'), buyer(app, { createdAt: '2020-01-01T00:00:00.000Z' })]);
    const [usd, jpy, kwd] = [
      await activeSeller(app),
      await activeSeller(app, { currency: 'JPY', country: 'JP' }),
      await activeSeller(app, { currency: 'KWD', country: 'KW' }),
    ];
    sellers = { usd, jpy, kwd };
    await saleTerms(app, finance, usd.sellerId, 2_000, 'seller');
    goods = {
      usd: (await activeListing(app, usd, { price: 3_333, stock: 500 })).variantId,
      jpy: (await activeListing(app, jpy, { price: 777, currency: 'JPY', stock: 500 })).variantId,
      kwd: (await activeListing(app, kwd, { price: 12_345, currency: 'KWD', stock: 500 })).variantId,
    };
  });
  afterAll(() => app.stop());

  async function basket(code: string, ...lines: (readonly [keyof typeof goods, number])[]) {
    const body = { isMixed: true, lines: lines.map(([which, quantity]) => ({ variantId: goods[which], quantity })) };
    const cart = (await post(app, ada.token, '/v1/carts', body)).body as MixedCart;
    const answer = await putCoupon(app, ada.token, cart.id, code);
    return { cartId: cart.id, status: answer.status, cart: answer.body as MixedCart & { code?: string } };
  }

  const order = (cartId: string) =>
    post(app, ada.token, '/v1/orders', { cartId, shippingAddress: ADDRESS, paymentCurrency: 'USD' });

  async function paidFor(cartId: string): Promise<ForeignOrder> {
    const placed = (await order(cartId)).body as ForeignOrder;
    await pay(app, ada, placed);
    await app.drain();
    return placed;
  }

  const shareOf = (placed: ForeignOrder, { sellerId }: ActiveSeller) => {
    const share = placed.sellerOrders.find((each) => each.sellerId === sellerId);
    return { sellerOrderId: share?.id ?? '', id: fromWire('sor', share?.id ?? '') ?? '', share };
  };
  const redemptions = (code: string) =>
    app.sql(
      `select r.currency::text, r.platform_part::int as platform, r.seller_part::int as seller
         from coupon_redemptions r join coupons c on c.id = r.coupon_id where c.code = $1 order by 1`,
      [code],
    );

  it('is borne in the currency of each seller, and the buyer pays the less', async () => {
    const { code } = await platformCoupon(app, finance, { percentBps: 1_000, platformBps: 4_000 });

    const { status, cart, cartId } = await basket(code, ['usd', 3], ['jpy', 3], ['kwd', 1]);
    const placed = await paidFor(cartId);

    const [usd, jpy, kwd] = (['usd', 'jpy', 'kwd'] as const).map((which) => shareOf(placed, sellers[which]));
    expect(status).toBe(200);
    expect(cart.coupon?.discount).toBeUndefined();
    expect(cart.coupon?.discounts).toEqual(expect.arrayContaining([USD(1_000), JPY(233), KWD(1_235)]));
    // The platform pays 4.00 of 10.00 USD, 93 of 233 JPY and 0.494 of 1.235 KWD.
    expect(await redemptions(code)).toEqual([
      { currency: 'JPY', platform: 93, seller: 140 },
      { currency: 'KWD', platform: 494, seller: 741 },
      { currency: 'USD', platform: 400, seller: 600 },
    ]);
    expect((await journalsOf(app, jpy?.id ?? ''))['payment:capture']?.slice(2)).toEqual([
      'D promotion_expense 93 JPY',
      'C order_escrow 93 JPY',
    ]);
    expect(await heldIn(app, 'order_escrow', jpy?.id ?? '', 'JPY')).toBe(2_331 - 140);
    expect(await heldIn(app, 'order_escrow', kwd?.id ?? '', 'KWD')).toBe(12_345 - 741);
    // 99.99 less 6.00, with 20 % tax on that
    expect(await heldIn(app, 'order_escrow', usd?.id ?? '', 'USD')).toBe(9_399 + 1_880);
  });

  it('goes back to its bearers with partial refunds, to the minor unit', async () => {
    const { code } = await platformCoupon(app, finance, { percentBps: 1_234, platformBps: 3_333 });
    const before = await Promise.all(['USD', 'JPY', 'KWD'].map((each) => netOf(app, 'promotion_expense', each)));
    const { cartId } = await basket(code, ['usd', 7], ['jpy', 7], ['kwd', 7]);
    const placed = await paidFor(cartId);
    const paidBy = await Promise.all(['USD', 'JPY', 'KWD'].map((each) => netOf(app, 'promotion_expense', each)));

    for (const which of ['kwd', 'usd', 'jpy'] as const) {
      const { sellerOrderId, share } = shareOf(placed, sellers[which]);
      await post(app, sellers[which].token, `/v1/seller-orders/${sellerOrderId}/acceptance`);
      for (const quantity of [1, 3, 2]) {
        const lines = [{ lineId: share?.lines[0]?.id ?? '', quantity }];
        const answer = await refund(app, sellers[which].token, { sellerOrderId }, { lines });
        expect(answer.status).toBe(201);
        await app.drain();
      }
    }
    const rows = await app.sql<{ currency: string; left: number; part: number }>(
      `select r.currency::text, sum(p.promotion - p.promotion_returned)::int as left, r.platform_part::int as part
         from coupon_redemptions r join seller_orders s on s.order_id = r.order_id and s.currency = r.currency::text
         join payment_parts p on p.seller_order_id = s.id where r.order_id = $1 group by 1, 3 order by 1`,
      [fromWire('ord', placed.id)],
    );
    for (const which of ['jpy', 'kwd', 'usd'] as const) {
      const { sellerOrderId } = shareOf(placed, sellers[which]);
      await refund(app, sellers[which].token, { sellerOrderId }, { everything: true });
      await app.drain();
    }

    expect(rows.map(({ left, part }) => left > 0 && left <= Math.ceil(part / 7) + 1)).toEqual([true, true, true]);
    expect(paidBy).not.toEqual(before);
    const after = await Promise.all(['USD', 'JPY', 'KWD'].map((each) => netOf(app, 'promotion_expense', each)));
    expect(after).toEqual(before);
    for (const which of ['usd', 'jpy', 'kwd'] as const) {
      expect(await heldIn(app, 'order_escrow', shareOf(placed, sellers[which]).id, which.toUpperCase())).toBe(0);
    }
    expect(await get(app, ada.token, `/v1/payments/${placed.paymentId}`)).toMatchObject({
      refunded: placed.totals.total,
    });
  });

  it('of one seller lowers only its goods, in its currency', async () => {
    const { code } = await sellerCoupon(app, sellers.jpy, { percentBps: 2_000 });

    const { cart, cartId } = await basket(code, ['usd', 1], ['jpy', 2]);
    const placed = await paidFor(cartId);

    expect(cart.coupon?.discounts).toEqual([JPY(311)]);
    expect(shareOf(placed, sellers.jpy).share?.totals).toMatchObject({ discount: JPY(311), total: JPY(1_243) });
    expect(shareOf(placed, sellers.usd).share?.totals).toMatchObject({ discount: USD(0), total: USD(4_000) });
    expect(await redemptions(code)).toEqual([{ currency: 'JPY', platform: 0, seller: 311 }]);
  });

  it('is used once by an order however many currencies there are, and can be used again when it was not paid', async () => {
    const amounts = [
      { currency: 'JPY', off: 100 },
      { currency: 'USD', off: 90 },
    ];
    const { code } = await platformCoupon(app, finance, { percentBps: 500, amounts: undefined, totalLimit: 1 });
    const fixed = await platformCoupon(app, finance, { amounts });
    const [first, second] = [await basket(code, ['usd', 1], ['jpy', 1]), await basket(code, ['usd', 1], ['jpy', 1])];
    const once = await basket(fixed.code, ['jpy', 1], ['usd', 1]);

    const answers = await Promise.all([order(first.cartId), order(second.cartId)]);
    const [used] = await app.sql('select redeemed from coupons where code = $1', [code]);
    await app.advance('PT31M');
    const [free] = await app.sql('select redeemed from coupons where code = $1', [code]);
    const third = await basket(code, ['usd', 1], ['jpy', 1]);
    const again = await order(third.cartId);

    expect(answers.map(({ status }) => status).sort()).toEqual([201, 409]);
    expect([used, free]).toEqual([{ redeemed: 1 }, { redeemed: 0 }]);
    expect(again.status).toBe(201);
    expect(once.cart.coupon?.discounts).toHaveLength(1);
  });

  it('tells in which currency it takes something else off since the buyer agreed', async () => {
    const { code } = await platformCoupon(app, finance, { percentBps: 1_000 });
    const { cartId } = await basket(code, ['usd', 1], ['jpy', 1]);
    const [row] = await app.sql<{ seen: object }>('select seen_discounts as seen from carts where id = $1', [
      fromWire('crt', cartId),
    ]);
    await app.sql(`update carts set seen_discounts = '{"USD": 333, "JPY": 99}' where id = $1`, [
      fromWire('crt', cartId),
    ]);

    const cart = await get<MixedCart & { quoteVersion: string }>(app, ada.token, `/v1/carts/${cartId}`);
    const stale = await order(cartId);
    const { quoteVersion } = cart;
    await post(app, ada.token, `/v1/carts/${cartId}/quote-acceptance`, { quoteVersion });
    const agreed = await get<MixedCart>(app, ada.token, `/v1/carts/${cartId}`);

    expect(row?.seen).toEqual({ USD: 333, JPY: 78 });
    expect(cart.differences).toEqual([{ code: 'coupon_changed', currency: 'JPY', was: 99, now: 78 }]);
    expect([stale.status, stale.body.code]).toEqual([409, 'quote_changed']);
    expect(agreed.differences).toEqual([]);
  });

  it('that names none of the currencies is refused, and changes nothing', async () => {
    const { code } = await platformCoupon(app, finance, { amounts: [{ currency: 'GBP', off: 100 }] });

    const { status, cart, cartId } = await basket(code, ['usd', 1], ['jpy', 1]);

    expect([status, cart.code]).toEqual([409, 'coupon_unusable']);
    expect((await get<MixedCart>(app, ada.token, `/v1/carts/${cartId}`)).coupon).toBeUndefined();
  });
});
