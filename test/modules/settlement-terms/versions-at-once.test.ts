import { bearer, startApp, type TestApp } from '../../support/index.js';
import { staff, type Person } from '../../support/world.identity.js';

const AT_ONCE = 8;
const USD = (amount: number) => ({ amount, currency: 'USD' });
const PLAN = { code: 'at-once', fee: USD(2_900), taxBps: 0, nameEn: 'At once', nameZh: '同时' };
const THRESHOLDS = {
  ...{ windowDays: 90, standardMinAgeDays: 60, standardMinDelivered: 20, trustedMinAgeDays: 365 },
  ...{ trustedDisputeBps: 30, trustedLateBps: 200, restrictedDisputeBps: 90, verificationDays: 365 },
};
const TRANSIT = { maxTransitDays: 30, domesticGraceDays: 3, crossBorderGraceDays: 10 };

describe('versions that several people add at once', () => {
  let app: TestApp;
  let admin: Person;

  beforeAll(async () => {
    app = await startApp();
    admin = await staff(app, 'admin');
  });
  afterAll(() => app.stop());

  it.each([
    ['goodwill_limits', '/v1/goodwill/limits', { role: 'moderator', daily: USD(3_000) }],
    ['affiliate_terms', '/v1/finance/affiliate-terms', { commissionBps: 400, fundedBy: 'platform', windowDays: 30 }],
    ['subscription_plans', '/v1/finance/subscription-plans', PLAN],
    ['subscription_plans', '/v1/finance/subscription-plans', PLAN],
    ['debt_terms', '/v1/finance/debt-terms', { writeOffAfterDays: 90 }],
    ['chargeback_tax_rules', '/v1/finance/chargeback-tax-rules', { country: 'FR', isCorrected: true, basis: 'A law.' }],
    ['legal_hold_caps', '/v1/finance/legal-hold-caps', { country: 'FR', capDays: 30, basis: 'A law.' }],
    ['transit_terms', '/v1/finance/transit-terms', TRANSIT],
    ['tier_thresholds', '/v1/risk/tier-thresholds', THRESHOLDS],
  ])(
    'of %s are each added or refused as changed meanwhile, and all that was answered is there',
    async (table, path, body) => {
      const count = async (): Promise<number> => {
        const [row] = await app.sql<{ n: number }>(`select count(*)::int as n from ${table}`);
        return row?.n ?? -1;
      };
      const before = await count();

      const answers = await Promise.all(
        Array.from({ length: AT_ONCE }, () => app.http.post(path).set(bearer(admin.token)).send(body)),
      );

      const added = answers.filter(({ status }) => status === 201);
      const refused = answers.filter(({ status }) => status !== 201);
      expect(added.length).toBeGreaterThan(0);
      expect(refused.filter(({ status }) => status !== 409).map(({ text }) => text)).toEqual([]);
      expect(refused.every((answer) => String(answer.body.code).endsWith('changed_meanwhile'))).toBe(true);
      expect(await count()).toBe(before + added.length);
    },
  );
});
