import { Clock } from '../../../src/kernel/index.js';
import { RunPayouts } from '../../../src/modules/settlement/run-payouts.js';
import { startApp, type TestApp } from '../../support/index.js';
import { disputesOf, heard, openDispute, verdict } from '../../support/world.disputes.js';
import { activeListing } from '../../support/world.listings.js';
import { get, pay, placedOrder, post, type OrderBody } from '../../support/world.orders.js';
import { expectWorldMatch } from '../../support/world.payments.js';
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
import { idOf, settled } from '../settlement/settlement-app.js';

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

  it('is paid out (P1, E2, H1, O1, O2)', async () => {
    await releasedSale();

    expect([await paidOut(), await left()]).toEqual([9_000, {}]);
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
