import { randomUUID } from 'node:crypto';
import { fromWire, toWire } from '../../../src/kernel/index.js';
import { ProposeTiers } from '../../../src/modules/tiers/propose-tiers.js';
import { bearer, startApp, type TestApp } from '../../support/index.js';
import { openDispute } from '../../support/world.disputes.js';
import { buyer, staff, type Person } from '../../support/world.identity.js';
import { activeListing } from '../../support/world.listings.js';
import { deliveredOrder, get, post, type OrderBody, type SellerOrderBody } from '../../support/world.orders.js';
import { activeSeller, type ActiveSeller } from '../../support/world.sellers.js';

/** For tests that let days pass. */
const SLOW = 240_000;

interface ProposalBody {
  readonly id: string;
  readonly sellerId: string;
  readonly from: string;
  readonly to: string;
  readonly reasons: readonly string[];
  readonly state: string;
  readonly note: string | null;
  readonly facts: Record<string, unknown>;
  readonly allowedActions: readonly { action: string; allowed: boolean }[];
}

const PATH = '/v1/risk/tier-proposals';
const RULES = {
  ...{ windowDays: 365, standardMinAgeDays: 60, standardMinDelivered: 2, trustedMinAgeDays: 365 },
  ...{ trustedDisputeBps: 30, trustedLateBps: 200, restrictedDisputeBps: 90, verificationDays: 1_095 },
};

let app: TestApp;
let ada: Person;
let risk: Person;
let finance: Person;

beforeAll(async () => {
  app = await startApp();
  ada = await buyer(app, { createdAt: '2020-01-01T00:00:00.000Z' });
  [risk, finance] = [await staff(app, 'risk'), await staff(app, 'finance')];
  const set = await post(app, risk.token, '/v1/risk/tier-thresholds', RULES);
  if (set.status !== 201) throw new Error(set.text);
});
afterAll(() => app.stop());

const ago = async (days: number): Promise<string> => {
  const { now } = (await app.http.get('/v1/sandbox/clock')).body as { now: string };
  return new Date(Date.parse(now) - days * 86_400_000).toISOString();
};
const sellerOf = async (tier: 'T0' | 'T1' | 'T2' | 'T3', age: number): Promise<ActiveSeller> =>
  activeSeller(app, { tier, createdAt: await ago(age), accountNumber: '' });
async function sold(seller: ActiveSeller, count: number): Promise<string[]> {
  const { variantId } = await activeListing(app, seller, { price: 10_000, stock: 20 });
  const ids: string[] = [];
  for (let i = 0; i < count; i += 1) ids.push((await deliveredOrder(app, ada, seller, { variantId })).sellerOrderId);
  return ids;
}
const nightly = (): Promise<void> => app.get(ProposeTiers).run();
const tierOf = async ({ sellerId }: ActiveSeller): Promise<string | undefined> =>
  (await app.sql<{ tier: string }>('select tier from sellers where id = $1', [fromWire('sel', sellerId)]))[0]?.tier;
const proposals = async ({ sellerId }: ActiveSeller): Promise<ProposalBody[]> =>
  (await get<{ data: ProposalBody[] }>(app, risk.token, `${PATH}?sellerId=${sellerId}`)).data;
const changes = async (seller: ActiveSeller): Promise<[string, string, boolean][]> =>
  (
    await get<{ data: { from: string; to: string; isByPerson: boolean }[] }>(
      app,
      seller.token,
      `/v1/sellers/${seller.sellerId}/tier-changes`,
    )
  ).data.map(({ from, to, isByPerson }) => [from, to, isByPerson]);
async function disputedOrder(sellerOrderId: string): Promise<void> {
  const { orderId } = await get<SellerOrderBody>(app, ada.token, `/v1/seller-orders/${sellerOrderId}`);
  const { paymentId } = await get<OrderBody>(app, ada.token, `/v1/orders/${orderId}`);
  await openDispute(app, paymentId, { reason: 'product_not_received' });
}
const codeOf = ({ status, body }: { status: number; body: unknown }): unknown[] => [
  status,
  (body as { code?: string }).code,
];

describe('a new seller', () => {
  it('becomes standard by itself with age and delivered orders, and what it sold keeps its terms', async () => {
    const [seller, young] = [await sellerOf('T0', 61), await sellerOf('T0', 10)];
    const [first] = await sold(seller, 2);
    await sold(young, 2);

    await nightly();
    await nightly();

    expect([await tierOf(seller), await tierOf(young)]).toEqual(['T1', 'T0']);
    expect(await proposals(seller)).toMatchObject([
      { from: 'T0', to: 'T1', reasons: ['age', 'delivered_orders'], state: 'confirmed', facts: { deliveredOrders: 2 } },
    ]);
    expect(await changes(seller)).toEqual([['T0', 'T1', false]]);
    const [later] = await sold(seller, 1);
    const earnings = [first, later].map((id) =>
      get<{ holdPolicy: object }>(app, seller.token, `/v1/seller-orders/${id}/earning`),
    );
    expect((await Promise.all(earnings)).map(({ holdPolicy }) => holdPolicy)).toMatchObject([
      { tier: 'T0', holdDays: 14 },
      { tier: 'T1', holdDays: 7 },
    ]);
  });

  it(
    'is looked at every night',
    async () => {
      const seller = await sellerOf('T0', 61);
      await sold(seller, 2);

      await app.advance('P1D');

      expect(await tierOf(seller)).toBe('T1');
    },
    SLOW,
  );
});

describe('the proposal to trust a seller', () => {
  it('waits for a person, is made once, and changes the tier when it is confirmed', async () => {
    const seller = await sellerOf('T1', 366);
    await sold(seller, 2);

    await Promise.all([nightly(), nightly(), nightly()]);
    await nightly();

    const [proposal, ...others] = await proposals(seller);
    expect(others).toEqual([]);
    expect(proposal).toMatchObject({
      ...{ from: 'T1', to: 'T2', state: 'open', reasons: ['age', 'dispute_rate', 'late_rate'] },
      facts: { dueOrders: 2, lateOrders: 0, lateBps: 0, disputedOrders: 0, disputeBps: 0, isRestricted: false },
      allowedActions: [
        { action: 'confirm', allowed: true },
        { action: 'decline', allowed: true },
      ],
    });
    expect(await tierOf(seller)).toBe('T1');

    const path = `${PATH}/${proposal?.id}/confirmation`;
    const answers = await Promise.all([
      post(app, finance.token, path, { note: 'A good year.' }),
      post(app, risk.token, path),
    ]);

    expect(answers.map(({ status }) => status).sort()).toEqual([200, 409]);
    expect(await tierOf(seller)).toBe('T2');
    expect(await changes(seller)).toEqual([['T1', 'T2', true]]);
    expect((await proposals(seller)).map(({ state }) => state)).toEqual(['confirmed']);
    expect(codeOf(await post(app, risk.token, path))).toEqual([409, 'illegal_transition']);
  });

  it('is stale when the facts have changed, and a person who was too late changes nothing', async () => {
    const seller = await sellerOf('T1', 366);
    const [first = ''] = await sold(seller, 2);
    await nightly();
    const [proposal] = await proposals(seller);

    await disputedOrder(first);
    const late = await post(app, finance.token, `${PATH}/${proposal?.id}/confirmation`);
    const before = [await tierOf(seller), (await proposals(seller)).map(({ state }) => state)];
    await nightly();

    expect(codeOf(late)).toEqual([409, 'tier_proposal_stale']);
    expect(before).toEqual(['T1', ['open']]);
    expect((await proposals(seller)).map(({ to, state, reasons }) => [to, state, reasons])).toEqual([
      ['T3', 'open', ['dispute_rate']],
      ['T2', 'stale', ['age', 'dispute_rate', 'late_rate']],
    ]);
    expect(await tierOf(seller)).toBe('T1');
  });

  it('is stale under other thresholds', async () => {
    const seller = await sellerOf('T1', 366);
    await sold(seller, 2);
    await nightly();
    const [proposal] = await proposals(seller);

    await post(app, risk.token, '/v1/risk/tier-thresholds', { ...RULES, trustedMinAgeDays: 1_000 });
    const late = await post(app, finance.token, `${PATH}/${proposal?.id}/confirmation`);
    await post(app, risk.token, '/v1/risk/tier-thresholds', RULES);

    expect(codeOf(late)).toEqual([409, 'tier_proposal_stale']);
    expect(await tierOf(seller)).toBe('T1');
  });

  it('is declined with a reason, and not made again while the facts stay', async () => {
    const seller = await sellerOf('T1', 366);
    const [first = ''] = await sold(seller, 2);
    await nightly();
    const [proposal] = await proposals(seller);

    const unreasoned = await post(app, risk.token, `${PATH}/${proposal?.id}/refusal`);
    const declined = await post(app, risk.token, `${PATH}/${proposal?.id}/refusal`, { reason: 'Too few orders.' });
    await nightly();
    const quiet = await proposals(seller);
    await disputedOrder(first);
    await nightly();

    expect([unreasoned.status, declined.status]).toEqual([422, 200]);
    expect(quiet.map(({ state, note }) => [state, note])).toEqual([['declined', 'Too few orders.']]);
    expect((await proposals(seller)).map(({ to, state }) => [to, state])).toEqual([
      ['T3', 'open'],
      ['T2', 'declined'],
    ]);
    expect(await tierOf(seller)).toBe('T1');
  });

  it('is nobody’s business but that of risk and finance', async () => {
    const seller = await sellerOf('T1', 366);
    await sold(seller, 2);
    await nightly();
    const [proposal] = await proposals(seller);
    const moderator = await staff(app, 'moderator');
    const path = `${PATH}/${proposal?.id}`;

    const answers = [
      await post(app, moderator.token, `${path}/confirmation`),
      await post(app, seller.token, `${path}/confirmation`),
      await post(app, ada.token, `${path}/refusal`, { reason: 'No.' }),
      await post(app, risk.token, `${PATH}/${toWire('tpr', randomUUID())}/confirmation`),
    ];

    expect(answers.map(({ status }) => status)).toEqual([403, 403, 403, 404]);
    await app.http.get(path).set(bearer(seller.token)).expect(403);
    expect([await tierOf(seller), (await proposals(seller))[0]?.state]).toEqual(['T1', 'open']);
  });
});

describe('a seller that is restricted', () => {
  it('is proposed for T3, at once when asked, and gets there when a person confirms', async () => {
    const seller = await sellerOf('T1', 100);
    await post(app, risk.token, `/v1/sellers/${seller.sellerId}/restriction`, { reason: 'Looks like fraud.' });

    const path = `/v1/risk/sellers/${seller.sellerId}/tier-evaluation`;
    const found = (await post(app, risk.token, path)).body as { facts: object; proposal: ProposalBody };
    const again = (await post(app, risk.token, path)).body as { proposal: ProposalBody };
    const before = await tierOf(seller);
    await post(app, risk.token, `${PATH}/${found.proposal.id}/confirmation`);

    expect(found).toMatchObject({ facts: { isRestricted: true }, proposal: { to: 'T3', reasons: ['risk_flag'] } });
    expect(again.proposal.id).toBe(found.proposal.id);
    expect([before, await tierOf(seller)]).toEqual(['T1', 'T3']);

    await post(app, risk.token, `/v1/sellers/${seller.sellerId}/restriction-removal`, { reason: 'It was not.' });
    await nightly();
    expect((await proposals(seller))[0]).toMatchObject({ to: 'T1', reasons: ['restriction_over'], state: 'open' });
    expect(await tierOf(seller)).toBe('T3');
  });

  it('is put into T3 by risk without waiting, with a reason, once', async () => {
    const seller = await sellerOf('T1', 366);
    await sold(seller, 2);
    await nightly();
    const path = `/v1/risk/sellers/${seller.sellerId}/tier-restriction`;

    const refused = [
      await post(app, finance.token, path, { reason: 'Fraud.' }),
      await post(app, seller.token, path, { reason: 'Fraud.' }),
      await post(app, risk.token, path),
      await post(app, risk.token, `/v1/risk/sellers/${toWire('sel', randomUUID())}/tier-restriction`, { reason: 'X' }),
    ];
    const before = await tierOf(seller);
    const answers = await Promise.all(
      [1, 2, 3].map(() => post(app, risk.token, path, { reason: 'A ring of accounts.' })),
    );
    const [sale = ''] = await sold(seller, 1);

    expect(refused.map(({ status }) => status)).toEqual([403, 403, 422, 404]);
    expect(before).toBe('T1');
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 409, 409]);
    expect(await tierOf(seller)).toBe('T3');
    expect((await proposals(seller)).map(({ to, state }) => [to, state])).toEqual([['T2', 'stale']]);
    expect(await changes(seller)).toEqual([['T1', 'T3', true]]);
    expect(await get(app, seller.token, `/v1/seller-orders/${sale}/earning`)).toMatchObject({
      holdPolicy: { tier: 'T3', holdDays: 21, reserveBps: 2_500, reserveDays: 120 },
    });
  });
});

describe('the thresholds', () => {
  it('do not contradict themselves, and are never changed', async () => {
    const path = '/v1/risk/tier-thresholds';
    const before = await get<{ data: object[] }>(app, risk.token, path);

    const answers = [
      await post(app, risk.token, path, { ...RULES, trustedMinAgeDays: 59 }),
      await post(app, risk.token, path, { ...RULES, restrictedDisputeBps: 29 }),
      await post(app, ada.token, path, RULES),
    ];

    expect(answers.map(({ status }) => status)).toEqual([422, 422, 403]);
    expect(await get(app, risk.token, path)).toEqual(before);
    await expect(app.sql('update tier_thresholds set window_days = 100')).rejects.toThrow('never changed');
  });
});
