import { randomUUID } from 'node:crypto';
import { SandboxClock } from '../../../src/platform/clock/index.js';
import { bearer, startApp, type TestApp } from '../../support/index.js';
import { staff, type Person } from '../../support/world.identity.js';
import { get, post } from '../../support/world.orders.js';
import { indebtedShop, type Shop } from '../../support/world.refunds.js';
import { balance, idOf } from '../settlement/settlement-app.js';

const DAY = 86_400_000;

interface DebtBody {
  readonly sellerId: string;
  readonly owed: { amount: number };
  readonly [bucket: string]: unknown;
}

describe('what sellers owe', () => {
  let app: TestApp;
  let [ada, bo]: Person[] = [];

  beforeAll(async () => {
    app = await startApp();
    [ada, bo] = [await staff(app, 'finance'), await staff(app, 'finance')];
    await terms(0);
  });
  afterAll(() => app.stop());

  const USD = (amount: number) => ({ amount, currency: 'USD' });
  const by = (person: Person | undefined): string => person?.token ?? '';
  const pathOf = ({ seller }: Shop): string => `/v1/finance/sellers/${seller.sellerId}`;
  const owed = async ({ seller }: Shop) => (await balance(app, seller)).receivable;

  /** From here on. */
  const terms = (days: number) =>
    app.sql(
      `insert into debt_terms select max(version) + 1, $1, 'test', now() from debt_terms returning write_off_after_days`,
      [days],
    );

  const debtOf = async ({ seller }: Shop): Promise<DebtBody | undefined> => {
    const { data } = await get<{ data: DebtBody[] }>(app, by(ada), '/v1/finance/debts?limit=100');
    return data.find(({ sellerId }) => sellerId === seller.sellerId);
  };

  const journals = async ({ seller }: Shop, kind: string): Promise<string[][]> => {
    const rows = await app.sql<{ lines: string[] }>(
      `select array_agg(e.side || ' ' || a.type_code || ' ' || e.amount order by e.line) as lines
         from ledger.journal j join ledger.entry e on e.journal_id = j.id join ledger.account a on a.id = e.account_id
        where j.kind = $2 and j.seller_id = $1 group by j.id`,
      [idOf(seller), kind],
    );
    return rows.map(({ lines }) => lines);
  };

  it('are paid by a debit of the seller’s bank, once for each reference (N2)', async () => {
    const shop = await indebtedShop(app);
    const reference = `bank-${randomUUID()}`;
    const body = { amount: USD(6_000), bankReference: reference };

    const tooMuch = await post(app, by(ada), `${pathOf(shop)}/debt-receipts`, { ...body, amount: USD(6_001) });
    const answer = await post(app, by(ada), `${pathOf(shop)}/debt-receipts`, body);
    const again = await post(app, by(bo), `${pathOf(shop)}/debt-receipts`, { ...body, amount: USD(1) });

    expect([tooMuch.status, tooMuch.body.code]).toEqual([409, 'debt_smaller']);
    expect(answer.status).toBe(201);
    expect(answer.body).toMatchObject({ amount: USD(6_000), bankReference: reference, owed: USD(0) });
    expect(again.status).toBe(409);
    expect(await journals(shop, 'recovered')).toEqual([['D bank_client 6000', 'C seller_receivable 6000']]);
    expect(await owed(shop)).toBe(0);
    expect(await debtOf(shop)).toBeUndefined();
  });

  it('refuse a second receipt of the same reference', async () => {
    const shop = await indebtedShop(app);
    const body = { amount: USD(1_000), bankReference: `bank-${randomUUID()}` };
    await post(app, by(ada), `${pathOf(shop)}/debt-receipts`, body);

    const again = await post(app, by(bo), `${pathOf(shop)}/debt-receipts`, body);

    expect([again.status, again.body.code]).toEqual([409, 'receipt_known']);
    expect(await owed(shop)).toBe(5_000);
  });

  it('are given up by two people (N3)', async () => {
    const shop = await indebtedShop(app);
    const wanted = { amount: USD(6_000), reason: 'The company was dissolved.' };

    const proposed = await post(app, by(ada), `${pathOf(shop)}/write-offs`, wanted);
    const second = await post(app, by(bo), `${pathOf(shop)}/write-offs`, wanted);
    const path = `/v1/finance/write-offs/${(proposed.body as { id: string }).id}`;
    const alone = await post(app, by(ada), `${path}/approval`);
    const between = await owed(shop);
    const approvals = await Promise.all([post(app, by(bo), `${path}/approval`), post(app, by(bo), `${path}/approval`)]);
    const late = [await post(app, by(bo), `${path}/refusal`), await post(app, by(ada), `${path}/refusal`)];

    expect(proposed.body).toMatchObject({ state: 'proposed', amount: USD(6_000), proposedBy: ada?.userId });
    expect([second.status, second.body.code]).toEqual([409, 'write_off_proposed']);
    expect([alone.status, alone.body.code]).toEqual([403, 'second_person_needed']);
    expect(between).toBe(6_000);
    expect(approvals.map(({ status }) => status).sort()).toEqual([200, 409]);
    expect(approvals.find(({ status }) => status === 200)?.body).toMatchObject({
      state: 'approved',
      decidedBy: bo?.userId,
    });
    expect(late.map(({ body }) => (body as { code: string }).code)).toEqual([
      'illegal_transition',
      'illegal_transition',
    ]);
    expect(await journals(shop, 'approved')).toEqual([['D bad_debt_expense 6000', 'C seller_receivable 6000']]);
    expect(await owed(shop)).toBe(0);
  });

  it('stay when the second person declines, or when less is owed by then', async () => {
    const shop = await indebtedShop(app);
    const wanted = { amount: USD(6_000), reason: 'The company was dissolved.' };
    const propose = async () => {
      const { body } = await post(app, by(ada), `${pathOf(shop)}/write-offs`, wanted);
      return `/v1/finance/write-offs/${(body as { id: string }).id}`;
    };

    const declined = await post(app, by(bo), `${await propose()}/refusal`);
    const path = await propose();
    await post(app, by(ada), `${pathOf(shop)}/debt-receipts`, { amount: USD(1), bankReference: randomUUID() });
    const approved = await post(app, by(bo), `${path}/approval`);

    expect(declined.body).toMatchObject({ state: 'declined' });
    expect([approved.status, approved.body.code]).toEqual([409, 'debt_smaller']);
    expect(await owed(shop)).toBe(5_999);
    const { data } = await get<{ data: object[] }>(app, by(bo), '/v1/finance/write-offs?state=proposed');
    expect(data).toMatchObject([{ sellerId: shop.seller.sellerId, state: 'proposed', decidedBy: null }]);
  });

  it('are given up after 180 days and not a day before, the oldest part first (N3)', async () => {
    await terms(180);
    const shop = await indebtedShop(app);
    const propose = (amount: number) =>
      post(app, by(ada), `${pathOf(shop)}/write-offs`, { amount: USD(amount), reason: 'The company was dissolved.' });
    const approve = (proposed: { body: unknown }) =>
      post(app, by(bo), `/v1/finance/write-offs/${(proposed.body as { id: string }).id}/approval`);
    const oldestAt = Date.parse((await debtOf(shop))?.oldestAt as string);
    const clock = app.get(SandboxClock);

    await clock.set(new Date(oldestAt + 179 * DAY), true);
    const early = await propose(6_000);
    await clock.set(new Date(oldestAt + 180 * DAY), true);
    const proposed = await propose(6_000);
    await terms(181);
    const stricter = await approve(proposed);
    const between = await owed(shop);
    await terms(180);
    const approved = await approve(proposed);

    expect([early.status, early.body.code]).toEqual([409, 'debt_too_young']);
    expect(proposed.status).toBe(201);
    expect([stricter.status, stricter.body.code, between]).toEqual([409, 'debt_too_young', 6_000]);
    expect(approved.status).toBe(200);
    expect(await journals(shop, 'approved')).toEqual([['D bad_debt_expense 6000', 'C seller_receivable 6000']]);
    expect(await owed(shop)).toBe(0);
    await terms(0);
  });

  it('are refused by the database when one person proposes and decides', async () => {
    const shop = await indebtedShop(app);
    await post(app, by(ada), `${pathOf(shop)}/write-offs`, { amount: USD(1), reason: 'A rounding.' });

    const decided = app.sql(`update write_offs set decided_by = proposed_by where seller_id = $1`, [idOf(shop.seller)]);

    await expect(decided).rejects.toMatchObject({ constraint: 'write_offs_four_eyes' });
  });

  it('age, the oldest being paid first', async () => {
    const shop = await indebtedShop(app);
    const young = await debtOf(shop);
    await app.advance('P40D');
    const grown = await debtOf(shop);

    await post(app, by(ada), `${pathOf(shop)}/debt-receipts`, { amount: USD(2_000), bankReference: randomUUID() });
    const paid = await debtOf(shop);
    const { body } = await app.http.get(`/v1/sellers/${shop.seller.sellerId}/balance`).set(bearer(shop.seller.token));
    await app.advance('P51D');
    const old = await debtOf(shop);

    const zeros = { upTo7Days: USD(0), upTo30Days: USD(0), upTo90Days: USD(0), over90Days: USD(0) };
    expect(young).toMatchObject({ ...zeros, owed: USD(6_000), upTo7Days: USD(6_000) });
    expect(grown).toMatchObject({ ...zeros, owed: USD(6_000), upTo90Days: USD(6_000) });
    expect(paid).toMatchObject({ ...zeros, owed: USD(4_000), upTo90Days: USD(4_000) });
    expect((body as { balances: object[] }).balances).toMatchObject([
      { receivable: USD(4_000), receivableByAge: { ...zeros, upTo90Days: USD(4_000) } },
    ]);
    expect(old).toMatchObject({ ...zeros, owed: USD(4_000), over90Days: USD(4_000) });
  });

  it('are nobody’s business but finance’s', async () => {
    const shop = await indebtedShop(app);

    const answers = await Promise.all([
      app.http.get('/v1/finance/debts').set(bearer(shop.seller.token)),
      post(app, shop.seller.token, `${pathOf(shop)}/debt-receipts`, { amount: USD(1), bankReference: 'mine' }),
      post(app, shop.seller.token, `${pathOf(shop)}/write-offs`, { amount: USD(1), reason: 'Please.' }),
    ]);

    expect(answers.map(({ status }) => status)).toEqual([403, 403, 403]);
    expect(await owed(shop)).toBe(6_000);
  });

  it('are of sellers that exist', async () => {
    const path = '/v1/finance/sellers/sel_01hzy3v9qtf5r8m2k4w6x8y0za';

    const answers = [
      await post(app, by(ada), `${path}/debt-receipts`, { amount: USD(1), bankReference: randomUUID() }),
      await post(app, by(ada), `${path}/write-offs`, { amount: USD(1), reason: 'Nobody.' }),
    ];

    expect(answers.map(({ status }) => status)).toEqual([404, 404]);
  });
});
