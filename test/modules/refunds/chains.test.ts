import { Clock, fromWire } from '../../../src/kernel/index.js';
import { RunPayouts } from '../../../src/modules/settlement/run-payouts.js';
import { booked } from '../../support/booked.js';
import { bearer, startApp, type TestApp } from '../../support/index.js';
import { company, creditLine, invoicedSale, journalsOn, transfer } from '../../support/world.companies.js';
import { disputesOf, heard, openDispute, verdict } from '../../support/world.disputes.js';
import { activeListing } from '../../support/world.listings.js';
import { get, pay, placedOrder, post, type OrderBody } from '../../support/world.orders.js';
import { expectWorldMatch } from '../../support/world.payments.js';
import { approveDrafts, approvers } from '../../support/world.payouts.js';
import {
  deliver,
  deliveredSale,
  openShop,
  paidSale,
  refund,
  released,
  units,
  type Sale,
  type Shop,
} from '../../support/world.refunds.js';
import { idOf, settled, type PayoutBody } from '../settlement/settlement-app.js';

type Owed = Readonly<Record<string, number>>;

/** Whole trades over HTTP and jobs, each by people of its own, with every floor on. */
describe('a trade from the payment to its end', () => {
  let app: TestApp;
  let shop: Shop;
  let startedAt: Date;

  beforeAll(async () => {
    app = await startApp();
  });
  beforeEach(async () => {
    shop = await openShop(app);
    const [row] = await app.sql<{ now: Date }>('select clock_timestamp() as now');
    startedAt = row?.now as Date;
  });
  afterEach(async () => {
    await expectWorldMatch(app);
    await app.checkInvariants();
  });
  afterAll(() => app.stop());

  /** Of every strict account that the trade has touched, those that are not empty; minor units. */
  async function left(): Promise<Owed> {
    const rows = await app.sql<{ account: string; balance: number }>(
      `select a.type_code as account, abs(b.debit_posted - b.credit_posted)::int as balance
         from ledger.balance b join ledger.account a on a.id = b.account_id
        where b.updated_at > $1 and b.debit_posted <> b.credit_posted order by 1`,
      [startedAt],
    );
    return Object.fromEntries(rows.map(({ account, balance }) => [account, balance]));
  }

  async function releasedSale(): Promise<Sale> {
    const sale = await deliveredSale(app, shop);
    await released(app, sale.id);
    return sale;
  }

  async function refunded(sale: Sale, body: object = { everything: true }): Promise<void> {
    const answer = await refund(app, shop.seller.token, sale, body);
    expect([answer.status, answer.text]).toEqual([201, expect.any(String)]);
    await heard(app);
  }

  async function paidOut(): Promise<number> {
    const old = `update seller_payout_accounts set changed_at = changed_at - interval '72 hours' where seller_id = $1`;
    await app.sql(old, [idOf(shop.seller)]);
    await app.get(RunPayouts).run(app.get(Clock).now());
    await settled(app);
    const [row] = await app.sql<{ paid: number }>(
      `select coalesce(sum(amount), 0)::int as paid from payouts where seller_id = $1 and state = 'paid'`,
      [idOf(shop.seller)],
    );
    return row?.paid ?? 0;
  }

  /** Newest first. */
  const payoutsOf = async (): Promise<PayoutBody[]> =>
    (await get<{ data: PayoutBody[] }>(app, shop.seller.token, `/v1/sellers/${shop.seller.sellerId}/payouts`)).data;

  /** Names another bank account of the seller. */
  async function account(accountNumber: string): Promise<void> {
    const path = `/v1/sellers/${shop.seller.sellerId}/payout-account`;
    const { version } = await get<{ version: number }>(app, shop.seller.token, path);
    const named = await app.http
      .put(path)
      .set(bearer(shop.seller.token))
      .set('If-Match', `"v${version}"`)
      .send({ holder: 'Otter Audio GmbH', accountNumber, country: 'DE' });
    if (named.status !== 200) throw new Error(`Not named: ${named.text}`);
  }

  it('is paid out (P1, E2, H1, O1, O2)', async () => {
    await releasedSale();

    expect([await paidOut(), await left()]).toEqual([9_000, {}]);
  });

  it('is paid out after the bank refused the first payout (P1, E2, H1, O1, O3, O1, O2)', async () => {
    const people = await approvers(app);
    await account('DE0011110001');
    const sale = await deliveredSale(app, shop);
    await app.advance('P9D');
    await approveDrafts(app, people);
    const [refused] = await payoutsOf();
    const during = await left();

    await account('DE02120300000000202051');
    await app.advance('P4D');
    await approveDrafts(app, people);

    const [paid, ...others] = await payoutsOf();
    expect(await booked(app, 'seller_order', sale.id)).toEqual({
      delivered:
        'order_escrow 130.00 | seller_pending 90.00, commission_revenue 10.00, tax_payable 20.00, shipping_revenue 10.00',
      released: 'seller_pending 90.00 | seller_available 90.00',
    });
    expect(refused).toMatchObject({ state: 'failed', amount: { amount: 9_000 } });
    expect(await booked(app, 'payout', fromWire('pyo', refused?.id ?? '') ?? '')).toEqual({
      created: 'seller_available 90.00 | payout_in_transit 90.00',
      failed: 'payout_in_transit 90.00 | seller_available 90.00',
    });
    expect(during).toEqual({ seller_available: 9_000 });
    expect(others).toHaveLength(1);
    expect(paid).toMatchObject({ state: 'paid', amount: { amount: 9_000 } });
    expect(await booked(app, 'payout', fromWire('pyo', paid?.id ?? '') ?? '')).toEqual({
      created: 'seller_available 90.00 | payout_in_transit 90.00',
      paid: 'payout_in_transit 90.00 | bank_client 90.00',
    });
    expect(await left()).toEqual({});
  });

  it('is owed by a company that pays its invoice, and paid out then (P7, E2, P8, H1, O1, O2)', async () => {
    const buying = await company(app);
    await creditLine(app, shop.finance, buying);
    const sale = await invoicedSale(app, buying, shop);
    await deliver(app, shop, sale);
    await app.advance('P9D');
    const owed = await left();

    await transfer(app, shop.finance, 13_000, `Our payment of ${sale.invoice.number}`);
    await app.drain();
    const paid = await paidOut();

    expect(owed).toEqual({ buyer_receivable: 13_000, seller_pending: 9_000 });
    expect(await journalsOn(app, 'buyer_receivable', buying.id)).toEqual([
      ['D buyer_receivable 13000', 'C order_escrow 13000'],
      ['D bank_client 13000', 'C buyer_receivable 13000'],
    ]);
    expect(await booked(app, 'seller_order', sale.id)).toMatchObject({
      delivered:
        'order_escrow 130.00 | seller_pending 90.00, commission_revenue 10.00, tax_payable 20.00, shipping_revenue 10.00',
      released: 'seller_pending 90.00 | seller_available 90.00',
    });
    const [payout] = await payoutsOf();
    expect(await booked(app, 'payout', fromWire('pyo', payout?.id ?? '') ?? '')).toEqual({
      created: 'seller_available 90.00 | payout_in_transit 90.00',
      paid: 'payout_in_transit 90.00 | bank_client 90.00',
    });
    expect([paid, await left()]).toEqual([9_000, {}]);
  });

  it('is refunded before its release (P1, R1, R2)', async () => {
    await refunded(await paidSale(app, shop));

    expect(await left()).toEqual({});
  });

  it('is refunded to a card that takes nothing: the buyer is owed it (P1, R1, R3)', async () => {
    const placed = await placedOrder(app, shop.ada, { variantId: shop.variantId, quantity: 5 });
    await pay(app, shop.ada, placed, 'tok_refund_fails');
    await heard(app);
    const order = await get<OrderBody>(app, shop.ada.token, `/v1/orders/${placed.id}`);
    const sellerOrderId = order.sellerOrders[0]?.id ?? '';

    await refunded({ sellerOrderId, id: '', lineId: '', paymentId: order.paymentId });

    expect(await left()).toEqual({ buyer_credit: 13_000 });
  });

  it('is refunded in part before its release, and the rest is paid out (P1, R5, R2, E2, H1, O1, O2)', async () => {
    const sale = await paidSale(app, shop);

    await refunded(sale, units(sale, 2));
    await deliver(app, shop, sale);
    await released(app, sale.id);

    expect([await paidOut(), await left()]).toEqual([5_400, {}]);
  });

  it('is refunded after its release (P1, E2, H1, R6, R2)', async () => {
    await refunded(await releasedSale());

    expect(await left()).toEqual({});
  });

  it('is refunded after the payout, and the next sales pay the debt (R9, R2, N1)', async () => {
    const sale = await releasedSale();
    await paidOut();
    const sell = async (price: number): Promise<void> => {
      const cheap = await activeListing(app, shop.seller, { price, stock: 5 });
      await released(app, (await deliveredSale(app, { ...shop, ...cheap }, 1)).id);
    };
    await sell(3_333);

    await refunded(sale);
    const owed = await left();
    await sell(6_667);

    expect([owed, await left()]).toEqual([{ seller_receivable: 6_000 }, {}]);
  });

  it('is charged back and won, and paid out (C1, H3, C2, H4, O1, O2)', async () => {
    const sale = await releasedSale();
    const ref = await openDispute(app, sale.paymentId);
    const during = await left();

    await verdict(app, ref, 'won');

    expect(during).toEqual({ dispute_receivable: 13_000, seller_held: 9_000 });
    expect([await paidOut(), await left()]).toEqual([9_000, {}]);
  });

  it('is charged back and lost by the seller (C1, H3, C3)', async () => {
    const sale = await releasedSale();
    const ref = await openDispute(app, sale.paymentId);
    const [dispute] = await disputesOf(app, shop.finance, sale.paymentId);
    const path = `/v1/disputes/${dispute?.id}/liability`;
    const liability = await post(app, shop.finance.token, path, { liable: 'seller', feeTo: 'platform' });

    await verdict(app, ref, 'lost');

    expect(liability.status).toBeLessThan(300);
    expect([await paidOut(), await left()]).toEqual([0, {}]);
  });

  it('is charged back and lost by the platform, and paid out (C1, H3, C5, H4, O1, O2)', async () => {
    const sale = await releasedSale();
    const ref = await openDispute(app, sale.paymentId, { reason: 'fraudulent' });

    await verdict(app, ref, 'lost');

    expect([await paidOut(), await left()]).toEqual([9_000, {}]);
  });
});
