import { randomUUID } from 'node:crypto';
import { Clock } from '../../../src/kernel/index.js';
import { FetchReports } from '../../../src/modules/balance-reports/fetch-reports.js';
import { lastCompleteDay } from '../../../src/modules/balance-reports/report-day.domain.js';
import { bearer, startApp, type TestApp } from '../../support/index.js';
import type { Fields } from '../../support/stripe-books.js';
import { StripeServer, type Fault } from '../../support/stripe-server.js';
import { buyer, staff, type Person } from '../../support/world.identity.js';
import { activeListing } from '../../support/world.listings.js';
import { pay, placedOrder } from '../../support/world.orders.js';
import { activeSeller } from '../../support/world.sellers.js';
import { deliver, stripeConfig, VISA } from './stripe-app.js';

interface Day {
  readonly day: string;
  readonly state: string;
  readonly attempts: number;
  readonly fault: string | null;
  readonly fileId: string | null;
}

const stripe = new StripeServer();
let app: TestApp;
let finance: Person;
let accountId: string;

beforeAll(async () => {
  await stripe.start();
  app = await startApp({ config: stripeConfig(stripe) });
  finance = await staff(app, 'finance');
  accountId = await opened('stripe-balance', { kind: 'provider', provider: 'stripe' });
  await schedule(accountId, { isOn: true }).expect(200);
});
afterAll(async () => {
  await app.stop();
  await stripe.stop();
});
beforeEach(() => stripe.reset());

const ACCOUNTS = '/v1/finance/reconciliation/accounts';

async function opened(code: string, fields: object): Promise<string> {
  const answer = await app.http
    .post(ACCOUNTS)
    .set(bearer(finance.token))
    .send({ code, ...fields })
    .expect(201);
  return (answer.body as { id: string }).id;
}
const schedule = (id: string, body: object, token = finance.token) =>
  app.http.put(`${ACCOUNTS}/${id}/report-schedule`).set(bearer(token)).send(body);
const ask = (day: string, token = finance.token) =>
  app.http.post(`${ACCOUNTS}/${accountId}/report-days`).set(bearer(token)).send({ day });
const daysOf = async (id = accountId): Promise<Day[]> =>
  (await app.http.get(`${ACCOUNTS}/${id}/report-days?limit=100`).set(bearer(finance.token)).expect(200)).body
    .data as Day[];
const dayOf = async (day: string): Promise<Day | undefined> => (await daysOf()).find((each) => each.day === day);
const run = (): Promise<void> => app.get(FetchReports).run();
const now = (): Date => app.get(Clock).now();
const today = (): string => now().toISOString().slice(0, 10);

/** A movement of our balance now; its fee is Stripe's. */
const moved = (category: string, amount: number, source: Fields, fee = 0): Fields => ({
  ...{ id: `txn_${randomUUID()}`, object: 'balance_transaction', amount, fee, net: amount - fee, currency: 'usd' },
  ...{ created: Math.floor(now().getTime() / 1_000), available_on: Math.floor(now().getTime() / 1_000) + 172_800 },
  ...{ type: category, reporting_category: category, status: 'pending', description: 'For "tea"\nand more', source },
});
const feeOf = (n: number): Fields => moved('fee', -100 - n, { id: `fee_${n}`, object: 'fee' });

async function linesOf(
  fileId: string | null | undefined,
): Promise<{ externalId: string; status: string; kind: string }[]> {
  const path = `/v1/finance/reconciliation/files/${fileId ?? ''}/lines?limit=100`;
  return (await app.http.get(path).set(bearer(finance.token)).expect(200)).body.data as never;
}
/** Days of a time in which nothing else happened. */
const nextDay = (
  (n) => (): string =>
    `2024-05-${String((n += 1)).padStart(2, '0')}`
)(0);
const on = (day: string, movement: Fields): Fields => ({
  ...movement,
  created: Date.parse(`${day}T10:00:00Z`) / 1_000,
});
/** So many days before the last one that is over. */
const dayBefore = (days: number): string =>
  new Date(Date.parse(lastCompleteDay(now())) - days * 86_400_000).toISOString().slice(0, 10);

const items = async (): Promise<number> =>
  (await app.sql<{ n: number }>('select count(*)::int as n from reconciliation_items'))[0]?.n ?? 0;

describe('the balance at Stripe', () => {
  it('is asked for when a day is over, page by page, and its lines are matched with the books', async () => {
    const seller = await activeSeller(app, { tier: 'T2', accountNumber: 'acct_1QaBalance' });
    const { variantId } = await activeListing(app, seller, { price: 10_000, shipping: 0, stock: 5 });
    const shopper = await buyer(app, { createdAt: '2020-01-01T00:00:00.000Z' });
    await pay(app, shopper, await placedOrder(app, shopper, { variantId }), VISA);
    await deliver(app, stripe);
    const [intent] = [...stripe.books.intents.values()];
    const charge = { id: 'ch_1', object: 'charge', payment_intent: intent?.id };
    stripe.movements.push(moved('charge', Number(intent?.amount), charge, 320));
    for (let n = 0; n < 60; n += 1) stripe.movements.push(feeOf(n));
    const day = today();
    await run();
    const early = await dayOf(day);

    await app.advance('P1DT3H');
    const fetched = await dayOf(day);
    const asked = stripe.callsOf('balance');
    await run();

    expect(early).toBeUndefined();
    expect(fetched).toMatchObject({ state: 'fetched', attempts: 1, fault: null });
    const lines = await linesOf(fetched?.fileId);
    expect(lines).toHaveLength(62);
    expect(new Set(lines.map(({ status }) => status))).toEqual(new Set(['matched']));
    const pages = asked.filter(({ form }) => form['created[gte]'] === String(Date.parse(`${day}T00:00:00Z`) / 1_000));
    expect(pages.map(({ form }) => [form.limit, form.starting_after !== undefined])).toEqual([
      ['50', false],
      ['50', true],
    ]);
    expect(stripe.callsOf('balance')).toHaveLength(asked.length);
  });

  it.each<[Fault, string]>([
    ['html', 'not_json'],
    ['html-500', 'not_json'],
    ['error-200', 'status_200'],
    ['429', 'status_429'],
    ['500', 'status_500'],
    ['401', 'provider_credentials_refused'],
    ['strange-status', 'unreadable_object'],
    ['cut', 'not_json'],
    ['reset', 'connection'],
    ['timeout', 'timeout'],
  ])('that answers %s is taken in not at all, and can be asked again', async (mode, why) => {
    const day = nextDay();
    stripe.movements.push(...[0, 1].map((n) => on(day, feeOf(n))));
    const before = await items();
    if (mode === 'strange-status') stripe.movements.push({ ...on(day, feeOf(2)), net: 1 });
    else stripe.fail('balance', mode);

    const failed = (await ask(day).expect(200)).body as Day;
    const between = await items();
    stripe.movements.splice(stripe.movements.findIndex(({ net }) => net === 1) >>> 0, 1);
    const fetched = (await ask(day).expect(200)).body as Day;

    expect(failed).toMatchObject({ day, state: 'failed', attempts: 1, fileId: null });
    expect(failed.fault).toContain(why);
    expect(between).toBe(before);
    expect(fetched).toMatchObject({ state: 'fetched', attempts: 2, fault: null });
    expect(await items()).toBe(before + 2);
  });

  it('of which a later page fails is taken in not at all', async () => {
    const day = nextDay();
    stripe.movements.push(...Array.from({ length: 51 }, (_, n) => on(day, feeOf(n))));
    const before = await items();
    stripe.pass('balance');
    stripe.fail('balance', '500');

    const failed = (await ask(day).expect(200)).body as Day;

    expect(failed.state).toBe('failed');
    expect(await items()).toBe(before);
    expect((await ask(day)).body).toMatchObject({ state: 'fetched' });
    expect(await items()).toBe(before + 51);
  });

  it('of a day that is asked for once more adds what is new, and keeps what there is when it fails', async () => {
    const day = nextDay();
    stripe.movements.push(on(day, feeOf(0)));
    const first = (await ask(day)).body as Day;
    const before = await items();
    stripe.movements.push(on(day, feeOf(1)));
    stripe.fail('balance', 'html');

    const failed = (await ask(day)).body as Day;
    const again = (await ask(day)).body as Day;

    expect(failed).toMatchObject({ state: 'fetched', fault: null, fileId: first.fileId, attempts: 2 });
    expect(again.fileId).not.toBe(first.fileId);
    expect(await items()).toBe(before + 1);
  });

  it('has days that were missed: they are asked for from the oldest on, when it answers again', async () => {
    const late = await opened('stripe-late', { kind: 'provider', provider: 'stripe' });
    const [first, ...others] = [2, 1, 0].map((ago) => dayBefore(ago));
    await schedule(late, { isOn: true, since: first }).expect(200);
    stripe.fail('balance', '500');

    await run();
    const missed = await daysOf(late);
    await run();

    expect(missed.map(({ day, state }) => [day, state])).toEqual([
      ...[...others].reverse().map((day) => [day, 'waiting']),
      [first, 'failed'],
    ]);
    expect(new Set((await daysOf(late)).map(({ state }) => state))).toEqual(new Set(['fetched']));
    await schedule(late, { isOn: false }).expect(200);
    await app.advance('P2D');
    expect((await daysOf(late)).length).toBe(3);
  });
});

describe('the schedule of an account', () => {
  it('is finance’s, of accounts somebody can be asked about, and of days that are over', async () => {
    const bank = await opened('no-bank-at-stripe', { kind: 'bank', provider: 'stripe' });
    const risk = await staff(app, 'risk');

    const nobody = await schedule(bank, { isOn: true });
    const stranger = await schedule(accountId, { isOn: false }, risk.token);
    const unknown = await schedule('rac_01hzy3v9qtf5r8m2k4w6x8y0za', { isOn: true });
    const wrong = await schedule(accountId, { isOn: true, since: '2026-02-30' });
    const soon = await ask(today());
    const unasked = await app.http
      .post(`${ACCOUNTS}/${bank}/report-days`)
      .set(bearer(finance.token))
      .send({ day: '2024-01-01' });

    expect([nobody, stranger, unknown, wrong, soon].map(({ status }) => status)).toEqual([409, 403, 404, 422, 409]);
    expect([nobody, soon, unasked].map(({ body }) => body.code)).toEqual([
      ...['report_source_missing', 'day_not_over', 'reports_not_scheduled'],
    ]);
    expect(await daysOf(bank)).toEqual([]);
  });

  it('has the sandbox provider and its bank tell by themselves too', async () => {
    const ids = await Promise.all(
      (['provider', 'bank'] as const).map((kind) => opened(`nightly-${kind}`, { kind, provider: 'sandbox' })),
    );
    for (const id of ids) await schedule(id, { isOn: true, since: dayBefore(0) }).expect(200);

    await run();

    for (const id of ids) expect(await daysOf(id)).toMatchObject([{ state: 'fetched', fault: null }]);
  });
});
