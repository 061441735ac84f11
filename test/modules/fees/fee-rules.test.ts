import { startApp, type TestApp } from '../../support/index.js';
import { bearer } from '../../support/index.js';
import { buyer, staff, type Person } from '../../support/world.identity.js';
import { get, post } from '../../support/world.orders.js';

interface Rules {
  readonly data: readonly { version: number; scope: string; commissionBps: number }[];
}

describe('fee rules', () => {
  let app: TestApp;
  let finance: Person;

  beforeAll(async () => {
    app = await startApp();
    finance = await staff(app, 'finance');
  });

  afterAll(() => app.stop());

  const rules = (): Promise<Rules> => get(app, finance.token, '/v1/fee-rules');

  it('start with one for everybody: 10 % commission, no tax, shipping money to the seller', async () => {
    expect((await rules()).data).toEqual([
      expect.objectContaining({ scope: 'default', commissionBps: 1_000, taxBps: 0, shippingTo: 'seller', version: 1 }),
    ]);
  });

  it('are refused when they are ambiguous, and none is added', async () => {
    const seller = 'sel_01hzy3v9qtf5r8m2k4w6x8y0za';
    const category = 'cat_01hzy3v9qtf5r8m2k4w6x8y0za';
    const rate = { commissionBps: 100, taxBps: 0 };
    const bodies = [
      { scope: 'default', ...rate },
      { scope: 'default', scopeId: seller, shippingTo: 'seller', ...rate },
      { scope: 'seller', ...rate },
      { scope: 'seller', scopeId: category, ...rate },
      { scope: 'category', scopeId: category, shippingTo: 'seller', ...rate },
      { scope: 'seller', scopeId: seller, commissionBps: 10_001, taxBps: 0 },
      { scope: 'seller', scopeId: seller, effectiveAt: '2001-01-01T00:00:00Z', ...rate },
    ];

    const answers = [];
    for (const body of bodies) answers.push(await post(app, finance.token, '/v1/fee-rules', body));

    expect(answers.map((answer) => answer.status)).toEqual(bodies.map(() => 422));
    expect((await rules()).data).toHaveLength(1);
  });

  it('are not for buyers', async () => {
    const ada = await buyer(app);

    const answer = await app.http.get('/v1/fee-rules').set(bearer(ada.token));

    expect(answer.status).toBe(403);
  });
});
