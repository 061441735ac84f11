import { randomUUID } from 'node:crypto';
import { Clock, fromWire, money, system } from '../../../src/kernel/index.js';
import { IdentityModule } from '../../../src/modules/identity/index.js';
import { credit, debit, journal, Ledger, LedgerModule } from '../../../src/modules/ledger/index.js';
import { SellerHoldsModule } from '../../../src/modules/seller-holds/index.js';
import { SellersModule } from '../../../src/modules/sellers/index.js';
import { EndPeriod } from '../../../src/modules/subscriptions/end-period.js';
import { SubscriptionsModule } from '../../../src/modules/subscriptions/index.js';
import { UnitOfWork } from '../../../src/platform/database/index.js';
import { MintModule } from '../../../src/sandbox/mint.module.js';
import { booked, journalCount } from '../../support/booked.js';
import { startApp, type TestApp } from '../../support/index.js';
import { buyer, staff, type Person } from '../../support/world.identity.js';
import { get, post } from '../../support/world.orders.js';
import { held } from '../../support/world.refunds.js';
import { activeSeller, type ActiveSeller } from '../../support/world.sellers.js';

interface Subscription {
  readonly id: string;
  readonly state: string;
  readonly startedAt: string;
  readonly paidUntil: string;
}

interface Invoice {
  readonly id: string;
  readonly period: number;
  readonly owed: { readonly amount: number };
}

const USD = (amount: number) => ({ amount, currency: 'USD' });
const idOf = ({ sellerId }: ActiveSeller): string => fromWire('sel', sellerId) ?? '';
const pathOf = ({ sellerId }: ActiveSeller): string => `/v1/sellers/${sellerId}/subscription`;

describe('subscriptions of sellers', () => {
  let app: TestApp;
  let finance: Person;
  let planId: string;

  beforeAll(async () => {
    const own = [IdentityModule, SellersModule, LedgerModule, SellerHoldsModule, SubscriptionsModule, MintModule];
    app = await startApp({ modules: own });
    finance = await staff(app, 'finance');
    planId = await plan('professional', 2_900);
  });
  afterAll(() => app.stop());

  async function plan(code: string, amount: number, taxBps = 0, currency = 'USD'): Promise<string> {
    const body = { code, nameEn: code, nameZh: '专业版', fee: { amount, currency }, taxBps };
    const added = await post(app, finance.token, '/v1/finance/subscription-plans', body);
    if (added.status !== 201) throw new Error(`No plan: ${added.text}`);
    return (added.body as { id: string }).id;
  }

  /** A seller with so much available. */
  async function seller(available: number): Promise<ActiveSeller> {
    const made = await activeSeller(app);
    if (available > 0) await fund(made, available);
    return made;
  }

  async function fund(to: ActiveSeller, amount: number): Promise<void> {
    const at = { effectiveAt: app.get(Clock).now(), actor: system('test') };
    const sum = money(amount, 'USD');
    const lines = [debit('psp_clearing', sum), credit('seller_available', sum, idOf(to))];
    const given = journal(['test', randomUUID(), 'given'], at, ...lines);
    await app.get(UnitOfWork).run((tx) => app.get(Ledger).post(tx, given));
  }

  const subscribe = (to: ActiveSeller, id = planId, key?: string) =>
    post(app, to.token, pathOf(to), { planId: id }, key);
  const change = (of: ActiveSeller, what: 'cancellation' | 'resumption') =>
    post(app, of.token, `${pathOf(of)}/${what}`);
  const refund = (id: string, by = finance) =>
    post(app, by.token, `/v1/finance/subscription-invoices/${id}/refund`, { reason: 'It did not work.' });
  const invoices = async (of: ActiveSeller): Promise<Invoice[]> =>
    (await get<{ data: Invoice[] }>(app, of.token, `${pathOf(of)}/invoices`)).data;
  const journals = ({ id }: { id: string }) => booked(app, 'subscription_invoice', fromWire('sbi', id) ?? '');
  const balances = async (of: ActiveSeller) => [
    await held(app, 'seller_available', idOf(of)),
    await held(app, 'seller_receivable', idOf(of)),
  ];

  it('are paid out of what is available (X2), once for each key', async () => {
    const shop = await seller(10_000);

    const first = await subscribe(shop, planId, 'the-same');
    const again = await subscribe(shop, planId, 'the-same');
    const other = await subscribe(shop);

    expect(first.status).toBe(201);
    expect(first.body).toMatchObject({ state: 'active', planCode: 'professional', fee: USD(2_900), cancelledAt: null });
    expect(again.body).toEqual(first.body);
    expect([other.status, other.body.code]).toEqual([409, 'subscription_exists']);
    const all = await invoices(shop);
    expect(all).toMatchObject([{ period: 1, fee: USD(2_900), tax: USD(0), owed: USD(0), refundedAt: null }]);
    expect(await journals(all[0] as Invoice)).toEqual({
      charged: 'seller_available 29.00 | subscription_revenue 29.00',
    });
    expect(await balances(shop)).toEqual([7_100, 0]);
  });

  it('are charged by the month, and what is missing is owed', async () => {
    const shop = await seller(3_900);
    const { body } = await subscribe(shop);
    const { paidUntil } = body as Subscription;
    await app.advance('P27D');
    const early = await invoices(shop);

    await app.advance('P4D');
    const { id } = body as Subscription;
    await Promise.all([1, 2].map(() => app.get(EndPeriod).run(fromWire('sub', id) ?? '')));

    const all = await invoices(shop);
    const now = await get<Subscription>(app, shop.token, pathOf(shop));
    expect(early).toHaveLength(1);
    expect(all).toMatchObject([
      { period: 2, startsAt: paidUntil, owed: USD(1_900) },
      { period: 1, endsAt: paidUntil, owed: USD(0) },
    ]);
    expect(await journals(all[0] as Invoice)).toEqual({
      charged: 'seller_available 10.00, seller_receivable 19.00 | subscription_revenue 29.00',
    });
    expect(await balances(shop)).toEqual([0, 1_900]);
    expect(now.paidUntil > paidUntil).toBe(true);
  });

  it('make up for every month when time has jumped', async () => {
    const shop = await seller(20_000);
    await subscribe(shop);

    await app.advance('P93D');

    const all = await invoices(shop);
    expect(all.map(({ period }) => period)).toEqual([4, 3, 2, 1]);
    expect(await balances(shop)).toEqual([20_000 - 4 * 2_900, 0]);
  });

  it('end with the month that is paid for, after they were cancelled', async () => {
    const shop = await seller(10_000);
    await subscribe(shop);

    const cancelled = await change(shop, 'cancellation');
    const twice = await change(shop, 'cancellation');
    const between = await subscribe(shop);
    await app.advance('P32D');
    const ended = await get<Subscription>(app, shop.token, pathOf(shop));
    const late = await change(shop, 'resumption');
    const anew = await subscribe(shop);

    expect(cancelled.body).toMatchObject({ state: 'cancelled' });
    expect(twice.status).toBe(409);
    expect([between.status, between.body.code]).toEqual([409, 'subscription_exists']);
    expect(ended.state).toBe('ended');
    expect(late.status).toBe(404);
    expect(anew.status).toBe(201);
    expect(await balances(shop)).toEqual([10_000 - 2 * 2_900, 0]);
  });

  it('go on when they are resumed in time', async () => {
    const shop = await seller(10_000);
    await subscribe(shop);
    await change(shop, 'cancellation');

    const resumed = await change(shop, 'resumption');
    await app.advance('P32D');

    expect(resumed.body).toMatchObject({ state: 'active', cancelledAt: null });
    expect(await invoices(shop)).toHaveLength(2);
  });

  it('are refunded once; a debt is settled first', async () => {
    const shop = await seller(1_000);
    await subscribe(shop);
    const [invoice] = await invoices(shop);
    const id = invoice?.id ?? '';
    const between = await balances(shop);
    const stranger = await refund(id, await buyer(app));

    const answers = await Promise.all([refund(id), refund(id)]);
    const late = await refund(id);

    expect(between).toEqual([0, 1_900]);
    expect(stranger.status).toBe(403);
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 409]);
    expect([late.status, late.body.code]).toEqual([409, 'subscription_refunded']);
    expect(await journals({ id })).toEqual({
      charged: 'seller_available 10.00, seller_receivable 19.00 | subscription_revenue 29.00',
      refunded: 'subscription_revenue 29.00 | seller_receivable 19.00, seller_available 10.00',
    });
    expect(await balances(shop)).toEqual([1_000, 0]);
  });

  it('are taxed where the plan says so', async () => {
    const shop = await seller(10_000);

    await subscribe(shop, await plan('taxed', 2_900, 1_900));

    const [invoice] = await invoices(shop);
    expect(invoice).toMatchObject({ fee: USD(2_900), tax: USD(551) });
    expect(await journals(invoice as Invoice)).toEqual({
      charged: 'seller_available 34.51 | subscription_revenue 29.00, tax_payable 5.51',
    });
  });

  it('keep the price of the plan that was chosen', async () => {
    const shop = await seller(10_000);
    const old = await plan('growing', 1_000);
    await subscribe(shop, old);

    const dearer = await plan('growing', 9_000);
    const closed = await subscribe(await seller(0), old);
    await app.advance('P32D');

    const { data } = await get<{ data: { id: string; code: string }[] }>(app, shop.token, '/v1/subscription-plans');
    expect(data.filter(({ code }) => code === 'growing')).toMatchObject([{ id: dearer, version: 2, fee: USD(9_000) }]);
    expect([closed.status, closed.body.code]).toEqual([409, 'plan_closed']);
    expect(await balances(shop)).toEqual([8_000, 0]);
  });

  it('are of plans whose next version closes the one before it, and nothing else', async () => {
    const closed = async (): Promise<Map<string, Date | null>> => {
      const rows = await app.sql<{ name: string; closed: Date | null }>(
        `select code || ' ' || currency || ' ' || version as name, closed_at as closed from subscription_plans
          where code in ('changed', 'kept')`,
      );
      return new Map(rows.map((row) => [row.name, row.closed]));
    };
    await plan('changed', 1_000);
    await plan('changed', 1_000, 0, 'EUR');
    await plan('kept', 1_000);
    await plan('changed', 2_000);
    const before = await closed();

    await plan('changed', 3_000);

    const after = await closed();
    expect(
      [...after]
        .filter(([, at]) => at === null)
        .map(([name]) => name)
        .sort(),
    ).toEqual(['changed EUR 1', 'changed USD 3', 'kept USD 1']);
    expect(after.get('changed USD 1')).toEqual(before.get('changed USD 1'));
  });

  it('are the seller’s own, in its currency', async () => {
    const [shop, other] = [await seller(0), await seller(0)];
    const before = await journalCount(app);

    const answers = [
      await post(app, other.token, pathOf(shop), { planId }),
      await post(app, shop.token, pathOf(shop), { planId: 'spl_01hzy3v9qtf5r8m2k4w6x8y0za' }),
      await subscribe(shop, await plan('european', 2_900, 0, 'EUR')),
      await change(shop, 'cancellation'),
      await refund('sbi_01hzy3v9qtf5r8m2k4w6x8y0za'),
      await post(app, shop.token, '/v1/finance/subscription-plans', {}),
    ];

    expect(answers.map(({ status }) => status)).toEqual([404, 404, 409, 404, 404, 403]);
    expect(answers[2]?.body).toMatchObject({ code: 'plan_in_other_currency' });
    expect(await journalCount(app)).toBe(before);
  });

  it('are kept by the database: one at a time, one invoice for a month, nothing changed', async () => {
    const faults = [
      `insert into subscriptions select gen_random_uuid(), seller_id, plan_id, 'active', 1, now(), now(), 0, now()
         from subscriptions where state = 'active' limit 1`,
      `insert into subscription_invoices select gen_random_uuid(), subscription_id, period, seller_id, currency, fee, tax,
         owed, starts_at, ends_at, charged_at, journal_id from subscription_invoices limit 1`,
      `update subscription_invoices set fee = fee + 1`,
      `update subscription_plans set fee = fee + 1`,
    ];

    const codes = await Promise.all(
      faults.map((fault) =>
        app.sql(fault).then(
          () => 'done',
          (error: { constraint?: string; code: string }) => error.constraint ?? error.code,
        ),
      ),
    );

    expect(codes).toEqual(['subscriptions_one', 'subscription_invoices_once', '23001', '23001']);
  });
});
