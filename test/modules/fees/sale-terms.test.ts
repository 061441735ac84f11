import { bearer, startApp, type TestApp } from '../../support/index.js';
import { buyer, staff, type Person } from '../../support/world.identity.js';
import { get, post } from '../../support/world.orders.js';

interface Terms {
  readonly data: readonly { version: number; scope: string; taxBps: number }[];
}

const PATH = '/v1/finance/sale-terms';

describe('terms of sale', () => {
  let app: TestApp;
  let finance: Person;

  beforeAll(async () => {
    app = await startApp();
    finance = await staff(app, 'finance');
  });

  afterAll(() => app.stop());

  const terms = (): Promise<Terms> => get(app, finance.token, PATH);

  it('start with some for everybody: no tax, shipping money to the seller', async () => {
    expect((await terms()).data).toEqual([
      expect.objectContaining({ scope: 'default', taxBps: 0, shippingTo: 'seller', version: 1 }),
    ]);
  });

  it('are refused when they are ambiguous, and none are added', async () => {
    const seller = 'sel_01hzy3v9qtf5r8m2k4w6x8y0za';
    const category = 'cat_01hzy3v9qtf5r8m2k4w6x8y0za';
    const bodies = [
      { scope: 'default', taxBps: 0 },
      { scope: 'default', scopeId: seller, shippingTo: 'seller', taxBps: 0 },
      { scope: 'seller', taxBps: 0 },
      { scope: 'seller', scopeId: category, taxBps: 0 },
      { scope: 'category', scopeId: category, shippingTo: 'seller', taxBps: 0 },
      { scope: 'seller', scopeId: seller, taxBps: 10_001 },
      { scope: 'seller', scopeId: seller, effectiveAt: '2001-01-01T00:00:00Z', taxBps: 0 },
    ];

    const answers = [];
    for (const body of bodies) answers.push(await post(app, finance.token, PATH, body));

    expect(answers.map((answer) => answer.status)).toEqual(bodies.map(() => 422));
    expect((await terms()).data).toHaveLength(1);
  });

  it('are not for buyers', async () => {
    const ada = await buyer(app);

    const answer = await app.http.get(PATH).set(bearer(ada.token));

    expect(answer.status).toBe(403);
  });
});
