import { randomUUID } from 'node:crypto';
import { fromWire } from '../../../src/kernel/index.js';
import { booked, journalCount } from '../../support/booked.js';
import { startApp, type TestApp } from '../../support/index.js';
import { buyer, staff, type Person } from '../../support/world.identity.js';
import { ADDRESS, get, openCart, pay, post, type OrderBody } from '../../support/world.orders.js';
import { deliver, held, openShop, refund, units, type Sale, type Shop } from '../../support/world.refunds.js';
import { balance } from '../settlement/settlement-app.js';

interface Affiliate {
  readonly id: string;
  readonly code: string;
  readonly person: Person;
}

interface Payout {
  readonly id: string;
  readonly state: string;
}

const LONG_AGO = '2020-01-01T00:00:00.000Z';
const USD = (amount: number) => ({ amount, currency: 'USD' });

describe('affiliates', () => {
  let app: TestApp;
  let shop: Shop;
  let [ada, bo]: Person[] = [];

  beforeAll(async () => {
    app = await startApp();
    shop = await openShop(app);
    [ada, bo] = [await staff(app, 'finance'), await staff(app, 'finance')];
  });
  afterAll(() => app.stop());

  const by = (person: Person | undefined): string => person?.token ?? '';
  let count = 0;

  async function affiliate(isActive = true): Promise<Affiliate> {
    const person = await buyer(app, { createdAt: LONG_AGO });
    const code = `FRIEND-${(count += 1)}`;
    const { body } = await post(app, person.token, '/v1/affiliates', { code });
    const { id } = body as { id: string };
    if (isActive) await post(app, by(ada), `/v1/finance/affiliates/${id}/activation`);
    return { id, code, person };
  }

  const terms = (fundedBy: 'platform' | 'seller', commissionBps = 500) =>
    post(app, by(ada), '/v1/finance/affiliate-terms', { commissionBps, fundedBy, windowDays: 30 });

  /** The sale of the chart: item 100.00, tax 20.00, shipping 10.00, commission 10.00. */
  async function sale(code?: string, whose?: Person): Promise<Sale> {
    const person = whose ?? (await buyer(app, { createdAt: LONG_AGO }));
    const cart = await openCart(app, person, { variantId: shop.variantId, quantity: 5 });
    const wanted = { cartId: cart.id, shippingAddress: ADDRESS, ...(code !== undefined && { affiliateCode: code }) };
    const placed = await post(app, person.token, '/v1/orders', wanted);
    if (placed.status !== 201) throw new Error(`Not placed: ${placed.text}`);
    const { sellerOrders, paymentId, ...order } = placed.body as OrderBody;
    await pay(app, person, { ...order, sellerOrders, paymentId });
    await app.drain();
    const [share] = sellerOrders;
    const sellerOrderId = share?.id ?? '';
    return { sellerOrderId, id: fromWire('sor', sellerOrderId) ?? '', lineId: share?.lines[0]?.id ?? '', paymentId };
  }

  async function arrived(code?: string, person?: Person): Promise<Sale> {
    const made = await sale(code, person);
    await deliver(app, shop, made);
    return made;
  }

  /** What the journals of a seller order say about its affiliate, by kind without its name. */
  async function journals({ id }: Sale): Promise<Record<string, string>> {
    const all = Object.entries(await booked(app, 'seller_order', id));
    const own = all.filter(([kind]) => kind.startsWith('affiliate'));
    return Object.fromEntries(own.map(([kind, lines]) => [kind.split(':')[0] ?? '', lines]));
  }

  const back = async (made: Sale, body: object): Promise<string[]> => {
    const { body: refunded } = await refund(app, shop.seller.token, made, body);
    await app.drain();
    const all = Object.entries(await booked(app, 'refund', fromWire('rfd', (refunded as { id: string }).id) ?? ''));
    return all.filter(([kind]) => kind.startsWith('affiliate')).map(([, lines]) => lines);
  };

  const balances = async ({ id }: Affiliate): Promise<number[]> => {
    const owner = fromWire('aff', id) ?? '';
    return [await held(app, 'affiliate_pending', owner), await held(app, 'affiliate_available', owner)];
  };

  const payOut = ({ id }: Affiliate, person = ada) =>
    post(app, by(person), `/v1/finance/affiliates/${id}/payouts`, { currency: 'USD' });
  const decide = (id: string, what: 'payment' | 'failure', person = bo, bankReference: string = randomUUID()) =>
    post(
      app,
      by(person),
      `/v1/finance/affiliate-payouts/${id}/${what}`,
      what === 'payment' ? { bankReference } : { reason: 'The account is closed.' },
    );

  it('earn with the delivery, at the cost of the platform (A1), and have it when the window ends (A3)', async () => {
    const friend = await affiliate();
    const made = await sale(friend.code);
    const before = await balances(friend);

    await deliver(app, shop, made);
    const earned = await balances(friend);
    await app.advance('P29D');
    const almost = await balances(friend);
    await app.advance('P1D');

    expect([before, earned, almost, await balances(friend)]).toEqual([
      [0, 0],
      [500, 0],
      [500, 0],
      [0, 500],
    ]);
    expect(await journals(made)).toEqual({
      affiliate: 'affiliate_expense 5.00 | affiliate_pending 5.00',
      affiliate_released: 'affiliate_pending 5.00 | affiliate_available 5.00',
    });
    const mine = await get<object>(app, friend.person.token, '/v1/affiliates/me');
    expect(mine).toMatchObject({ balances: [{ currency: 'USD', pending: USD(0), available: USD(500) }] });
    const { data } = await get<{ data: object[] }>(app, friend.person.token, '/v1/affiliates/me/referrals');
    expect(data).toMatchObject([{ state: 'released', earned: USD(500), clawedBack: USD(0) }]);
  });

  it('earn at the cost of the seller where the terms say so (A2), and give it back to the seller', async () => {
    const friend = await affiliate();
    await terms('seller');
    const before = await balance(app, shop.seller);

    const made = await arrived(friend.code);
    await terms('platform');
    const between = await balance(app, shop.seller);
    const returned = await back(made, { everything: true });

    expect(await journals(made)).toEqual({ affiliate: 'seller_pending 5.00 | affiliate_pending 5.00' });
    expect(Number(between.pending) - Number(before.pending)).toBe(8_500);
    expect(returned).toEqual(['affiliate_pending 5.00 | seller_available 5.00']);
    expect(await balances(friend)).toEqual([0, 0]);
    const after = await balance(app, shop.seller);
    expect([after.pending, Number(after.available) - Number(after.receivable)]).toEqual([
      before.pending,
      Number(before.available) - Number(before.receivable),
    ]);
  });

  it('give back what goes back with a refund in time (A4), once and to the last cent', async () => {
    const friend = await affiliate();
    const made = await arrived(friend.code);

    const part = await back(made, units(made, 2));
    const between = await balances(friend);
    const rest = await back(made, { everything: true });
    await app.advance('P31D');

    expect(part).toEqual(['affiliate_pending 2.00 | affiliate_expense 2.00']);
    expect(between).toEqual([300, 0]);
    expect(rest).toEqual(['affiliate_pending 3.00 | affiliate_expense 3.00']);
    expect(await balances(friend)).toEqual([0, 0]);
  });

  it('give back all of it with a full refund (A4)', async () => {
    const friend = await affiliate();

    const returned = await back(await arrived(friend.code), { everything: true });

    expect(returned).toEqual(['affiliate_pending 5.00 | affiliate_expense 5.00']);
  });

  it('earn with what is left when a part went back before the goods arrived', async () => {
    const friend = await affiliate();
    const made = await sale(friend.code);

    const early = await back(made, units(made, 2));
    await deliver(app, shop, made);

    expect(early).toEqual([]);
    expect(await journals(made)).toEqual({ affiliate: 'affiliate_expense 3.00 | affiliate_pending 3.00' });
  });

  it('keep what is theirs after the window', async () => {
    const friend = await affiliate();
    const made = await arrived(friend.code);
    await app.advance('P30D');

    const late = await back(made, { everything: true });

    expect(late).toEqual([]);
    expect(await balances(friend)).toEqual([0, 500]);
  });

  it('earn nothing by their own purchases, when they are not active, or with no code of theirs', async () => {
    const [idle, self] = [await affiliate(false), await affiliate()];
    const suspended = await affiliate();
    await post(app, by(ada), `/v1/finance/affiliates/${suspended.id}/suspension`, { reason: 'Bought by itself.' });

    const sales = [await arrived(idle.code), await arrived(suspended.code), await arrived('NOBODY'), await arrived()];
    const own = await arrived(self.code, self.person);

    for (const each of [...sales, own]) expect(await journals(each)).toEqual({});
  });

  it('earn nothing by what their own shop sells, whatever they do there', async () => {
    const clerk = await affiliate();
    const [seller, user] = [fromWire('sel', shop.seller.sellerId), fromWire('usr', clerk.person.userId)];
    await app.sql(`insert into memberships (seller_id, user_id, role, since) values ($1, $2, 'staff', now())`, [
      seller,
      user,
    ]);

    const own = await arrived(clerk.code);

    expect(await journals(own)).toEqual({});
    expect(await balances(clerk)).toEqual([0, 0]);
  });

  it('cost an order no statement more, with a code or without', async () => {
    const friend = await affiliate();
    const carts = [];
    for (let i = 0; i < 3; i += 1) carts.push(await openCart(app, shop.ada, { variantId: shop.variantId }));
    const place = (cart: { id: string } | undefined, more: object = {}) =>
      app.countStatements(() =>
        post(app, shop.ada.token, '/v1/orders', { cartId: cart?.id, shippingAddress: ADDRESS, ...more }),
      );

    await place(carts[0]);
    const without = await place(carts[1]);
    const withCode = await place(carts[2], { affiliateCode: friend.code });

    expect(withCode).toHaveLength(without.length);
  });

  it('are paid by two people (O1, O2), once', async () => {
    const friend = await affiliate();
    await arrived(friend.code);
    await app.advance('P30D');
    const cy = await staff(app, 'finance');

    const made = await Promise.all([payOut(friend), payOut(friend)]);
    const { id } = made.find(({ status }) => status === 201)?.body as Payout;
    const before = await journalCount(app);
    const alone = await decide(id, 'payment', ada);
    const between = await journalCount(app);
    const paid = await Promise.all([decide(id, 'payment', bo), decide(id, 'payment', cy)]);
    const late = await decide(id, 'failure', cy);

    expect(made.map(({ status }) => status).sort()).toEqual([201, 409]);
    expect([alone.status, alone.body.code]).toEqual([403, 'affiliate_second_person_needed']);
    expect(between).toBe(before);
    expect(paid.map(({ status }) => status).sort()).toEqual([200, 409]);
    expect(late.status).toBe(409);
    expect(await booked(app, 'payout', fromWire('afp', id) ?? '')).toEqual({
      created: 'affiliate_available 5.00 | payout_in_transit 5.00',
      paid: 'payout_in_transit 5.00 | bank_client 5.00',
    });
    expect(await balances(friend)).toEqual([0, 0]);
  });

  it('have a payout that failed available again (O3)', async () => {
    const friend = await affiliate();
    await arrived(friend.code);
    await app.advance('P30D');
    const { id } = (await payOut(friend)).body as Payout;

    const failed = await decide(id, 'failure');
    const again = await payOut(friend);

    expect(failed.body).toMatchObject({ state: 'failed', failure: 'The account is closed.' });
    expect(again.status).toBe(201);
    expect(await booked(app, 'payout', fromWire('afp', id) ?? '')).toEqual({
      created: 'affiliate_available 5.00 | payout_in_transit 5.00',
      failed: 'payout_in_transit 5.00 | affiliate_available 5.00',
    });
    await decide((again.body as Payout).id, 'payment');
  });

  it('are people with a code of their own, decided about by finance alone', async () => {
    const friend = await affiliate();
    const stranger = await buyer(app);
    const unknown = 'aff_01hzy3v9qtf5r8m2k4w6x8y0za';

    const answers = [
      await post(app, friend.person.token, '/v1/affiliates', { code: 'ANOTHER-ONE' }),
      await post(app, stranger.token, '/v1/affiliates', { code: friend.code }),
      await post(app, stranger.token, '/v1/affiliates', { code: 'no' }),
      await post(app, stranger.token, `/v1/finance/affiliates/${friend.id}/activation`),
      await post(app, by(ada), `/v1/finance/affiliates/${unknown}/activation`),
      await payOut(friend),
      await app.http.get('/v1/affiliates/me').set({ Authorization: `Bearer ${stranger.token}` }),
    ];

    expect(answers.map(({ status }) => status)).toEqual([409, 409, 422, 403, 404, 409, 404]);
    expect(answers.slice(0, 2).map(({ body }) => (body as { code: string }).code)).toEqual([
      'affiliate_exists',
      'affiliate_code_taken',
    ]);
  });
});
