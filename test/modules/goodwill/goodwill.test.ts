import { fromWire, type StaffRole } from '../../../src/kernel/index.js';
import { GoodwillModule } from '../../../src/modules/goodwill/index.js';
import { IdentityModule } from '../../../src/modules/identity/index.js';
import { LedgerModule } from '../../../src/modules/ledger/index.js';
import { SellerHoldsModule } from '../../../src/modules/seller-holds/index.js';
import { SellersModule } from '../../../src/modules/sellers/index.js';
import { MintModule } from '../../../src/sandbox/mint.module.js';
import { booked, journalCount } from '../../support/booked.js';
import { startApp, type TestApp } from '../../support/index.js';
import { buyer, staff, type Person } from '../../support/world.identity.js';
import { get, post } from '../../support/world.orders.js';
import { held } from '../../support/world.refunds.js';
import { activeSeller } from '../../support/world.sellers.js';

interface Goodwill {
  readonly id: string;
  readonly state: string;
  readonly decidedBy: string | null;
}

const USD = (amount: number) => ({ amount, currency: 'USD' });
const uuid = (person: Person): string => fromWire('usr', person.userId) ?? '';

describe('goodwill', () => {
  let app: TestApp;
  let ada: Person;

  beforeAll(async () => {
    const own = [IdentityModule, SellersModule, LedgerModule, SellerHoldsModule, GoodwillModule, MintModule];
    app = await startApp({ modules: own });
    ada = await buyer(app);
  });
  afterAll(() => app.stop());

  const give = (by: Person, amount: number, to: object = { buyerId: ada.userId }, key?: string) =>
    post(app, by.token, '/v1/goodwill', { ...to, amount: USD(amount), reason: 'The parcel came late.' }, key);
  const decide = (by: Person, { id }: Goodwill, verdict: 'approval' | 'refusal') =>
    post(app, by.token, `/v1/goodwill/${id}/${verdict}`);
  const made = async (sent: ReturnType<typeof give>): Promise<Goodwill> => (await sent).body as Goodwill;
  const journals = ({ id }: Goodwill) => booked(app, 'goodwill', fromWire('gdw', id) ?? '');

  it('is store credit for a buyer (X3), once for each key', async () => {
    const person = await staff(app, 'moderator');
    const bo = await buyer(app);

    const first = await give(person, 1_000, { buyerId: bo.userId }, 'the-same');
    const again = await give(person, 1_000, { buyerId: bo.userId }, 'the-same');

    expect(first.status).toBe(201);
    expect(first.body).toMatchObject({
      state: 'granted',
      buyerId: bo.userId,
      sellerId: null,
      amount: USD(1_000),
      isWithinLimit: true,
      proposedBy: person.userId,
      decidedBy: null,
    });
    expect(again.body).toEqual(first.body);
    expect(await journals(first.body as Goodwill)).toEqual({
      granted: 'goodwill_expense 10.00 | buyer_credit 10.00',
    });
    expect(await held(app, 'buyer_credit', uuid(bo))).toBe(1_000);
  });

  it('is available to a seller, where a hold stops it', async () => {
    const [person, risk] = [await staff(app, 'finance'), await staff(app, 'risk')];
    const [free, stopped] = [await activeSeller(app), await activeSeller(app)];
    const hold = { sellerId: stopped.sellerId, currency: 'USD', amount: 400, reason: 'other' };
    await post(app, risk.token, '/v1/risk/seller-holds', hold);

    const grants = [
      await made(give(person, 1_000, { sellerId: free.sellerId })),
      await made(give(person, 1_000, { sellerId: stopped.sellerId })),
    ];

    const owners = [free, stopped].map(({ sellerId }) => fromWire('sel', sellerId) ?? '');
    const balances = await Promise.all(
      owners.map(async (owner) => [await held(app, 'seller_available', owner), await held(app, 'seller_held', owner)]),
    );
    expect(grants.map(({ state }) => state)).toEqual(['granted', 'granted']);
    expect(await journals(grants[0] as Goodwill)).toEqual({
      granted: 'goodwill_expense 10.00 | seller_available 10.00',
    });
    expect(balances).toEqual([
      [1_000, 0],
      [600, 400],
    ]);
  });

  it.each<[StaffRole, number]>([
    ['moderator', 2_500],
    ['risk', 2_500],
    ['finance', 10_000],
  ])('is given by %s alone up to %i a day, and again on the next', async (role, limit) => {
    const person = await staff(app, role);

    const whole = await made(give(person, limit));
    const more = await made(give(person, 1));
    await app.advance('P1D');
    const nextDay = await made(give(person, 1));

    expect([whole.state, more.state, nextDay.state]).toEqual(['granted', 'proposed', 'granted']);
    expect(await journals(more)).toEqual({});
  });

  it('given at once does not come to more than the limit', async () => {
    const person = await staff(app, 'moderator');

    const all = await Promise.all(Array.from({ length: 5 }, () => made(give(person, 1_000))));

    const states = all.map(({ state }) => state).sort();
    expect(states).toEqual(['granted', 'granted', 'proposed', 'proposed', 'proposed']);
  });

  it('above the limit needs a second person of finance', async () => {
    const [person, other, moderator] = [
      await staff(app, 'finance'),
      await staff(app, 'finance'),
      await staff(app, 'moderator'),
    ];
    const bo = await buyer(app);
    const proposed = await made(give(person, 50_000, { buyerId: bo.userId }));
    const before = await journalCount(app);

    const alone = await decide(person, proposed, 'approval');
    const wrongRole = await decide(moderator, proposed, 'approval');
    const between = [await journalCount(app), await held(app, 'buyer_credit', uuid(bo))];
    const both = await Promise.all([decide(other, proposed, 'approval'), decide(other, proposed, 'approval')]);
    const late = [await decide(other, proposed, 'refusal'), await decide(person, proposed, 'refusal')];

    expect(proposed.state).toBe('proposed');
    expect([alone.status, alone.body.code]).toEqual([403, 'goodwill_second_person_needed']);
    expect(wrongRole.status).toBe(403);
    expect(between).toEqual([before, 0]);
    expect(both.map(({ status }) => status).sort()).toEqual([200, 409]);
    expect(late.map(({ body }) => (body as { code: string }).code)).toEqual([
      'illegal_transition',
      'illegal_transition',
    ]);
    expect(await journals(proposed)).toEqual({ granted: 'goodwill_expense 500.00 | buyer_credit 500.00' });
    expect(await held(app, 'buyer_credit', uuid(bo))).toBe(50_000);
  });

  it('that is declined is not booked', async () => {
    const [person, other] = [await staff(app, 'moderator'), await staff(app, 'finance')];
    const proposed = await made(give(person, 2_501));

    const declined = await decide(other, proposed, 'refusal');

    expect(declined.body).toMatchObject({ state: 'declined', decidedBy: other.userId });
    expect(await journals(proposed)).toEqual({});
    const { data } = await get<{ data: Goodwill[] }>(app, other.token, '/v1/goodwill?state=declined');
    expect(data.map(({ id }) => id)).toContain(proposed.id);
  });

  it('is not for oneself, nor decided by whom it is for', async () => {
    const [person, other] = [await staff(app, 'finance'), await staff(app, 'finance')];
    const before = await journalCount(app);

    const mine = await give(person, 100, { buyerId: person.userId });
    const forOther = await made(give(person, 50_000, { buyerId: other.userId }));
    const decided = await decide(other, forOther, 'approval');

    expect([mine.status, mine.body.code]).toEqual([403, 'goodwill_for_oneself']);
    expect([decided.status, decided.body.code]).toEqual([403, 'goodwill_for_oneself']);
    expect(await journalCount(app)).toBe(before);
  });

  it('goes to one who exists', async () => {
    const person = await staff(app, 'finance');
    const before = await journalCount(app);

    const answers = [
      await give(person, 100, { buyerId: 'usr_01hzy3v9qtf5r8m2k4w6x8y0za' }),
      await give(person, 100, { sellerId: 'sel_01hzy3v9qtf5r8m2k4w6x8y0za' }),
      await give(person, 100, {}),
      await give(person, 100, { buyerId: ada.userId, sellerId: 'sel_01hzy3v9qtf5r8m2k4w6x8y0za' }),
      await give(person, 0),
      await give(ada, 100),
      await decide(person, { id: 'gdw_01hzy3v9qtf5r8m2k4w6x8y0za', state: '', decidedBy: null }, 'approval'),
    ];

    expect(answers.map(({ status }) => status)).toEqual([404, 404, 422, 422, 422, 403, 404]);
    expect(await journalCount(app)).toBe(before);
  });

  it('has limits that the admin sets, each a version', async () => {
    const [admin, finance, person] = [
      await staff(app, 'admin'),
      await staff(app, 'finance'),
      await staff(app, 'moderator'),
    ];
    const limit = { role: 'moderator', daily: USD(3_000) };

    const refused = await post(app, finance.token, '/v1/goodwill/limits', limit);
    const set = await post(app, admin.token, '/v1/goodwill/limits', limit);
    const given = await made(give(person, 3_000));
    await post(app, admin.token, '/v1/goodwill/limits', { ...limit, daily: USD(2_500) });

    expect(refused.status).toBe(403);
    expect(set.body).toMatchObject({ role: 'moderator', currency: 'USD', daily: USD(3_000), version: 2 });
    expect(given.state).toBe('granted');
    const { data } = await get<{ data: { role: string; currency: string }[] }>(
      app,
      person.token,
      '/v1/goodwill/limits',
    );
    expect(data.find(({ role, currency }) => role === 'moderator' && currency === 'USD')).toMatchObject({
      daily: USD(2_500),
      version: 3,
    });
  });

  it('is kept by the database: no limit is exceeded, nobody decides alone, nothing is changed', async () => {
    const row = 'from goodwill_grants where state = $1 limit 1';
    const faults = [
      `update goodwill_days set given = allowance + 1`,
      `update goodwill_limits set daily = 1`,
      `update goodwill_grants set amount = amount + 1`,
      `update goodwill_grants set decided_by = proposed_by, decided_at = now() where id = (select id ${row.replace('$1', "'granted'")})`,
      `update goodwill_grants set state = 'granted' where state = 'proposed'`,
    ];

    const codes = await Promise.all(
      faults.map((fault) =>
        app.sql(fault).then(
          () => 'done',
          (error: { constraint?: string; code: string }) => error.constraint ?? error.code,
        ),
      ),
    );

    expect(codes).toEqual(['goodwill_days_allowance', '23001', '23001', 'goodwill_four_eyes', 'goodwill_granted']);
  });
});
