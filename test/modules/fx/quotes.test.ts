import { startApp, type TestApp } from '../../support/index.js';
import { buyer, staff, type Person } from '../../support/world.identity.js';
import { get, post } from '../../support/world.orders.js';

interface QuoteBody {
  readonly id: string;
  readonly state: string;
  readonly expiresAt: string;
  readonly [field: string]: unknown;
}

describe('rates and quotes', () => {
  let app: TestApp;
  let [ada, bo, fin]: Person[] = [];

  beforeAll(async () => {
    app = await startApp();
    [ada, bo, fin] = [await buyer(app), await buyer(app), await staff(app, 'finance')];
  });
  afterAll(() => app.stop());

  const by = (person: Person | undefined): string => person?.token ?? '';
  const quote = (body: object, person = ada) => post(app, by(person), '/v1/fx/quotes', body);
  const setRate = (body: object) => post(app, by(fin), '/v1/finance/fx/rates', { provider: 'test-bank', ...body });

  it('a sandbox has a rate for every pair', async () => {
    const { data } = await get<{ data: { from: string; to: string }[] }>(app, by(ada), '/v1/fx/rates');

    expect(data).toHaveLength(42);
    expect(data).toContainEqual(
      expect.objectContaining({ from: 'EUR', to: 'USD', version: 1, provider: 'sandbox', spreadBps: 15 }),
    );
  });

  it('a quote says what an amount costs, and for how long', async () => {
    const answer = await quote({ from: 'EUR', to: 'USD', amount: 13_000 });

    expect(answer.status).toBe(201);
    expect(answer.body).toMatchObject({
      ...{ from: 'EUR', to: 'USD', state: 'open', spreadBps: 15, provider: 'sandbox' },
      rate: { num: 433_349, den: 400_000 },
      midRate: { num: 108_500_000, den: 100_000_000 },
      cost: { amount: 12_000, currency: 'EUR' },
    });
    const { id, expiresAt, quotedAt } = answer.body as QuoteBody & { quotedAt: string };
    expect(Date.parse(expiresAt)).toBeGreaterThan(Date.parse(quotedAt));
    expect(await get(app, by(ada), `/v1/fx/quotes/${id}`)).toMatchObject({ id, state: 'open', expiresAt });
  });

  it('a quote is its buyer’s alone', async () => {
    const { id } = (await quote({ from: 'EUR', to: 'USD' })).body as QuoteBody;

    const strange = await app.http.get(`/v1/fx/quotes/${id}`).set({ Authorization: `Bearer ${by(bo)}` });

    expect([strange.status, strange.body.code]).toEqual([404, 'not_found']);
  });

  it('quotes cents in yen, and fils in cents', async () => {
    const yen = await quote({ from: 'JPY', to: 'USD', amount: 100 });
    const dinar = await quote({ from: 'USD', to: 'KWD', amount: 1 });

    expect(yen.body).toMatchObject({ cost: { amount: 151, currency: 'JPY' } });
    expect(dinar.body).toMatchObject({ cost: { amount: 1, currency: 'USD' } });
  });

  it('a new rate is a new version; what it does not say stays', async () => {
    const rate = { num: 9_000, den: 10_000 };
    const first = await setRate({ from: 'CNY', to: 'GBP', rate, spreadBps: 40, quoteSeconds: 60 });
    const second = await setRate({ from: 'CNY', to: 'GBP', rate: { num: 8_999, den: 10_000 } });
    const versions = await get<{ data: object[] }>(app, by(fin), '/v1/finance/fx/rates?from=CNY&to=GBP&limit=2');

    expect([first.status, second.status]).toEqual([201, 201]);
    expect(first.body).toMatchObject({ version: 2, rate, spreadBps: 40, quoteSeconds: 60, provider: 'test-bank' });
    expect(second.body).toMatchObject({
      version: 3,
      rate: { num: 8_999, den: 10_000 },
      spreadBps: 40,
      quoteSeconds: 60,
    });
    expect(versions.data).toMatchObject([{ version: 3 }, { version: 2 }]);
  });

  it('a quote expires', async () => {
    await setRate({ from: 'BRL', to: 'GBP', rate: { num: 1, den: 6 }, quoteSeconds: 60 });
    const { id } = (await quote({ from: 'BRL', to: 'GBP' })).body as QuoteBody;

    await app.advance('PT60S');

    expect(await get(app, by(ada), `/v1/fx/quotes/${id}`)).toMatchObject({ state: 'expired' });
  });

  it('a rate that is too old is not quoted', async () => {
    const quotedAt = '2020-01-01T00:00:00.000Z';
    await setRate({ from: 'GBP', to: 'BRL', rate: { num: 6, den: 1 }, quotedAt, staleAfterSeconds: 3_600 });

    const answer = await quote({ from: 'GBP', to: 'BRL' });

    expect([answer.status, answer.body.code]).toEqual([409, 'fx_rate_unavailable']);
  });

  it.each<{ body: object }>([
    { body: { from: 'EUR', to: 'EUR' } },
    { body: { from: 'EUR', to: 'XXX' } },
    { body: { from: 'EUR', to: 'USD', amount: 0 } },
    { body: { from: 'EUR', to: 'USD', amount: 1.5 } },
  ])('$body is not quoted', async ({ body }) => {
    const before = await app.sql<{ n: number }>('select count(*)::int as n from fx_quotes');
    const answer = await quote(body);

    expect(answer.status).toBe(422);
    expect(await app.sql('select count(*)::int as n from fx_quotes')).toEqual(before);
  });

  it('only finance sets rates', async () => {
    const body = { from: 'EUR', to: 'USD', rate: { num: 2, den: 1 }, provider: 'me' };
    const answer = await post(app, by(ada), '/v1/finance/fx/rates', body);

    expect(answer.status).toBe(403);
    expect(await app.sql(`select count(*)::int as n from fx_rates where provider = 'me'`)).toEqual([{ n: 0 }]);
  });

  it('nothing is sold that does not wait to be sold', async () => {
    const [sold, received] = [
      { amount: 1, currency: 'EUR' },
      { amount: 1, currency: 'USD' },
    ];
    const answer = await post(app, by(fin), '/v1/finance/fx/deals', { sold, received, bankReference: 'none' });

    expect([answer.status, answer.body.code]).toEqual([409, 'fx_position_smaller']);
    expect(await app.sql('select id from fx_deals')).toEqual([]);
  });
});
