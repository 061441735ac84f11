import { Clock } from '../../../src/kernel/index.js';
import { RunPayouts } from '../../../src/modules/settlement/run-payouts.js';
import { startApp, type TestApp } from '../../support/index.js';
import { journalsOf, platformCoupon, putCoupon } from '../../support/world.fees.js';
import { activeListing } from '../../support/world.listings.js';
import { ADDRESS, get, openCart, pay, post, type OrderBody } from '../../support/world.orders.js';
import {
  deliver,
  deliveredSale,
  held,
  openShop,
  paidSale,
  refund,
  refundJournals,
  units,
  type Sale,
  type Shop,
} from '../../support/world.refunds.js';
import { balance, idOf, journalKinds, payouts, released, settled } from '../settlement/settlement-app.js';

describe('a refund after the delivery', () => {
  let app: TestApp;

  beforeAll(async () => {
    app = await startApp();
  });
  afterAll(() => app.stop());

  /** A delivered sale whose hold has ended, without reserve. */
  async function releasedSale(shop: Shop, quantity = 5): Promise<Sale> {
    const sale = await deliveredSale(app, shop, quantity);
    await released(app, sale.id);
    return sale;
  }

  const payOut = async ({ seller }: Shop): Promise<void> => {
    await app.sql(
      `update seller_payout_accounts set changed_at = changed_at - interval '72 hours' where seller_id = $1`,
      [idOf(seller)],
    );
    await app.get(RunPayouts).run(app.get(Clock).now());
    await settled(app);
  };

  const recoveries = async ({ seller }: Shop): Promise<string[][]> => {
    const rows = await app.sql<{ lines: string[] }>(
      `select array_agg(e.side || ' ' || a.type_code || ' ' || e.amount order by e.line) as lines
         from ledger.journal j join ledger.entry e on e.journal_id = j.id join ledger.account a on a.id = e.account_id
        where j.source_type = 'recovery' and j.seller_id = $1 group by j.id`,
      [idOf(seller)],
    );
    return rows.map(({ lines }) => lines);
  };

  const requested = async (answer: { body: { id: string } }) => (await refundJournals(app, answer.body.id)).requested;

  it('takes a part of what is pending, and the rest is released', async () => {
    const shop = await openShop(app);
    const sale = await deliveredSale(app, shop);

    const answer = await refund(app, shop.seller.token, sale, units(sale, 2));
    const pending = await balance(app, shop.seller);
    await released(app, sale.id);

    expect(await requested(answer)).toEqual([
      'D seller_pending 3600',
      'D commission_revenue 400',
      'D tax_payable 800',
      'C refund_in_transit 4800',
    ]);
    expect(pending).toMatchObject({ pending: 5_400 });
    expect(await balance(app, shop.seller)).toMatchObject({ pending: 0, available: 5_400 });
  });

  it('takes all of it back with the commission (R6)', async () => {
    const shop = await openShop(app);
    const sale = await releasedSale(shop);

    const answer = await refund(app, shop.seller.token, sale, { everything: true });
    await app.drain();

    expect(await requested(answer)).toEqual([
      'D seller_available 9000',
      'D commission_revenue 1000',
      'D tax_payable 2000',
      'D shipping_revenue 1000',
      'C refund_in_transit 13000',
    ]);
    expect(await balance(app, shop.seller)).toMatchObject({ available: 0, receivable: 0 });
    expect((await refundJournals(app, answer.body.id)).confirmed).toEqual([
      'D refund_in_transit 13000',
      'C psp_clearing 13000',
    ]);
  });

  it('leaves the commission with the platform where its rule says so (R7)', async () => {
    const shop = await openShop(app, { isKept: true });
    const [sale] = [await releasedSale(shop), await releasedSale(shop)];

    const answer = await refund(app, shop.finance.token, sale, { everything: true });

    expect(await requested(answer)).toEqual([
      'D seller_available 10000',
      'D tax_payable 2000',
      'D shipping_revenue 1000',
      'C refund_in_transit 13000',
    ]);
    expect(await balance(app, shop.seller)).toMatchObject({ available: 8_000, receivable: 0 });
  });

  it('keeps no commission before the delivery, when none was earned', async () => {
    const shop = await openShop(app, { isKept: true });
    const sale = await paidSale(app, shop);

    await refund(app, shop.seller.token, sale, units(sale, 2));
    await deliver(app, shop, sale);

    expect((await journalsOf(app, sale.id)).delivered).toContain('C commission_revenue 600');
  });

  it('takes a part of what is available (R8)', async () => {
    const shop = await openShop(app);
    const sale = await releasedSale(shop);

    const answer = await refund(app, shop.seller.token, sale, units(sale, 2));

    expect(await requested(answer)).toEqual([
      'D seller_available 3600',
      'D commission_revenue 400',
      'D tax_payable 800',
      'C refund_in_transit 4800',
    ]);
  });

  it('takes shipping from the seller who keeps it', async () => {
    const shop = await openShop(app, { shippingTo: 'seller' });
    const sale = await releasedSale(shop);

    const answer = await refund(app, shop.seller.token, sale, { shipping: { amount: 1_000, currency: 'USD' } });

    expect(await requested(answer)).toEqual(['D seller_available 1000', 'C refund_in_transit 1000']);
  });

  it('makes a debt of what was paid out; the next money that is released pays it (R9, N1)', async () => {
    const shop = await openShop(app);
    const sale = await releasedSale(shop);
    await payOut(shop);
    const cheap = await activeListing(app, shop.seller, { price: 3_333, stock: 5 });
    await releasedSale({ ...shop, ...cheap }, 1);
    const before = await balance(app, shop.seller);

    const answer = await refund(app, shop.seller.token, sale, { everything: true });
    const after = await balance(app, shop.seller);
    await releasedSale(shop);

    expect(before).toMatchObject({ available: 3_000, receivable: 0 });
    expect(await requested(answer)).toEqual([
      'D seller_available 3000',
      'D seller_receivable 6000',
      'D commission_revenue 1000',
      'D tax_payable 2000',
      'D shipping_revenue 1000',
      'C refund_in_transit 13000',
    ]);
    expect(after).toMatchObject({ available: 0, receivable: 6_000 });
    expect(await recoveries(shop)).toEqual([['D seller_available 6000', 'C seller_receivable 6000']]);
    expect(await balance(app, shop.seller)).toMatchObject({ available: 3_000, receivable: 0 });
    await payOut(shop);
    expect((await payouts(app, shop.seller)).map(({ amount }) => amount.amount)).toEqual([3_000, 9_000]);
  });

  it('gives the platform its coupon back, and takes the seller’s net as it was without one', async () => {
    const shop = await openShop(app);
    const { code } = await platformCoupon(app, shop.finance, { amounts: [{ currency: 'USD', off: 1_500 }] });
    const cart = await openCart(app, shop.ada, { variantId: shop.variantId, quantity: 5 });
    await putCoupon(app, shop.ada.token, cart.id, code);
    const placed = await post(app, shop.ada.token, '/v1/orders', { cartId: cart.id, shippingAddress: ADDRESS });
    const order = placed.body as OrderBody;
    await pay(app, shop.ada, order);
    await app.drain();
    const share = order.sellerOrders[0];
    const sale = { sellerOrderId: share?.id ?? '', lineId: share?.lines[0]?.id ?? '', id: '', paymentId: '' };
    await deliver(app, shop, sale);

    const answers = [
      await refund(app, shop.seller.token, sale, units(sale, 2)),
      await refund(app, shop.seller.token, sale, { everything: true }),
    ];

    expect(answers.map(({ body }) => [body.amount.amount, body.promotion.amount])).toEqual([
      [4_200, 600],
      [7_300, 900],
    ]);
    expect(await requested(answers[1] as { body: { id: string } })).toEqual([
      'D seller_pending 5400',
      'D commission_revenue 600',
      'D tax_payable 1200',
      'D shipping_revenue 1000',
      'C refund_in_transit 7300',
      'C promotion_expense 900',
    ]);
  });

  it('draws on the reserve before it makes a debt, the sale’s own lot first', async () => {
    const shop = await openShop(app, { tier: 'T0' });
    const [one, two] = [await releasedSale(shop), await releasedSale(shop)];
    await refund(app, shop.finance.token, two, units(two, 5));
    const before = await balance(app, shop.seller);

    const answer = await refund(app, shop.seller.token, one, { everything: true });

    expect(before).toMatchObject({ available: 7_200, reserve: 1_800 });
    expect(await requested(answer)).toEqual([
      'D seller_available 7200',
      'D seller_reserve 1800',
      'D commission_revenue 1000',
      'D tax_payable 2000',
      'D shipping_revenue 1000',
      'C refund_in_transit 13000',
    ]);
    const earning = await get<{ reserve: { amount: { amount: number } } }>(
      app,
      shop.seller.token,
      `/v1/seller-orders/${one.sellerOrderId}/earning`,
    );
    expect(earning.reserve.amount.amount).toBe(0);
    await app.advance('P91D');
    expect(await balance(app, shop.seller)).toMatchObject({ available: 0, reserve: 0, receivable: 0 });
  });

  it('adds up to the whole, to the minor unit, whatever the sequence of parts', async () => {
    const shop = await openShop(app);
    const sale = await deliveredSale(app, shop, 7);
    const steps = [
      units(sale, 3),
      { shipping: { amount: 333, currency: 'USD' } },
      units(sale, 1),
      { everything: true },
    ];

    for (const step of steps) expect((await refund(app, shop.seller.token, sale, step)).status).toBe(201);
    await app.drain();

    expect(await balance(app, shop.seller)).toMatchObject({ pending: 0, available: 0, receivable: 0 });
    expect(await held(app, 'order_escrow', sale.id)).toBe(0);
    const [part] = await app.sql(`select amount::int, refunded::int from payment_parts where seller_order_id = $1`, [
      sale.id,
    ]);
    expect(part).toEqual({ amount: 18_200, refunded: 18_200 });
    expect(await journalKinds(app, shop.seller)).toContainEqual({ kind: 'requested', count: 4 });
  });
});
