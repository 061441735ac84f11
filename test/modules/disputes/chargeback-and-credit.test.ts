import { Clock, fromWire } from '../../../src/kernel/index.js';
import { RunPayouts } from '../../../src/modules/settlement/run-payouts.js';
import { startApp, type TestApp } from '../../support/index.js';
import { disputeJournals, disputesOf, heard, openDispute, verdict } from '../../support/world.disputes.js';
import { journalsOf, platformCoupon, putCoupon } from '../../support/world.fees.js';
import { buyer, type Person } from '../../support/world.identity.js';
import { ADDRESS, get, openCart, pay, placedOrder, post, type OrderBody } from '../../support/world.orders.js';
import { expectWorldMatch } from '../../support/world.payments.js';
import { deliver, held, openShop, refund, released, type Sale, type Shop } from '../../support/world.refunds.js';
import { balance, idOf, settled } from '../settlement/settlement-app.js';

const C1 = ['opened', ['D dispute_receivable 12000', 'D dispute_fee_expense 1500', 'C psp_clearing 13500']];
const REVENUE = ['D commission_revenue 923', 'D tax_payable 1846', 'D shipping_revenue 923'];
const RECEIVABLE = 'C dispute_receivable 12000';

describe('a chargeback of an order that store credit paid 10.00 of', () => {
  let app: TestApp;

  beforeAll(async () => {
    app = await startApp();
  });
  afterAll(() => app.stop());
  afterEach(async () => {
    await expectWorldMatch(app);
    await app.checkInvariants();
  });

  /** A buyer with 10.00 of store credit: his card could not be paid back. */
  async function credited({ seller, variantId }: Shop): Promise<Person> {
    const person = await buyer(app, { createdAt: '2020-01-01T00:00:00.000Z' });
    const order = await placedOrder(app, person, { variantId, quantity: 5 });
    await pay(app, person, order, 'tok_refund_fails');
    await app.drain();
    const back = { shipping: { amount: 1_000, currency: 'USD' } };
    await refund(app, seller.token, { sellerOrderId: order.sellerOrders[0]?.id ?? '' }, back);
    await app.drain();
    return person;
  }

  /** Five units for 130.00: 120.00 by card, or less with a coupon of the platform. */
  async function creditSale(shop: Shop, coupon?: string): Promise<Sale & { readonly person: Person }> {
    const person = await credited(shop);
    const cart = await openCart(app, person, { variantId: shop.variantId, quantity: 5 });
    if (coupon !== undefined) await putCoupon(app, person.token, cart.id, coupon);
    const body = { cartId: cart.id, shippingAddress: ADDRESS, useStoreCredit: true };
    const order = (await post(app, person.token, '/v1/orders', body)).body as OrderBody;
    await app.drain();
    await pay(app, person, order);
    await app.drain();
    const [share] = order.sellerOrders;
    const sellerOrderId = share?.id ?? '';
    const id = fromWire('sor', sellerOrderId) ?? '';
    return { sellerOrderId, id, lineId: share?.lines[0]?.id ?? '', paymentId: order.paymentId, person };
  }

  async function releasedSale(shop: Shop): Promise<Sale & { readonly person: Person }> {
    const sale = await creditSale(shop);
    await deliver(app, shop, sale);
    await released(app, sale.id);
    return sale;
  }

  const ends = async (shop: Shop, sale: Sale, ref: string, end: 'won' | 'lost' | 'accepted'): Promise<void> => {
    if (end !== 'accepted') return verdict(app, ref, end);
    const [dispute] = await disputesOf(app, shop.finance, sale.paymentId);
    await post(app, shop.finance.token, `/v1/disputes/${dispute?.id}/acceptance`, { reason: 'Never shipped.' });
    await heard(app);
  };

  const refuse = async ({ seller }: Shop, { sellerOrderId }: Sale): Promise<void> => {
    const path = `/v1/seller-orders/${sellerOrderId}/refusal`;
    const { status } = await post(app, seller.token, path, { reason: 'out_of_stock' });
    if (status !== 200) throw new Error('Not refused');
    await heard(app);
  };

  const credit = async ({ token }: Person): Promise<number> => {
    const { credits } = await get<{ credits: { available: { amount: number } }[] }>(app, token, '/v1/me/store-credit');
    return credits[0]?.available.amount ?? 0;
  };

  const endOf = async (sale: Sale): Promise<[kind: string, lines: string[]][]> =>
    (await disputeJournals(app, sale.paymentId)).slice(1);

  const payOut = async ({ seller }: Shop): Promise<void> => {
    const old = `update seller_payout_accounts set changed_at = changed_at - interval '72 hours' where seller_id = $1`;
    await app.sql(old, [idOf(seller)]);
    await app.get(RunPayouts).run(app.get(Clock).now());
    await settled(app);
  };

  it('takes the card’s part and holds the seller’s share of it (C1, H3)', async () => {
    const shop = await openShop(app);
    const sale = await releasedSale(shop);

    await openDispute(app, sale.paymentId);

    expect(await disputeJournals(app, sale.paymentId)).toEqual([
      C1,
      ['placed', ['D seller_available 8308', 'C seller_held 8308']],
    ]);
    expect(await balance(app, shop.seller)).toMatchObject({ available: 692, held: 8_308 });
  });

  it('that is lost after the release is taken from everybody in proportion; the credit’s part stays', async () => {
    const shop = await openShop(app);
    const sale = await releasedSale(shop);
    const ref = await openDispute(app, sale.paymentId);

    await verdict(app, ref, 'lost');

    expect((await endOf(sale)).slice(1)).toEqual([
      ['lost', ['D seller_held 8308', ...REVENUE, RECEIVABLE]],
      ['fee_passed', ['D seller_available 692', 'D seller_receivable 808', 'C dispute_fee_expense 1500']],
    ]);
    expect(await balance(app, shop.seller)).toMatchObject({ available: 0, held: 0, receivable: 808 });
    expect([await held(app, 'order_escrow', sale.id), await credit(sale.person)]).toEqual([0, 0]);
  });

  it('that the platform bears costs it the card’s part', async () => {
    const shop = await openShop(app);
    const sale = await releasedSale(shop);
    const ref = await openDispute(app, sale.paymentId, { reason: 'fraudulent' });

    await verdict(app, ref, 'lost');

    expect((await endOf(sale)).slice(1)).toEqual([
      ['absorbed', ['D chargeback_loss 12000', RECEIVABLE]],
      ['lifted', ['D seller_held 8308', 'C seller_available 8308']],
    ]);
    expect(await balance(app, shop.seller)).toMatchObject({ available: 9_000, held: 0 });
  });

  it('that is won gives everything back and lifts the hold (C2, H4)', async () => {
    const shop = await openShop(app);
    const sale = await releasedSale(shop);
    const ref = await openDispute(app, sale.paymentId);

    await verdict(app, ref, 'won');

    expect((await endOf(sale)).slice(1)).toEqual([
      ['won', ['D psp_clearing 12000', RECEIVABLE]],
      ['lifted', ['D seller_held 8308', 'C seller_available 8308']],
    ]);
    expect(await balance(app, shop.seller)).toMatchObject({ available: 9_000, held: 0 });
  });

  it('that is accepted before the release is taken from what is pending', async () => {
    const shop = await openShop(app);
    const sale = await creditSale(shop);
    await deliver(app, shop, sale);
    const ref = await openDispute(app, sale.paymentId);

    await ends(shop, sale, ref, 'accepted');

    expect((await endOf(sale))[0]).toEqual(['lost', ['D seller_pending 8308', ...REVENUE, RECEIVABLE]]);
    expect(await balance(app, shop.seller)).toMatchObject({ pending: 692, available: 0, receivable: 1_500 });
    expect(await held(app, 'order_escrow', sale.id)).toBe(0);
  });

  it('that is lost after the payout leaves a debt', async () => {
    const shop = await openShop(app);
    const sale = await releasedSale(shop);
    await payOut(shop);
    const ref = await openDispute(app, sale.paymentId);

    await verdict(app, ref, 'lost');

    expect(await endOf(sale)).toEqual([
      ['lost', ['D seller_receivable 8308', ...REVENUE, RECEIVABLE]],
      ['fee_passed', ['D seller_receivable 1500', 'C dispute_fee_expense 1500']],
    ]);
    expect(await balance(app, shop.seller)).toMatchObject({ available: 0, held: 0, receivable: 9_808 });
  });

  it('that is lost before the delivery leaves the credit’s part, which the delivery earns', async () => {
    const shop = await openShop(app);
    const sale = await creditSale(shop);
    const ref = await openDispute(app, sale.paymentId);

    await verdict(app, ref, 'lost');
    const left = await held(app, 'order_escrow', sale.id);
    await deliver(app, shop, sale);

    expect((await endOf(sale))[0]).toEqual(['lost', ['D order_escrow 12000', RECEIVABLE]]);
    expect(left).toBe(1_000);
    expect((await journalsOf(app, sale.id)).delivered).toEqual([
      'D order_escrow 1000',
      'C seller_pending 692',
      'C commission_revenue 77',
      'C tax_payable 154',
      'C shipping_revenue 77',
    ]);
    expect(await held(app, 'order_escrow', sale.id)).toBe(0);
  });

  it('that is lost before the order is refused: the credit comes back', async () => {
    const shop = await openShop(app);
    const sale = await creditSale(shop);
    const ref = await openDispute(app, sale.paymentId);
    await verdict(app, ref, 'lost');

    await refuse(shop, sale);

    expect((await journalsOf(app, sale.id)).requested).toEqual(['D order_escrow 1000', 'C buyer_credit 1000']);
    expect([await held(app, 'order_escrow', sale.id), await credit(sale.person)]).toEqual([0, 1_000]);
  });

  it.each(['won', 'lost', 'accepted'] as const)(
    'whose order is refused meanwhile gives the credit back at once, and the rest once when it is %s',
    async (end) => {
      const shop = await openShop(app);
      const sale = await creditSale(shop);
      const ref = await openDispute(app, sale.paymentId);

      await refuse(shop, sale);
      const waiting = [await held(app, 'order_escrow', sale.id), await credit(sale.person)];
      await ends(shop, sale, ref, end);
      await heard(app);

      expect(waiting).toEqual([12_000, 1_000]);
      expect((await endOf(sale))[0]).toEqual(
        end === 'won' ? ['won', ['D psp_clearing 12000', RECEIVABLE]] : ['lost', ['D order_escrow 12000', RECEIVABLE]],
      );
      expect([await held(app, 'order_escrow', sale.id), await credit(sale.person)]).toEqual([0, 1_000]);
      expect(await balance(app, shop.seller)).toEqual({});
    },
  );

  it('that the platform bore before the order is refused gives it back what the sale did not need', async () => {
    const shop = await openShop(app);
    const { code } = await platformCoupon(app, shop.finance, { amounts: [{ currency: 'USD', off: 1_500 }] });
    const sale = await creditSale(shop, code);
    const ref = await openDispute(app, sale.paymentId, { reason: 'fraudulent' });
    await verdict(app, ref, 'lost');

    await refuse(shop, sale);
    await app.drain();

    expect(await endOf(sale)).toEqual([
      ['absorbed', ['D chargeback_loss 10500', 'C dispute_receivable 10500']],
      ['reclaimed', ['D order_escrow 11870', 'C chargeback_loss 10500', 'C promotion_expense 1370']],
    ]);
    expect((await journalsOf(app, sale.id)).requested).toEqual([
      'D order_escrow 1130',
      'C buyer_credit 1000',
      'C promotion_expense 130',
    ]);
    expect([await held(app, 'order_escrow', sale.id), await credit(sale.person)]).toEqual([0, 1_000]);
  });

  it('of a discounted order gives the platform its part for the card’s part, and the rest with the credit', async () => {
    const shop = await openShop(app);
    const { code } = await platformCoupon(app, shop.finance, { amounts: [{ currency: 'USD', off: 1_500 }] });
    const sale = await creditSale(shop, code);
    const ref = await openDispute(app, sale.paymentId);

    await verdict(app, ref, 'lost');
    const left = await held(app, 'order_escrow', sale.id);
    await refuse(shop, sale);

    expect((await endOf(sale))[0]).toEqual([
      'lost',
      ['D order_escrow 11869', 'C dispute_receivable 10500', 'C promotion_expense 1369'],
    ]);
    expect(left).toBe(1_131);
    expect((await journalsOf(app, sale.id)).requested).toEqual([
      'D order_escrow 1131',
      'C buyer_credit 1000',
      'C promotion_expense 131',
    ]);
    expect([await held(app, 'order_escrow', sale.id), await credit(sale.person)]).toEqual([0, 1_000]);
  });
});
