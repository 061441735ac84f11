import { money } from '../../../src/kernel/index.js';
import { bearer, type TestApp } from '../../support/index.js';
import { assess, order, startRisk } from './risk-app.js';

interface RuleBody {
  readonly id: string;
  readonly version: number;
  readonly code: string;
  readonly expression: string;
}

interface ProblemBody {
  readonly code: string;
  readonly errors: { pointer: string; code: string }[];
}

let count = 0;

/** A rule about orders of an amount that no other test uses. */
const ruleAbout = (amount: number) => ({
  code: `peculiar_${amount}`,
  group: 'test',
  events: ['order.placed'],
  expression: `feat.amount == ${amount}`,
  points: 70,
  mode: 'live',
  textEn: 'The order is peculiar.',
  textZh: '订单异常。',
});

const fresh = (): number => 700 + (count += 1);

describe('risk rules', () => {
  let app: TestApp;

  beforeAll(async () => {
    app = await startRisk();
  });

  afterAll(() => app.stop());

  const post = async (path: string, body: object, as = 'analyst') => {
    const answer = await app.http.post(`/v1/risk/rules${path}`).set(bearer(as)).send(body);
    return { status: answer.status, body: answer.body as RuleBody & ProblemBody };
  };

  const list = async (): Promise<RuleBody[]> => {
    const answer = await app.http.get('/v1/risk/rules?limit=100').set(bearer('analyst'));
    return (answer.body as { data: RuleBody[] }).data;
  };

  const assessed = async (amount: number): Promise<[score: number, outcome: string]> => {
    const { score, outcome } = await assess(app, order({ amount: money(amount, 'USD') }));
    return [score, outcome];
  };

  const rulesets = async (): Promise<number> => (await app.sql('select 1 from risk_rulesets')).length;

  it('come with a set that asks about amount, account, velocity, countries and cards', async () => {
    const seeded = [
      'large_amount',
      'very_large_amount',
      'new_account',
      'phone_unverified',
      'orders_in_an_hour',
      'orders_in_a_day',
      'device_shared',
      'address_shared',
      'card_shared',
      'card_country_differs',
      'account_country_differs',
      'many_cards',
      'card_testing',
    ];

    expect((await list()).map(({ code }) => code).slice(0, seeded.length)).toEqual(seeded);
  });

  it('are live from the moment they are saved', async () => {
    const amount = fresh();
    const before = await assessed(amount);

    const { status, body } = await post('', ruleAbout(amount));

    expect([status, body.version, body.code]).toEqual([201, 1, `peculiar_${amount}`]);
    expect([before, await assessed(amount)]).toEqual([
      [0, 'allow'],
      [70, 'hold'],
    ]);
  });

  it('are replaced by their next version, and the old one stays what it was', async () => {
    const amount = fresh();
    const { body: rule } = await post('', ruleAbout(amount));
    const version = { ...ruleAbout(amount), code: undefined, group: undefined, mode: 'shadow' };

    const { status, body } = await post(`/${rule.id}/versions`, version);

    expect([status, body.version]).toEqual([201, 2]);
    expect(await assessed(amount)).toEqual([0, 'allow']);
    const change = app.sql(`update risk_rule_versions set points = 1`);
    await expect(change).rejects.toThrow('immutable');
  });

  it('are refused with a pointer when they do not type-check', async () => {
    const before = await rulesets();

    const { status, body } = await post('', { ...ruleAbout(fresh()), expression: 'feat.amount == "777"' });

    expect([status, body.code]).toEqual([422, 'validation_failed']);
    expect(body.errors).toMatchObject([{ pointer: '/expression', code: 'no_such_overload' }]);
    expect(await rulesets()).toBe(before);
  });

  it('can be checked without being saved', async () => {
    const before = await rulesets();

    const good = await post('/validation', { expression: 'feat.buyerOrdersHour >= 5' });
    const bad = await post('/validation', { expression: 'feat.unheardOf >= 5' });

    expect([good.status, good.body]).toEqual([200, { isValid: true, errors: [] }]);
    expect([bad.status, bad.body.errors]).toMatchObject([200, [{ pointer: '/expression', code: 'no_such_key' }]]);
    expect(await rulesets()).toBe(before);
  });

  it('have one name each', async () => {
    const rule = ruleAbout(fresh());
    await post('', rule);
    const before = await rulesets();

    const { status, body } = await post('', rule);

    expect([status, body.code, await rulesets()]).toEqual([409, 'risk_rule_exists', before]);
  });

  it('are all kept when several analysts save at once', async () => {
    const before = await rulesets();
    const rules = [ruleAbout(fresh()), ruleAbout(fresh()), ruleAbout(fresh()), ruleAbout(fresh())];

    const saved = await Promise.all(rules.map((rule) => post('', rule)));

    expect(saved.map(({ status }) => status)).toEqual([201, 201, 201, 201]);
    const codes = rules.map(({ code }) => code);
    expect((await list()).map(({ code }) => code)).toEqual(expect.arrayContaining(codes));
    expect(await rulesets()).toBe(before + 4);
  });

  it('are not for buyers', async () => {
    const before = await rulesets();

    const { status } = await post('', ruleAbout(fresh()), 'buyer');

    expect([status, await rulesets()]).toEqual([403, before]);
  });
});
