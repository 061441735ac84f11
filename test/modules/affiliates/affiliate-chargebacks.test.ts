import { fromWire } from '../../../src/kernel/index.js';
import { booked } from '../../support/booked.js';
import { startApp, type TestApp } from '../../support/index.js';
import { openDispute, verdict } from '../../support/world.disputes.js';
import { buyer, staff, type Person } from '../../support/world.identity.js';
import { ADDRESS, openCart, pay, post, type OrderBody } from '../../support/world.orders.js';
import { deliver, held, openShop, type Sale, type Shop } from '../../support/world.refunds.js';

interface Affiliate {
  readonly id: string;
  readonly code: string;
}

const LONG_AGO = '2020-01-01T00:00:00.000Z';

let app: TestApp;
let shop: Shop;
let finance: Person;

beforeAll(async () => {
  app = await startApp();
  shop = await openShop(app);
  finance = await staff(app, 'finance');
});
afterAll(() => app.stop());

let count = 0;
async function affiliate(): Promise<Affiliate> {
  const person = await buyer(app, { createdAt: LONG_AGO });
  const code = `FRIEND-${(count += 1)}`;
  const { body } = await post(app, person.token, '/v1/affiliates', { code });
  const { id } = body as { id: string };
  await post(app, finance.token, `/v1/finance/affiliates/${id}/activation`);
  return { id, code };
}

const terms = (fundedBy: 'platform' | 'seller') =>
  post(app, finance.token, '/v1/finance/affiliate-terms', { commissionBps: 500, fundedBy, windowDays: 30 });

/** A referred sale of item 100.00, tax 20.00 and shipping 10.00 that has arrived: the affiliate earns 5.00. */
async function arrived(affiliateCode: string): Promise<Sale> {
  const person = await buyer(app, { createdAt: LONG_AGO });
  const cart = await openCart(app, person, { variantId: shop.variantId, quantity: 5 });
  const wanted = { cartId: cart.id, shippingAddress: ADDRESS, affiliateCode };
  const { sellerOrders, paymentId, ...order } = (await post(app, person.token, '/v1/orders', wanted)).body as OrderBody;
  await pay(app, person, { ...order, sellerOrders, paymentId });
  await app.drain();
  const [share] = sellerOrders;
  const sellerOrderId = share?.id ?? '';
  const id = fromWire('sor', sellerOrderId) ?? '';
  const sale = { sellerOrderId, id, lineId: share?.lines[0]?.id ?? '', paymentId };
  await deliver(app, shop, sale);
  return sale;
}

const lost = async ({ paymentId }: Sale, reason: string): Promise<void> =>
  verdict(app, await openDispute(app, paymentId, { reason }), 'lost');

/** What the chargebacks of a sale took back of the commission. */
async function ofDispute({ paymentId }: Sale): Promise<string[]> {
  const rows = await app.sql<{ id: string }>('select id from chargebacks where payment_id = $1', [
    fromWire('pay', paymentId),
  ]);
  const all = await Promise.all(rows.map(({ id }) => booked(app, 'dispute', id)));
  const entries = all.flatMap((each) => Object.entries(each));
  return entries.filter(([kind]) => kind.startsWith('affiliate')).map(([, lines]) => lines);
}

const balances = async ({ id }: Affiliate): Promise<number[]> => {
  const owner = fromWire('aff', id) ?? '';
  return [await held(app, 'affiliate_pending', owner), await held(app, 'affiliate_available', owner)];
};

describe('affiliates of sales that banks take back', () => {
  it('give back what the card holder’s bank takes back of a sale (A4), whoever bears it', async () => {
    const [one, two] = [await affiliate(), await affiliate()];
    const [ofSeller, ofPlatform] = [await arrived(one.code), await arrived(two.code)];

    await lost(ofSeller, 'not_received');
    await lost(ofPlatform, 'fraudulent');

    expect(await ofDispute(ofSeller)).toEqual(['affiliate_pending 5.00 | affiliate_expense 5.00']);
    expect(await ofDispute(ofPlatform)).toEqual(['affiliate_pending 5.00 | affiliate_expense 5.00']);
    expect([await balances(one), await balances(two)]).toEqual([
      [0, 0],
      [0, 0],
    ]);
  });

  it('give back to the seller what it had paid, and nothing where the platform bears the loss for the seller', async () => {
    const [one, two] = [await affiliate(), await affiliate()];
    await terms('seller');
    const [ofSeller, ofPlatform] = [await arrived(one.code), await arrived(two.code)];
    await terms('platform');

    await lost(ofSeller, 'not_received');
    await lost(ofPlatform, 'fraudulent');

    expect(await ofDispute(ofSeller)).toEqual(['affiliate_pending 5.00 | seller_available 5.00']);
    expect(await ofDispute(ofPlatform)).toEqual([]);
    expect([await balances(one), await balances(two)]).toEqual([
      [0, 0],
      [500, 0],
    ]);
  });

  it('wait for a chargeback that is open when the window ends, and have it when the bank gives the money back', async () => {
    const [won, gone] = [await affiliate(), await affiliate()];
    const [kept, taken] = [await arrived(won.code), await arrived(gone.code)];
    const refs = [await openDispute(app, kept.paymentId), await openDispute(app, taken.paymentId)];

    await app.advance('P31D');
    const waiting = [await balances(won), await balances(gone)];
    await verdict(app, refs[0] ?? '', 'won');
    await verdict(app, refs[1] ?? '', 'lost');

    expect(waiting).toEqual([
      [500, 0],
      [500, 0],
    ]);
    expect([await balances(won), await balances(gone)]).toEqual([
      [0, 500],
      [0, 0],
    ]);
  });
});
