import { startApp, type TestApp } from '../../support/index.js';
import { staff, type Person } from '../../support/world.identity.js';
import { get, post } from '../../support/world.orders.js';

const PATH = '/v1/finance/settlement-policies';
const TERMS = { holdDays: 14, confirmedHoldDays: 1, reserveBps: 1_000, reserveDays: 90, payoutCadence: 'weekly' };

interface PolicyBody {
  readonly id: string;
  readonly version: number;
  readonly payoutCaps: readonly { amount: number; currency: string }[];
  readonly instantPayouts: boolean;
}

let app: TestApp;
let maker: Person;
let checker: Person;

beforeAll(async () => {
  app = await startApp();
  [maker, checker] = [await staff(app, 'finance'), await staff(app, 'finance')];
});
afterAll(() => app.stop());

const policies = async (tier: string): Promise<readonly PolicyBody[]> =>
  (await get<{ data: PolicyBody[] }>(app, maker.token, `${PATH}?tier=${tier}`)).data;

describe('the caps of a policy', () => {
  it('are said for new sellers only, and only trusted ones are paid at once', async () => {
    const tiers = await Promise.all(['T0', 'T1', 'T2', 'T3'].map(policies));

    expect(tiers.map(([first]) => [first?.payoutCaps.length, first?.instantPayouts])).toEqual([
      [7, false],
      [0, false],
      [0, true],
      [0, false],
    ]);
    expect(tiers[0]?.[0]?.payoutCaps).toContainEqual({ amount: 200_000, currency: 'USD' });
  });

  it('are those of the policy before, unless other ones are said', async () => {
    const [before] = await policies('T0');

    const kept = (await post(app, maker.token, PATH, { tier: 'T0', ...TERMS })).body as PolicyBody;
    await post(app, checker.token, `${PATH}/${kept.id}/approval`);
    const caps = [{ amount: 50_000, currency: 'USD' }];
    const changed = (
      await post(app, maker.token, PATH, { tier: 'T0', ...TERMS, payoutCaps: caps, instantPayouts: true })
    ).body as PolicyBody;

    expect(kept).toMatchObject({ payoutCaps: before?.payoutCaps, instantPayouts: false });
    expect(changed).toMatchObject({ payoutCaps: caps, instantPayouts: true });
    await expect(
      app.sql(`update settlement_policies set payout_caps = '{}' where version = $1 and tier = 'T0'`, [
        changed.version,
      ]),
    ).rejects.toThrow('never changed');
  });

  it.each([
    ['nothing', [{ amount: 0, currency: 'USD' }]],
    [
      'two amounts',
      [
        { amount: 1, currency: 'USD' },
        { amount: 2, currency: 'USD' },
      ],
    ],
    ['a currency that is not traded', [{ amount: 1, currency: 'XAU' }]],
  ])('are refused when they say %s', async (_what, payoutCaps) => {
    const before = await policies('T1');

    const answer = await post(app, maker.token, PATH, { tier: 'T1', ...TERMS, payoutCaps });

    expect(answer.status).toBe(422);
    expect(await policies('T1')).toEqual(before);
  });
});
