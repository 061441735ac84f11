import { fromWire } from '../../../src/kernel/index.js';
import { credit, debit } from '../../../src/modules/ledger/index.js';
import { onStage } from '../../prove/locks/stage.js';
import { bearer, startApp, type TestApp } from '../../support/index.js';
import { company } from '../../support/world.companies.js';
import { journalsOf } from '../../support/world.fees.js';
import { buyer, staff, type Person } from '../../support/world.identity.js';
import { ADDRESS, get, openCart, pay, post, type Answer, type OrderBody } from '../../support/world.orders.js';
import { openShop, refund, type Shop } from '../../support/world.refunds.js';
import { journal, post as book, usd } from '../ledger/ledger-app.js';

const USD = (amount: number) => ({ amount, currency: 'USD' });
const REASON = { reason: 'Somebody else signs in.' };

interface Account {
  readonly id: string;
  readonly status: string;
}

describe('store credit that is frozen', () => {
  let app: TestApp;
  let shop: Shop;
  let finance: Person;
  let person: Person;
  let account: string;
  const stage = onStage();

  beforeAll(async () => {
    app = await startApp();
    shop = await openShop(app);
    finance = await staff(app, 'finance');
  });
  afterAll(() => app.stop());
  beforeEach(async () => {
    person = await buyer(app, { createdAt: '2020-01-01T00:00:00.000Z' });
    account = await credited(person);
  });

  /** 10.00; returns the account that it is on. */
  async function credited({ userId }: Person): Promise<string> {
    const owner = fromWire('usr', userId) ?? '';
    await book(app, journal([debit('goodwill_expense', usd(1_000)), credit('buyer_credit', usd(1_000), owner)]));
    return accountOf('buyer_credit', owner);
  }
  async function accountOf(type: string, owner: string): Promise<string> {
    const path = `/v1/finance/accounts?type=${type}&owner=${owner}`;
    const { data } = await get<{ data: Account[] }>(app, finance.token, path);
    return data[0]?.id ?? '';
  }

  const set = (what: 'freeze' | 'unfreeze', who = finance, id = account): Promise<Answer> =>
    post(app, who.token, `/v1/finance/accounts/${id}/${what}`, REASON);
  const answered = async (...answers: Promise<Answer>[]): Promise<[number, string?][]> =>
    (await Promise.all(answers)).map(({ status, body }) => [status, (body as { code?: string }).code]);
  const left = async (): Promise<object[]> =>
    (await get<{ credits: object[] }>(app, person.token, '/v1/me/store-credit')).credits;

  async function order(): Promise<OrderBody> {
    const cart = await openCart(app, person, { variantId: shop.variantId, quantity: 5 });
    const body = { cartId: cart.id, shippingAddress: ADDRESS, useStoreCredit: true };
    const answer = await post(app, person.token, '/v1/orders', body);
    if (answer.status !== 201) throw new Error(`Not placed: ${answer.text}`);
    await app.drain();
    return answer.body as OrderBody;
  }
  const captured = async (placed: OrderBody): Promise<readonly string[] | undefined> => {
    await pay(app, person, placed);
    await app.drain();
    return (await journalsOf(app, fromWire('sor', placed.sellerOrders[0]?.id ?? '') ?? '')).capture;
  };

  it('pays nothing of an order that is placed then, and again when the freeze has ended', async () => {
    const frozen = await set('freeze');
    const during = await left();
    const byCard = await captured(await order());
    const open = await set('unfreeze');
    const byCredit = await captured(await order());

    expect([frozen.status, frozen.body]).toMatchObject([
      200,
      { id: account, status: 'frozen', freezeReason: REASON.reason, balance: USD(1_000) },
    ]);
    expect(during).toEqual([{ currency: 'USD', available: USD(0), held: USD(1_000) }]);
    expect(byCard).toEqual(['D psp_clearing 13000', 'C order_escrow 13000']);
    expect([open.status, open.body]).toMatchObject([200, { status: 'open', freezeReason: null }]);
    expect(byCredit).toEqual(['D buyer_credit 1000', 'D psp_clearing 12000', 'C order_escrow 13000']);
  });

  it('still pays an order that held it before, so that no seller waits, and takes what comes back', async () => {
    const placed = await order();
    await set('freeze');
    const capture = await captured(placed);
    const sale = { sellerOrderId: placed.sellerOrders[0]?.id ?? '' };
    const refunded = await refund(app, shop.seller.token, sale, { everything: true });
    await app.drain();

    expect(capture).toEqual(['D buyer_credit 1000', 'D psp_clearing 12000', 'C order_escrow 13000']);
    expect([refunded.status, refunded.body]).toMatchObject([201, { storeCredit: USD(1_000) }]);
    expect(await left()).toEqual([{ currency: 'USD', available: USD(0), held: USD(1_000) }]);
    expect(await get(app, finance.token, `/v1/finance/accounts/${account}`)).toMatchObject({ status: 'frozen' });
  });

  it('leaves by no bank transfer', async () => {
    const to = { holder: 'Ida Holm', accountNumber: 'DE89370400440532013000', reason: 'Her card is closed.' };
    const path = `/v1/finance/buyers/${person.userId}/credit-transfers`;
    const proposed = await post(app, finance.token, path, { amount: USD(1_000), ...to });
    const { id } = proposed.body as { id: string };
    await set('freeze');

    const approved = await post(
      app,
      (await staff(app, 'finance')).token,
      `/v1/finance/credit-transfers/${id}/approval`,
    );

    expect(approved.body).toMatchObject({ code: 'store_credit_smaller' });
    expect(await left()).toEqual([{ currency: 'USD', available: USD(0), held: USD(1_000) }]);
  });

  it('is not spent by whoever came at the same moment and waited', async () => {
    const { met, outcomes } = await stage.meet<unknown>(
      app,
      { statement: 'books.set-frozen', stop: 'after' },
      async () => (await set('freeze')).status,
      async () => captured(await order()),
    );

    expect(met).toBe(true);
    expect(outcomes).toEqual([200, ['D psp_clearing 13000', 'C order_escrow 13000']]);
    expect(await left()).toEqual([{ currency: 'USD', available: USD(0), held: USD(1_000) }]);
  });

  it('is frozen once by ten at once, with who, when and why', async () => {
    const statuses = (await answered(...Array.from({ length: 10 }, () => set('freeze')))).sort();
    await set('unfreeze');
    const twice = await answered(set('unfreeze'));
    const other = await staff(app, 'finance');
    await set('freeze', other);
    await set('unfreeze', other);
    const rows = await app.sql(
      `select reason, frozen_by, lift_reason, lifted_by, lifted_at >= frozen_at as "isLifted" from account_freezes
        where account_id = $1 order by frozen_at`,
      [fromWire('acc', account)],
    );

    expect(statuses).toEqual([[200, undefined], ...Array.from({ length: 9 }, () => [409, 'account_state_unchanged'])]);
    expect(twice).toEqual([[409, 'account_state_unchanged']]);
    const [first, second] = [fromWire('usr', finance.userId), fromWire('usr', other.userId)];
    const why = { reason: REASON.reason, lift_reason: REASON.reason, isLifted: true };
    expect(rows).toEqual([
      { ...why, frozen_by: first, lifted_by: first },
      { ...why, frozen_by: second, lifted_by: second },
    ]);
  });

  it('is no account of a seller or of the platform, nor of oneself or a company of one’s own', async () => {
    const own = await credited(finance);
    const ours = await company(app);
    const owner = fromWire('cmp', ours.companyId) ?? '';
    await book(app, journal([debit('goodwill_expense', usd(1)), credit('buyer_credit', usd(1), owner)]));
    const companys = await accountOf('buyer_credit', owner);
    const insider = await staff(app, 'finance');
    const path = `/v1/companies/${ours.companyId}/members/${insider.userId}`;
    await app.http.put(path).set(bearer(ours.admin.token)).send({ role: 'buyer' }).expect(200);
    const frozen = await set('freeze', finance, companys);
    const seller = fromWire('sel', shop.seller.sellerId) ?? '';
    await book(app, journal([debit('psp_clearing', usd(1)), credit('seller_available', usd(1), seller)]));
    const sellers = await accountOf('seller_available', seller);

    const refused = await answered(
      set('freeze', finance, own),
      set('unfreeze', insider, companys),
      set('freeze', finance, sellers),
      set('freeze', finance, 'acc_01hzy3v9qtf5r8m2k4w6x8y0za'),
      set('freeze', person),
      set('freeze', await staff(app, 'risk')),
    );
    const silent = await post(app, finance.token, `/v1/finance/accounts/${account}/freeze`, {});

    expect(frozen.status).toBe(200);
    expect(refused).toEqual([
      [403, 'own_matter'],
      [403, 'own_matter'],
      [409, 'account_not_freezable'],
      [404, 'not_found'],
      [403, 'forbidden'],
      [403, 'forbidden'],
    ]);
    expect(silent.status).toBe(422);
  });
});
