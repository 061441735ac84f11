import { randomUUID } from 'node:crypto';
import { bearer, startApp, type TestApp } from '../../support/index.js';
import {
  freshCode,
  platformCoupon,
  postAt,
  putCoupon,
  sellerCoupon,
  type CouponBody,
} from '../../support/world.fees.js';
import { buyer, staff, type Person } from '../../support/world.identity.js';
import { activeListing } from '../../support/world.listings.js';
import { ADDRESS, get, openCart, post, type CartBody, type OrderBody } from '../../support/world.orders.js';
import { activeSeller, type ActiveSeller } from '../../support/world.sellers.js';

describe('coupons', () => {
  let app: TestApp;
  let finance: Person;
  let ada: Person;
  let seller: ActiveSeller;
  let variantId: string;

  beforeAll(async () => {
    app = await startApp();
    [finance, ada, seller] = await Promise.all([staff(app, 'finance'), buyer(app), activeSeller(app)]);
    ({ variantId } = await activeListing(app, seller, { price: 10_000, stock: 500 }));
  });

  afterAll(() => app.stop());

  const codeOf = ({ status, body }: { status: number; body: unknown }): unknown[] => [
    status,
    (body as { code?: string }).code,
  ];
  const cartOf = (id: string): Promise<CartBody> => get(app, ada.token, `/v1/carts/${id}`);
  const place = (person: Person, cartId: string, key = randomUUID(), fields: object = {}) =>
    post(app, person.token, '/v1/orders', { cartId, shippingAddress: ADDRESS, ...fields }, key);
  const redeemed = async (id: string): Promise<number> => {
    const { data } = await get<{ data: CouponBody[] }>(app, finance.token, '/v1/finance/coupons?limit=100');
    return data.find((each) => each.id === id)?.redeemed ?? -1;
  };

  /** A cart of one unit that carries the code. */
  async function cartWith(person: Person, code: string, quantity = 1): Promise<CartBody> {
    const cart = await openCart(app, person, { variantId, quantity });
    const answer = await putCoupon(app, person.token, cart.id, code);
    if (answer.status !== 200) throw new Error(`The coupon was refused: ${answer.text}`);
    return answer.body as CartBody;
  }

  it('lower what the cart costs, again with every change, and nothing is used up before the order', async () => {
    const { id, code } = await platformCoupon(app, finance, { percentBps: 1_000, totalLimit: 1 });

    const cart = await cartWith(ada, code.toLowerCase());
    const added = await post(app, ada.token, `/v1/carts/${cart.id}/lines`, { variantId, quantity: 1 });

    expect(cart).toMatchObject({ coupon: { code, discount: { amount: 1_000 } }, totals: { total: { amount: 9_000 } } });
    expect(added.body).toMatchObject({ coupon: { discount: { amount: 2_000 } }, differences: [] });
    expect(await redeemed(id)).toBe(0);
  });

  it('are counted by the order, once for the same key', async () => {
    const { id, code } = await platformCoupon(app, finance, { percentBps: 1_000 });
    const cart = await cartWith(ada, code);
    const key = randomUUID();

    const [first, again] = [await place(ada, cart.id, key), await place(ada, cart.id, key)];

    expect([first.status, again.body]).toEqual([201, first.body]);
    expect((first.body as OrderBody).totals.total.amount).toBe(9_000);
    expect(await redeemed(id)).toBe(1);
  });

  it('go to ten of fifty buyers who order at once, when ten may use it', async () => {
    const { id, code } = await platformCoupon(app, finance, { percentBps: 1_000, totalLimit: 10 });
    const people = await Promise.all(Array.from({ length: 50 }, () => buyer(app)));
    const carts = await Promise.all(people.map((person) => cartWith(person, code)));

    const answers = await Promise.all(people.map((person, i) => place(person, carts[i]?.id ?? '')));

    expect(answers.filter(({ status }) => status === 201)).toHaveLength(10);
    const refused = answers.filter(({ status }) => status !== 201).map(codeOf);
    expect(refused).toHaveLength(40);
    const reasons = new Set(refused.map(([status, code]) => `${String(status)} ${String(code)}`));
    expect([...reasons].filter((each) => !['409 coupon_unusable', '409 quote_changed'].includes(each))).toEqual([]);
    expect(await redeemed(id)).toBe(10);
    const [{ orders } = { orders: -1 }] = await app.sql<{ orders: number }>(
      'select count(*)::int as orders from coupon_redemptions where coupon_id = (select id from coupons where code = $1)',
      [code],
    );
    expect(orders).toBe(10);
  });

  it('go to one of a buyer’s five carts that are ordered at once, when each buyer may use it once', async () => {
    const { id, code } = await platformCoupon(app, finance, { percentBps: 1_000, buyerLimit: 1 });
    const grace = await buyer(app);
    const carts = [];
    for (let i = 0; i < 5; i += 1) carts.push(await cartWith(grace, code));

    const answers = await Promise.all(carts.map((cart) => place(grace, cart.id)));

    expect(answers.map(({ status }) => status).sort()).toEqual([201, 409, 409, 409, 409]);
    expect(await redeemed(id)).toBe(1);
  });

  it('that are used up since the cart was quoted make it cost more, which the buyer has to agree to', async () => {
    const { code } = await platformCoupon(app, finance, { percentBps: 1_000, totalLimit: 1 });
    const [mine, theirs] = [await cartWith(ada, code), await cartWith(await buyer(app), code)];
    const grace = await buyer(app);
    const winner = await cartWith(grace, code);
    expect((await place(grace, winner.id)).status).toBe(201);

    const refused = await place(ada, mine.id);
    const seen = await cartOf(mine.id);
    const accepted = await post(app, ada.token, `/v1/carts/${mine.id}/quote-acceptance`, {
      quoteVersion: seen.quoteVersion,
    });
    const placed = await place(ada, mine.id);

    expect(theirs.totals?.total.amount).toBe(9_000);
    expect(codeOf(refused)).toEqual([409, 'quote_changed']);
    expect(seen).toMatchObject({
      ...{ coupon: { code, refusal: 'used_up', discount: { amount: 0 } } },
      ...{ differences: [{ code: 'coupon_unavailable', was: 1_000, now: 0 }] },
    });
    expect((accepted.body as CartBody).differences).toEqual([]);
    expect((placed.body as OrderBody).totals.total.amount).toBe(10_000);
  });

  it('come back when the order is never paid', async () => {
    const { id, code } = await platformCoupon(app, finance, { percentBps: 1_000, totalLimit: 1, buyerLimit: 1 });
    const cart = await cartWith(ada, code);
    expect((await place(ada, cart.id)).status).toBe(201);
    const used = await redeemed(id);

    await app.advance('PT31M');

    expect([used, await redeemed(id)]).toEqual([1, 0]);
    const again = await cartWith(ada, code);
    expect((await place(ada, again.id)).status).toBe(201);
    expect(await redeemed(id)).toBe(1);
  });

  it('are refused when they take nothing off, and the cart stays as it was', async () => {
    const cart = await openCart(app, ada, { variantId });
    const other = await activeSeller(app);
    const codes = [
      (await platformCoupon(app, finance, { percentBps: 1, amounts: [{ currency: 'USD', minimum: 10_001 }] })).code,
      (await platformCoupon(app, finance, { amounts: [{ currency: 'EUR', off: 5 }] })).code,
      (await platformCoupon(app, finance, { percentBps: 1, startsAt: '2199-01-01T00:00:00.000Z' })).code,
      (await sellerCoupon(app, other, { percentBps: 5_000 })).code,
      'NO-SUCH-CODE',
    ];

    const reasons = [];
    for (const code of codes) {
      const { status, body } = await putCoupon(app, ada.token, cart.id, code);
      reasons.push([status, (body as { code: string }).code, (body as { detail: string }).detail.split(': ')[1]]);
    }

    expect(reasons).toEqual(
      ['below_minimum', 'other_currency', 'not_started', 'no_goods', 'unknown'].map((reason) => [
        409,
        'coupon_unusable',
        `${reason}.`,
      ]),
    );
    expect(await cartOf(cart.id)).toEqual(cart);
  });

  it('are made once for each code, and not when they make no sense', async () => {
    const code = freshCode();
    const path = '/v1/finance/coupons';
    const key = randomUUID();
    const made = await post(app, finance.token, path, { code, percentBps: 1 }, key);

    const again = await post(app, finance.token, path, { code, percentBps: 1 }, key);
    const taken = await post(app, seller.token, `/v1/sellers/${seller.sellerId}/coupons`, { code, percentBps: 1 });
    const senseless = [
      { code: freshCode() },
      { code: 'lower', percentBps: 1 },
      { code: freshCode(), percentBps: 1, amounts: [{ currency: 'USD', off: 1 }] },
      { code: freshCode(), amounts: [{ currency: 'USD', minimum: 1 }] },
      { code: freshCode(), percentBps: 1, endsAt: '2001-01-01T00:00:00.000Z' },
      { code: freshCode(), percentBps: 1, platformBps: 10_001 },
    ];
    const answers = [];
    for (const body of senseless) answers.push((await post(app, finance.token, path, body)).status);

    expect([made.status, again.body]).toEqual([201, made.body]);
    expect(codeOf(taken)).toEqual([409, 'coupon_code_taken']);
    expect(answers).toEqual(senseless.map(() => 422));
  });

  it('of a seller are its own: another seller neither sees, makes nor ends them', async () => {
    const rival = await activeSeller(app);
    const { id, code } = await sellerCoupon(app, seller, { percentBps: 100 });
    const path = `/v1/sellers/${seller.sellerId}/coupons`;
    const platformOnes = await platformCoupon(app, finance, { percentBps: 100, sellerId: seller.sellerId });

    const answers = [
      await app.http.get(path).set(bearer(rival.token)),
      await post(app, rival.token, path, { code: freshCode(), percentBps: 1 }),
      await postAt(app, rival.token, `/v1/coupons/${id}/end`, 1, {}),
      await postAt(app, seller.token, `/v1/coupons/${platformOnes.id}/end`, 1, {}),
      await postAt(app, seller.token, `/v1/coupons/${id}/end`, 9, {}),
    ];

    expect(answers.map(({ status }) => status)).toEqual([404, 404, 404, 404, 412]);
    expect((await cartWith(ada, code)).totals?.total.amount).toBe(9_900);
  });

  it('that have ended lower no cart any more, and stay on the orders that used them', async () => {
    const { id, code } = await sellerCoupon(app, seller, { percentBps: 100 });
    const ordered = await place(ada, (await cartWith(ada, code)).id);
    const waiting = await cartWith(ada, code);

    const ended = await postAt(app, seller.apiKey, `/v1/coupons/${id}/end`, 1, {});
    const late = await place(ada, waiting.id, randomUUID(), { quoteVersion: waiting.quoteVersion });

    expect(ended.status).toBe(200);
    expect(codeOf(late)).toEqual([409, 'quote_changed']);
    const order = await get<OrderBody>(app, ada.token, `/v1/orders/${(ordered.body as OrderBody).id}`);
    expect(order.totals.total.amount).toBe(9_900);
    expect(await redeemed(id)).toBe(1);
  });

  it('cost an order two statements', async () => {
    const { code } = await platformCoupon(app, finance, { percentBps: 1_000 });
    const count = async (cart: CartBody): Promise<number> => {
      await app.drain();
      const sent = await app.countStatements(async () => {
        expect((await place(ada, cart.id)).status).toBe(201);
      });
      return sent.filter((name) => !name.startsWith('webhook.')).length;
    };
    const plain = await count(await openCart(app, ada, { variantId }));

    expect((await count(await cartWith(ada, code))) - plain).toBe(2);
  });
});
