import { Clock } from '../../../src/kernel/index.js';
import { FollowDispute } from '../../../src/modules/disputes/follow-dispute.js';
import type { PaymentDisputed } from '../../../src/modules/payments/index.js';
import { RunPayouts } from '../../../src/modules/settlement/run-payouts.js';
import { startApp, type TestApp } from '../../support/index.js';
import { disputeJournals, disputesOf, heard, openDispute, verdict } from '../../support/world.disputes.js';
import { platformCoupon, putCoupon } from '../../support/world.fees.js';
import { ADDRESS, get, openCart, pay, paidOrder, post, type OrderBody } from '../../support/world.orders.js';
import { expectWorldMatch } from '../../support/world.payments.js';
import {
  deliver,
  deliveredSale,
  held,
  openShop,
  paidSale,
  refund,
  refundJournals,
  released,
  units,
  type Sale,
  type Shop,
} from '../../support/world.refunds.js';
import { balance, idOf, settled } from '../settlement/settlement-app.js';

const C1 = ['opened', ['D dispute_receivable 13000', 'D dispute_fee_expense 1500', 'C psp_clearing 14500']];
const H3 = ['placed', ['D seller_available 9000', 'C seller_held 9000']];
const REVENUE = ['D commission_revenue 1000', 'D tax_payable 2000', 'D shipping_revenue 1000'];

describe('a chargeback', () => {
  let app: TestApp;

  beforeAll(async () => {
    app = await startApp();
  });
  afterAll(() => app.stop());
  afterEach(() => expectWorldMatch(app));

  async function releasedSale(shop: Shop): Promise<Sale> {
    const sale = await deliveredSale(app, shop);
    await released(app, sale.id);
    return sale;
  }

  const stateOf = async ({ finance }: Shop, { paymentId }: Sale): Promise<string[]> =>
    (await disputesOf(app, finance, paymentId)).map(({ state }) => state);
  const earningOf = ({ seller }: Shop, { sellerOrderId }: Sale) =>
    get<Record<string, unknown>>(app, seller.token, `/v1/seller-orders/${sellerOrderId}/earning`);

  const payOut = async ({ seller }: Shop): Promise<void> => {
    const old = `update seller_payout_accounts set changed_at = changed_at - interval '72 hours' where seller_id = $1`;
    await app.sql(old, [idOf(seller)]);
    await app.get(RunPayouts).run(app.get(Clock).now());
    await settled(app);
  };

  it('that opens takes the payment and the fee, and holds what the seller has got of it (C1, H3)', async () => {
    const shop = await openShop(app);
    const sale = await releasedSale(shop);

    await openDispute(app, sale.paymentId);

    expect(await disputeJournals(app, sale.paymentId)).toEqual([C1, H3]);
    expect(await disputesOf(app, shop.finance, sale.paymentId)).toMatchObject([
      {
        state: 'evidence_due',
        amount: { amount: 13_000, currency: 'USD' },
        fee: { amount: 1_500 },
        liable: 'seller',
        shares: [{ sellerOrderId: sale.sellerOrderId, amount: { amount: 13_000 }, exposure: { amount: 9_000 } }],
      },
    ]);
    expect(await balance(app, shop.seller)).toMatchObject({ available: 0, held: 9_000 });
  });

  it('that is won gives everything back and lifts the hold (C2, H4)', async () => {
    const shop = await openShop(app);
    const sale = await releasedSale(shop);
    const ref = await openDispute(app, sale.paymentId);

    await verdict(app, ref, 'won');

    expect((await disputeJournals(app, sale.paymentId)).slice(2)).toEqual([
      ['won', ['D psp_clearing 13000', 'C dispute_receivable 13000']],
      ['lifted', ['D seller_held 9000', 'C seller_available 9000']],
    ]);
    expect(await stateOf(shop, sale)).toEqual(['won']);
    expect(await balance(app, shop.seller)).toMatchObject({ available: 9_000, held: 0, receivable: 0 });
    const again = await refund(app, shop.seller.token, sale, { everything: true });
    await heard(app);
    expect(again.status).toBe(201);
  });

  it('that is won with its fee takes the expense back', async () => {
    const shop = await openShop(app);
    const sale = await releasedSale(shop);
    const ref = await openDispute(app, sale.paymentId);

    await verdict(app, ref, 'won', { returnFee: true });

    expect((await disputeJournals(app, sale.paymentId))[2]).toEqual([
      'won',
      ['D psp_clearing 14500', 'C dispute_receivable 13000', 'C dispute_fee_expense 1500'],
    ]);
  });

  it('that the seller is liable for is taken from what is held, with the fee from what is left (C3, C4)', async () => {
    const shop = await openShop(app);
    await releasedSale(shop);
    const sale = await releasedSale(shop);
    const ref = await openDispute(app, sale.paymentId);

    await verdict(app, ref, 'lost');

    expect((await disputeJournals(app, sale.paymentId)).slice(2)).toEqual([
      ['lost', ['D seller_held 9000', ...REVENUE, 'C dispute_receivable 13000']],
      ['fee_passed', ['D seller_available 1500', 'C dispute_fee_expense 1500']],
    ]);
    expect(await stateOf(shop, sale)).toEqual(['lost']);
    expect(await balance(app, shop.seller)).toMatchObject({ available: 7_500, held: 0, receivable: 0 });
  });

  it('whose money was paid out holds what there is and leaves a debt', async () => {
    const shop = await openShop(app);
    const sale = await releasedSale(shop);
    await payOut(shop);
    await released(app, (await deliveredSale(app, shop, 1)).id);
    const before = (await balance(app, shop.seller)).available as number;
    const ref = await openDispute(app, sale.paymentId);
    const during = await balance(app, shop.seller);

    await verdict(app, ref, 'lost');

    expect(during).toMatchObject({ available: 0, held: before });
    expect((await disputeJournals(app, sale.paymentId)).slice(2)).toEqual([
      [
        'lost',
        [`D seller_held ${before}`, `D seller_receivable ${9_000 - before}`, ...REVENUE, 'C dispute_receivable 13000'],
      ],
      ['fee_passed', ['D seller_receivable 1500', 'C dispute_fee_expense 1500']],
    ]);
    expect(await balance(app, shop.seller)).toMatchObject({ available: 0, held: 0, receivable: 10_500 - before });
  });

  it('that a protected seller loses is the platform’s loss (C5, H4)', async () => {
    const shop = await openShop(app);
    const sale = await releasedSale(shop);
    const ref = await openDispute(app, sale.paymentId, { reason: 'fraudulent' });

    await verdict(app, ref, 'lost');

    expect((await disputeJournals(app, sale.paymentId)).slice(2)).toEqual([
      ['absorbed', ['D chargeback_loss 13000', 'C dispute_receivable 13000']],
      ['lifted', ['D seller_held 9000', 'C seller_available 9000']],
    ]);
    expect(await balance(app, shop.seller)).toMatchObject({ available: 9_000, held: 0, receivable: 0 });
  });

  it('stops the clock of what is in its hold, and losing it takes that', async () => {
    const shop = await openShop(app);
    const sale = await deliveredSale(app, shop);
    const ref = await openDispute(app, sale.paymentId);
    const frozen = await earningOf(shop, sale);
    await app.advance('P30D');
    const later = await balance(app, shop.seller);

    await verdict(app, ref, 'lost');

    expect(frozen).toMatchObject({ state: 'frozen', expectedReleaseAt: null, blockedBy: [{ reason: 'chargeback' }] });
    expect(later).toMatchObject({ pending: 9_000, available: 0, held: 0 });
    expect((await disputeJournals(app, sale.paymentId))[1]).toEqual([
      'lost',
      ['D seller_pending 9000', ...REVENUE, 'C dispute_receivable 13000'],
    ]);
    expect(await balance(app, shop.seller)).toMatchObject({ pending: 0, receivable: 1_500 });
  });

  it('that is won lets the clock run again, from then at the earliest', async () => {
    const shop = await openShop(app);
    const sale = await deliveredSale(app, shop);
    const ref = await openDispute(app, sale.paymentId);
    await app.advance('P30D');
    const now = app.get(Clock).now();

    await verdict(app, ref, 'won');

    expect(await earningOf(shop, sale)).toMatchObject({ state: 'available', blockedBy: [] });
    const { expectedReleaseAt } = await earningOf(shop, sale);
    expect(new Date(String(expectedReleaseAt)).getTime()).toBeGreaterThanOrEqual(now.getTime());
    expect(await balance(app, shop.seller)).toMatchObject({ pending: 0, available: 9_000 });
  });

  it('of what is not delivered comes out of the escrow, and delivering it later earns nothing', async () => {
    const shop = await openShop(app);
    const sale = await paidSale(app, shop);
    const ref = await openDispute(app, sale.paymentId);

    await verdict(app, ref, 'lost');
    await deliver(app, shop, sale);

    expect((await disputeJournals(app, sale.paymentId))[1]).toEqual([
      'lost',
      ['D order_escrow 13000', 'C dispute_receivable 13000'],
    ]);
    expect(await held(app, 'order_escrow', sale.id)).toBe(0);
    expect(await earningOf(shop, sale)).toMatchObject({ net: { amount: 0 } });
  });

  it('of a part takes a part of everything, and the rest can be refunded', async () => {
    const shop = await openShop(app);
    const sale = await releasedSale(shop);
    const ref = await openDispute(app, sale.paymentId, { amount: 1_300 });
    const { exposure } = (await disputesOf(app, shop.finance, sale.paymentId))[0]?.shares[0] ?? {};

    await verdict(app, ref, 'lost');
    const rest = await refund(app, shop.seller.token, sale, { everything: true });
    await heard(app);
    const more = await refund(app, shop.seller.token, sale, units(sale, 1));

    expect(exposure).toEqual({ amount: 900, currency: 'USD' });
    expect((await disputeJournals(app, sale.paymentId))[2]).toEqual([
      'lost',
      [
        'D seller_held 900',
        'D commission_revenue 100',
        'D tax_payable 200',
        'D shipping_revenue 100',
        'C dispute_receivable 1300',
      ],
    ]);
    expect(rest.body).toMatchObject({ amount: { amount: 11_700, currency: 'USD' } });
    expect((await refundJournals(app, (rest.body as { id: string }).id)).requested).toEqual([
      'D seller_available 6600',
      'D seller_receivable 1500',
      'D commission_revenue 900',
      'D tax_payable 1800',
      'D shipping_revenue 900',
      'C refund_in_transit 11700',
    ]);
    expect([rest.status, more.status]).toEqual([201, 409]);
  });

  it('of an order with two sellers is shared by what each has got', async () => {
    const [one, two] = [await openShop(app), await openShop(app)];
    const order = await paidOrder(
      app,
      one.ada,
      { variantId: one.variantId, quantity: 5 },
      { variantId: two.variantId },
    );

    const ref = await openDispute(app, order.paymentId, { amount: 7_801 });
    const [seen] = await disputesOf(app, one.finance, order.paymentId);
    await verdict(app, ref, 'lost');

    const byId = (seller: string) => seen?.shares.find(({ sellerId }) => sellerId === seller)?.amount.amount;
    expect([byId(one.seller.sellerId), byId(two.seller.sellerId)]).toEqual([6_501, 1_300]);
    const own = await get<{ shares: unknown[] }>(app, two.seller.token, `/v1/disputes/${seen?.id}`);
    expect(own.shares).toEqual([expect.objectContaining({ sellerId: two.seller.sellerId })]);
  });

  it('of a discounted order gives the platform its part of the discount back', async () => {
    const shop = await openShop(app);
    const { code } = await platformCoupon(app, shop.finance, { amounts: [{ currency: 'USD', off: 1_500 }] });
    const cart = await openCart(app, shop.ada, { variantId: shop.variantId, quantity: 5 });
    await putCoupon(app, shop.ada.token, cart.id, code);
    const placed = await post(app, shop.ada.token, '/v1/orders', { cartId: cart.id, shippingAddress: ADDRESS });
    const order = placed.body as OrderBody;
    await pay(app, shop.ada, order);
    await app.drain();

    const ref = await openDispute(app, order.paymentId);
    await verdict(app, ref, 'lost');

    expect((await disputeJournals(app, order.paymentId))[1]).toEqual([
      'lost',
      ['D order_escrow 13000', 'C dispute_receivable 11500', 'C promotion_expense 1500'],
    ]);
  });

  it('is told again, late and in any order, and changes nothing', async () => {
    const shop = await openShop(app);
    const sale = await releasedSale(shop);
    const ref = await openDispute(app, sale.paymentId);
    await verdict(app, ref, 'lost');
    const before = [await disputeJournals(app, sale.paymentId), await balance(app, shop.seller)];

    const told = await app.sql<{ payload: PaymentDisputed }>(
      `select payload from outbox_events where name = 'payment.disputed' and payload ->> 'disputeRef' = $1 order by id desc`,
      [ref],
    );
    const follow = app.get(FollowDispute);
    await Promise.all([...told, ...told].map(({ payload }) => follow.run(payload)));
    await app.drain();

    expect(told.map(({ payload }) => payload.state)).toEqual(['lost', 'open']);

    expect([await disputeJournals(app, sale.paymentId), await balance(app, shop.seller)]).toEqual(before);
    expect(await stateOf(shop, sale)).toEqual(['lost']);
  });
});
