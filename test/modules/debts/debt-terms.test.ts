import { Clock } from '../../../src/kernel/index.js';
import { bearer, startApp, type TestApp } from '../../support/index.js';
import { buyer, staff, type Person } from '../../support/world.identity.js';
import { get, post } from '../../support/world.orders.js';

interface Terms {
  readonly version: number;
  readonly writeOffAfterDays: number;
  readonly effectiveFrom: string;
  readonly isInForce: boolean;
  readonly createdBy: string | null;
}

const PATH = '/v1/finance/debt-terms';

describe('the terms of debts', () => {
  let app: TestApp;
  let finance: Person;

  beforeAll(async () => {
    app = await startApp();
    finance = await staff(app, 'finance');
  });
  afterAll(() => app.stop());

  const all = async (): Promise<Terms[]> => (await get<{ data: Terms[] }>(app, finance.token, PATH)).data;

  it('begin with 180 days, and are followed from the instant that finance says', async () => {
    const before = await all();
    const inAMonth = new Date(app.get(Clock).now().getTime() + 30 * 86_400_000).toISOString();

    const planned = await post(app, finance.token, PATH, { writeOffAfterDays: 90, effectiveFrom: inAMonth });
    const between = await all();
    await app.advance('P31D');

    expect(before).toMatchObject([{ version: 1, writeOffAfterDays: 180, isInForce: true, createdBy: null }]);
    expect(planned.status).toBe(201);
    expect(planned.body).toMatchObject({ version: 2, effectiveFrom: inAMonth, isInForce: false });
    expect(between).toMatchObject([
      { version: 2, isInForce: false, createdBy: finance.userId },
      { version: 1, isInForce: true },
    ]);
    expect(await all()).toMatchObject([
      { version: 2, isInForce: true },
      { version: 1, isInForce: false },
    ]);
  });

  it('are set at once when nothing else is said', async () => {
    const set = await post(app, finance.token, PATH, { writeOffAfterDays: 60 });

    expect(set.body).toMatchObject({ writeOffAfterDays: 60, isInForce: true, createdBy: finance.userId });
  });

  it.each([
    ['of yesterday', { writeOffAfterDays: 90, effectiveFrom: '2020-01-01T00:00:00Z' }, 422],
    ['of no days', {}, 422],
    ['of eleven years', { writeOffAfterDays: 4_000 }, 422],
  ])('%s are refused, and nothing changes', async (_which, body, status) => {
    const before = await all();

    const refused = await post(app, finance.token, PATH, body);

    expect(refused.status).toBe(status);
    expect(await all()).toEqual(before);
  });

  it('are nobody else’s', async () => {
    const stranger = await buyer(app);
    const risk = await staff(app, 'risk');
    const before = await all();

    const refused = [
      await post(app, stranger.token, PATH, { writeOffAfterDays: 1 }),
      await post(app, risk.token, PATH, { writeOffAfterDays: 1 }),
      await app.http.get(PATH).set(bearer(stranger.token)),
    ];

    expect(refused.map(({ status }) => status)).toEqual([403, 403, 403]);
    expect(await all()).toEqual(before);
  });
});
