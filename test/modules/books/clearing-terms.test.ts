import { randomUUID } from 'node:crypto';
import { Clock, fromWire, money, plus, system } from '../../../src/kernel/index.js';
import { credit, debit, journal, Ledger, placeId, type Line } from '../../../src/modules/ledger/index.js';
import { UnitOfWork } from '../../../src/platform/database/index.js';
import { startApp, type TestApp } from '../../support/index.js';
import { disputesOf, openDispute } from '../../support/world.disputes.js';
import { staff, type Person } from '../../support/world.identity.js';
import { get, parcel, post } from '../../support/world.orders.js';
import { openShop, paidSale, type Shop } from '../../support/world.refunds.js';

/** As the chart of accounts prints it; null: need not clear. */
const CHART: Readonly<Record<string, string | null>> = {
  psp_clearing: '5 days',
  bank_client: null,
  bank_operating: null,
  buyer_receivable: '30 days',
  seller_receivable: '30 days',
  dispute_receivable: '90 days',
  order_escrow: '60 days',
  seller_pending: null,
  seller_available: null,
  seller_reserve: null,
  seller_held: null,
  payout_in_transit: '7 days',
  refund_in_transit: '10 days',
  buyer_credit: null,
  affiliate_pending: null,
  affiliate_available: null,
  tax_payable: '62 days',
  carrier_payable: '45 days',
  unapplied_receipts: '3 days',
  commission_revenue: null,
  shipping_revenue: null,
  subscription_revenue: null,
  payout_fee_revenue: null,
  fx_spread_revenue: null,
  psp_fee_expense: null,
  promotion_expense: null,
  affiliate_expense: null,
  carrier_expense: null,
  dispute_fee_expense: null,
  chargeback_loss: null,
  bad_debt_expense: null,
  goodwill_expense: null,
  fx_gain_loss: null,
  fx_position: '7 days',
};

interface Uncleared {
  readonly owner: string | null;
  readonly overdue: { amount: number };
  readonly withinDays: number;
}

describe('what has to clear', () => {
  let app: TestApp;
  let finance: Person;
  let shop: Shop;

  beforeAll(async () => {
    app = await startApp();
    finance = await staff(app, 'finance', 'risk');
    shop = await openShop(app);
  });
  afterAll(() => app.stop());

  const now = (): Date => app.get(Clock).now();
  const view = (amount: number) => ({ amount, currency: 'USD' });

  /** What is late of an account, of one owner. */
  async function late(account: string, owner: string | null): Promise<number | undefined> {
    const path = `/v1/finance/clearing?account=${account}&limit=100`;
    const { data } = await get<{ data: Uncleared[] }>(app, finance.token, path);
    return data.find((each) => each.owner === owner)?.overdue.amount;
  }

  const booked = (...lines: Line[]): Promise<unknown> => {
    const made = journal(['test', randomUUID(), 'made'], { effectiveAt: now(), actor: system('test') }, ...lines);
    return app.get(UnitOfWork).run((tx) => app.get(Ledger).post(tx, made));
  };
  const usd = (amount: number) => money(amount, 'USD');

  it('has the time of the chart, account by account', async () => {
    const rows = await app.sql<{ code: string; within: string | null }>(
      'select code, must_clear_within::text as within from ledger.account_type',
    );

    expect(Object.fromEntries(rows.map(({ code, within }) => [code, within]))).toEqual(CHART);
  });

  it('of a dispute is late when the time for evidence is over and nobody has answered', async () => {
    const due = plus(now(), 'P9D').toISOString();
    const disputed = async () => {
      const { paymentId } = await paidSale(app, shop);
      await openDispute(app, paymentId, { evidenceDueAt: due });
      const [dispute] = await disputesOf(app, finance, paymentId);
      return dispute?.id ?? '';
    };
    const [silent, answered] = [await disputed(), await disputed()];
    await post(app, finance.token, `/v1/disputes/${answered}/submission`, { note: 'It was delivered.' });
    const lateOf = (id: string) => late('dispute_receivable', fromWire('dsp', id) ?? '');

    await app.advance('P8D');
    const before = [await lateOf(silent), await lateOf(answered)];
    await app.advance('P2D');

    expect(before).toEqual([undefined, undefined]);
    expect([await lateOf(silent), await lateOf(answered)]).toEqual([13_000, undefined]);
  });

  it('of an order is late when its delivery should have been taken for granted, sooner or later than 60 days', async () => {
    const shipped = async (fields: object): Promise<string> => {
      const { id, sellerOrderId } = await paidSale(app, shop);
      const path = `/v1/seller-orders/${sellerOrderId}`;
      await post(app, shop.seller.token, `${path}/acceptance`);
      const answer = await post(app, shop.seller.token, `${path}/shipments`, { ...parcel(), ...fields });
      expect(answer.status).toBe(201);
      return id;
    };
    const estimatedDeliveryAt = plus(now(), 'P80D').toISOString();
    const [usual, far] = [await shipped({}), await shipped({ estimatedDeliveryAt })];
    await app.sql(`delete from deadlines where kind = 'seller-order.transit' and subject_id = any($1)`, [[usual, far]]);
    const escrow = async () => [await late('order_escrow', usual), await late('order_escrow', far)];

    // 30 days on the way, 3 of grace, and one.
    await app.advance('P33D');
    const inTime = await escrow();
    await app.advance('P1DT1H');
    const afterThirtyFour = await escrow();
    await app.advance('P31D');
    const afterSixty = await escrow();
    await app.advance('P20D');

    expect(inTime).toEqual([undefined, undefined]);
    expect(afterThirtyFour).toEqual([13_000, undefined]);
    expect(afterSixty).toEqual([13_000, undefined]);
    expect(await escrow()).toEqual([13_000, 13_000]);
  });

  it('of a carrier is late a month and two weeks after the label', async () => {
    const owner = placeId('carrier', 'late-post');
    await booked(debit('carrier_expense', usd(800)), credit('carrier_payable', usd(800), owner));

    await app.advance('P44D');
    const before = await late('carrier_payable', owner);
    await app.advance('P2D');

    expect([before, await late('carrier_payable', owner)]).toEqual([undefined, 800]);
  });

  it('of tax is late when what was filed is not paid by the end of the next month, and when nothing is filed', async () => {
    const firstOf = (months: number): string =>
      new Date(Date.UTC(now().getUTCFullYear(), now().getUTCMonth() + months, 1)).toISOString();
    const to = (instant: string) => app.advanceTo(new Date(instant));
    await to(firstOf(1));
    const standing = (await late('tax_payable', null)) ?? 0;
    const filed = now().toISOString().slice(0, 7);
    await to(plus(now(), 'P20D').toISOString());
    await booked(debit('psp_clearing', usd(5_000)), credit('tax_payable', usd(5_000)));
    await to(firstOf(1));
    const endsOn = new Date(Date.parse(firstOf(0)) - 1).toISOString().slice(0, 10);
    const closed = await post(app, finance.token, '/v1/finance/periods', { endsOn });
    const wanted = { period: filed, currency: 'USD', reference: 'A filing.' };
    const filing = await post(app, finance.token, '/v1/finance/tax-filings', wanted);
    const due = firstOf(1);

    await to(new Date(Date.parse(due) - 3_600_000).toISOString());
    const inTime = (await late('tax_payable', null)) ?? 0;
    await to(due);
    const unpaid = (await late('tax_payable', null)) ?? 0;

    expect([closed.status, filing.status, filing.body.amount]).toEqual([201, 201, view(5_000)]);
    expect(unpaid - inTime).toBe(5_000);
    expect(inTime).toBeGreaterThanOrEqual(standing);
  });
});
