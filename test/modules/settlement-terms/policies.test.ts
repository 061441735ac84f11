import { randomUUID } from 'node:crypto';
import { fromWire, toWire } from '../../../src/kernel/index.js';
import { startApp, type TestApp } from '../../support/index.js';
import { buyer, staff, type Person } from '../../support/world.identity.js';
import { activeListing, categoryAt } from '../../support/world.listings.js';
import { deliveredOrder, get, post } from '../../support/world.orders.js';
import { activeSeller, type ActiveSeller } from '../../support/world.sellers.js';

interface PolicyBody {
  readonly id: string;
  readonly tier: string;
  readonly version: number;
  readonly state: string;
  readonly holdDays: number;
}

interface EarningBody {
  readonly deliveredAt: string;
  readonly expectedReleaseAt: string;
  readonly holdReasons: readonly string[];
  readonly holdPolicy: Record<string, unknown>;
}

const PATH = '/v1/finance/settlement-policies';
const TERMS = { holdDays: 9, confirmedHoldDays: 2, reserveBps: 500, reserveDays: 60, payoutCadence: 'daily' };

let app: TestApp;
let ada: Person;
let maker: Person;
let checker: Person;

beforeAll(async () => {
  app = await startApp();
  ada = await buyer(app, { createdAt: '2020-01-01T00:00:00.000Z' });
  [maker, checker] = [await staff(app, 'finance'), await staff(app, 'finance')];
});
afterAll(() => app.stop());

const policies = async (tier: string): Promise<[number, string][]> => {
  const { data } = await get<{ data: PolicyBody[] }>(app, maker.token, `${PATH}?tier=${tier}`);
  return data.map(({ version, state }): [number, string] => [version, state]).sort(([a], [b]) => b - a);
};
const earningOf = (seller: ActiveSeller, id: string): Promise<EarningBody> =>
  get(app, seller.token, `/v1/seller-orders/${id}/earning`);
async function soldBy(seller: ActiveSeller, fields: object = {}): Promise<string> {
  const { variantId } = await activeListing(app, seller, { price: 10_000, stock: 9, fields });
  return (await deliveredOrder(app, ada, seller, { variantId })).sellerOrderId;
}

describe('the policy of a tier', () => {
  it('is versioned: one person proposes the next one, another puts it into force for later orders', async () => {
    const seller = await activeSeller(app, { tier: 'T1' });
    const before = await soldBy(seller);
    const first = (await policies('T1'))[0]?.[0] ?? 0;

    const proposed = await post(app, maker.token, PATH, { tier: 'T1', ...TERMS, note: 'More disputes than before.' });
    const meanwhile = await soldBy(seller);
    const { id } = proposed.body as PolicyBody;
    const approved = await post(app, checker.token, `${PATH}/${id}/approval`);
    const after = await soldBy(seller);

    expect(proposed.body).toMatchObject({ tier: 'T1', version: first + 1, state: 'proposed', holdDays: 9 });
    expect([approved.status, (approved.body as PolicyBody).state]).toEqual([200, 'in_force']);
    expect((await policies('T1')).slice(0, 2)).toEqual([
      [first + 1, 'in_force'],
      [first, 'superseded'],
    ]);
    for (const [sellerOrderId, version, holdDays] of [
      [before, first, 7],
      [meanwhile, first, 7],
      [after, first + 1, 9],
    ] as const) {
      expect(await earningOf(seller, sellerOrderId)).toMatchObject({ holdPolicy: { tier: 'T1', version, holdDays } });
    }
  });

  it('is not decided about by whoever proposed it, nor twice, nor by others than finance', async () => {
    const { body } = await post(app, maker.token, PATH, { tier: 'T2', ...TERMS });
    const path = `${PATH}/${(body as PolicyBody).id}`;
    const risk = await staff(app, 'risk');

    const own = [await post(app, maker.token, `${path}/approval`), await post(app, maker.token, `${path}/refusal`)];
    const others = [await post(app, risk.token, `${path}/approval`), await post(app, ada.token, `${path}/approval`)];
    const second = await post(app, checker.token, PATH, { tier: 'T2', ...TERMS });
    const waiting = await policies('T2');
    const refused = await post(app, checker.token, `${path}/refusal`);
    const late = await post(app, checker.token, `${path}/approval`);

    const codes = [...own, second, late].map((answer) => (answer.body as { code: string }).code);
    expect(codes).toEqual([
      'settlement_policy_needs_second_person',
      'settlement_policy_needs_second_person',
      'settlement_policy_proposed',
      'settlement_policy_decided',
    ]);
    expect(others.map(({ status }) => status)).toEqual([403, 403]);
    expect(waiting).toEqual([
      [2, 'proposed'],
      [1, 'in_force'],
    ]);
    expect(refused.body).toMatchObject({ state: 'declined' });
    expect(await policies('T2')).toEqual([
      [2, 'declined'],
      [1, 'in_force'],
    ]);
  });

  it('is proposed once by ten people at once, and approved once by ten', async () => {
    const people = await Promise.all(Array.from({ length: 5 }, () => staff(app, 'finance')));

    const proposals = await Promise.all(
      people.map(({ token }) => post(app, token, PATH, { tier: 'T3', ...TERMS, holdDays: 30 })),
    );
    const made = proposals.find(({ status }) => status === 201);
    const id = (made?.body as PolicyBody).id;
    const approvals = await Promise.all(
      Array.from({ length: 5 }, () => post(app, checker.token, `${PATH}/${id}/approval`)),
    );

    expect(proposals.map(({ status }) => status).sort()).toEqual([201, 409, 409, 409, 409]);
    expect(approvals.map(({ status }) => status).sort()).toEqual([200, 409, 409, 409, 409]);
    expect(await policies('T3')).toEqual([
      [2, 'in_force'],
      [1, 'superseded'],
    ]);
  });

  it('is never changed, not even by hand', async () => {
    const change = app.sql(`update settlement_policies set hold_days = 1 where tier = 'T0'`);
    const removal = app.sql(`delete from settlement_policies where tier = 'T0'`);

    await expect(change).rejects.toThrow('never changed');
    await expect(removal).rejects.toThrow('never changed');
  });

  it('holds nothing for longer than ninety days, nor for less than a day once it is confirmed', async () => {
    const before = await policies('T0');

    const answers = [
      await post(app, maker.token, PATH, { tier: 'T0', ...TERMS, holdDays: 91 }),
      await post(app, maker.token, PATH, { tier: 'T0', ...TERMS, confirmedHoldDays: 0 }),
      await post(app, maker.token, PATH, { tier: 'T4', ...TERMS }),
    ];

    expect(answers.map(({ status }) => status)).toEqual([422, 422, 422]);
    expect(await policies('T0')).toEqual(before);
  });
});

describe('the hold of a category', () => {
  const HOLDS = '/v1/finance/category-holds';

  it('is longer than the tier’s where its goods are, and the longest of all wins', async () => {
    const [trusted, fresh] = [await activeSeller(app, { tier: 'T2' }), await activeSeller(app, { tier: 'T0' })];
    const digital = { categoryId: categoryAt('media'), kind: 'digital', holdDays: 7, extraReserveBps: 200 };

    const made = await post(app, maker.token, HOLDS, digital);
    const goods = { categoryId: categoryAt('media/books') };
    const held = await earningOf(trusted, await soldBy(trusted, goods));
    const newcomer = await earningOf(fresh, await soldBy(fresh, goods));
    const other = await earningOf(trusted, await soldBy(trusted));

    expect(made.status).toBe(201);
    expect(held).toMatchObject({
      holdReasons: ['category_digital'],
      holdPolicy: { tier: 'T2', version: 1, holdDays: 7, reserveBps: 200 },
    });
    expect(newcomer).toMatchObject({ holdReasons: ['tier'], holdPolicy: { holdDays: 14, reserveBps: 1_200 } });
    expect(other).toMatchObject({ holdReasons: ['tier'], holdPolicy: { holdDays: 3, reserveBps: 0 } });
  });

  it('is replaced as a whole, ends, and leaves what was bought as it was', async () => {
    const seller = await activeSeller(app, { tier: 'T2' });
    const goods = { categoryId: categoryAt('toys') };
    const hold = { categoryId: goods.categoryId, kind: 'made_to_order', holdDays: 8 };

    const first = (await post(app, maker.token, HOLDS, hold)).body as { id: string };
    const bought = await soldBy(seller, goods);
    const second = (await post(app, maker.token, HOLDS, { ...hold, holdDays: 10 })).body as { id: string };
    const ends = () => app.sql('select ended_at from category_holds where id = $1', [fromWire('cth', first.id)]);
    const replaced = await ends();
    expect(replaced).toHaveLength(1);
    const later = await soldBy(seller, goods);
    const ended = await post(app, maker.token, `${HOLDS}/${second.id}/end`);
    const again = await post(app, maker.token, `${HOLDS}/${first.id}/end`);
    const last = await soldBy(seller, goods);

    const days = [bought, later, last].map(async (id) => (await earningOf(seller, id)).holdPolicy.holdDays);
    expect(await Promise.all(days)).toEqual([8, 10, 3]);
    expect([ended.status, again.status]).toEqual([200, 409]);
    expect((await post(app, maker.token, HOLDS, hold)).status).toBe(201);
    expect(await ends()).toEqual(replaced);
  });

  it('needs a category', async () => {
    const unknown = toWire('cat', randomUUID());

    const answer = await post(app, maker.token, HOLDS, { categoryId: unknown, kind: 'other', holdDays: 7 });

    expect(answer.status).toBe(422);
    expect(await app.sql(`select 1 from category_holds where kind = 'other'`)).toEqual([]);
  });
});

describe('the law of the seller’s country', () => {
  const CAPS = '/v1/finance/legal-hold-caps';

  it('lets nothing be held longer, and wakes somebody at four fifths of it', async () => {
    const seller = await activeSeller(app, { tier: 'T0', country: 'TH', accountNumber: '' });
    const other = await activeSeller(app, { tier: 'T0', accountNumber: '' });
    const cap = await post(app, maker.token, CAPS, { country: 'TH', capDays: 10, basis: 'Ten days.' });

    const [id, free] = [await soldBy(seller), await soldBy(other)];
    const earning = await earningOf(seller, id);
    await app.advance('P7DT23H');
    const early = await get<{ data: { sellerOrderId: string }[] }>(app, maker.token, '/v1/finance/hold-alarms');
    await app.advance('PT2H');
    const alarmed = await get<{ data: { sellerOrderId: string; capDays: number; usedBps: number }[] }>(
      app,
      maker.token,
      '/v1/finance/hold-alarms',
    );
    const metrics = await app.http.get('/metrics');

    expect(cap.body).toMatchObject({ country: 'TH', version: 1, capDays: 10 });
    expect(earning).toMatchObject({ holdReasons: ['tier', 'legal_cap'], holdPolicy: { holdDays: 10, capDays: 10 } });
    expect((await earningOf(other, free)).holdPolicy).toMatchObject({ holdDays: 14, capDays: 90 });
    expect(early.data).toEqual([]);
    expect(alarmed.data).toMatchObject([{ sellerOrderId: id, capDays: 10 }]);
    expect(alarmed.data[0]?.usedBps).toBeGreaterThanOrEqual(8_000);
    expect(metrics.text).toContain('souk_earnings_near_legal_cap 1');
    await app.advance('P3D');
    expect((await earningOf(seller, id)) as unknown).toMatchObject({ state: 'available' });
  });

  it('bounds what is kept in reserve by a cap of its own, the hold included, and wakes somebody before that', async () => {
    const seller = await activeSeller(app, { tier: 'T0', country: 'IN', accountNumber: '' });
    const law = { country: 'IN', capDays: 10, basis: 'Forty days in all.' };
    const tooShort = await post(app, maker.token, CAPS, { ...law, reserveCapDays: 9 });
    const cap = await post(app, maker.token, CAPS, { ...law, reserveCapDays: 40 });
    interface Alarm {
      readonly sellerOrderId: string;
    }
    const alarms = async () => (await get<{ data: Alarm[] }>(app, maker.token, '/v1/finance/hold-alarms')).data;

    const id = await soldBy(seller);
    const { holdPolicy } = await earningOf(seller, id);
    await app.advance('P11D');
    const between = await alarms();
    await app.advance('P21DT2H');
    const alarmed = (await alarms()).find(({ sellerOrderId }) => sellerOrderId === id);
    await app.advance('P9D');

    expect([tooShort.status, cap.status]).toEqual([422, 201]);
    expect(cap.body).toMatchObject({ capDays: 10, reserveCapDays: 40 });
    expect(holdPolicy).toMatchObject({ holdDays: 10, reserveDays: 30 });
    expect(between.map(({ sellerOrderId }) => sellerOrderId)).not.toContain(id);
    expect(alarmed).toMatchObject({ keptAs: 'reserve', capDays: 40, kept: { amount: 900 }, state: 'available' });
    expect((await alarms()).map(({ sellerOrderId }) => sellerOrderId)).not.toContain(id);
  });

  it('has versions, of which the last is in force', async () => {
    await post(app, maker.token, CAPS, { country: 'SG', capDays: 20, basis: 'Twenty days.' });
    await post(app, maker.token, CAPS, { country: 'SG', capDays: 12, basis: 'Twelve days.' });
    const seller = await activeSeller(app, { tier: 'T0', country: 'SG' });

    const { holdPolicy } = await earningOf(seller, await soldBy(seller));

    const { data } = await get<{ data: { country: string; version: number; capDays: number }[] }>(
      app,
      maker.token,
      `${CAPS}?limit=100`,
    );
    expect(holdPolicy).toMatchObject({ holdDays: 12, capDays: 12 });
    expect(data.filter(({ country }) => country === 'SG').map(({ version, capDays }) => [version, capDays])).toEqual([
      [2, 12],
      [1, 20],
    ]);
  });
});

describe('how long parcels may travel', () => {
  it('has versions that concern later orders only', async () => {
    const seller = await activeSeller(app);
    const before = await soldBy(seller);
    const terms = { maxTransitDays: 20, domesticGraceDays: 5, crossBorderGraceDays: 12 };

    const made = await post(app, maker.token, '/v1/finance/transit-terms', terms);
    const after = await soldBy(seller);

    const frozen = await app.sql<{ days: number }>(
      `select (settlement_terms ->> 'graceDays')::int as days from seller_orders order by placed_at desc limit 2`,
    );
    const list = await get<{ data: { version: number }[] }>(app, maker.token, '/v1/finance/transit-terms');
    expect([before, after].every(Boolean)).toBe(true);
    expect(made.body).toMatchObject({ version: 2, ...terms });
    expect(frozen).toEqual([{ days: 5 }, { days: 3 }]);
    expect(list.data.map(({ version }) => version)).toEqual([2, 1]);
  });
});
