import { randomUUID } from 'node:crypto';
import { asId, money, toWire, type Id } from '../../../src/kernel/index.js';
import { UnitOfWork } from '../../../src/platform/database/index.js';
import { Risk } from '../../../src/modules/risk/index.js';
import { bearer, type TestApp } from '../../support/index.js';
import { assess, order, payment, startRisk } from './risk-app.js';

interface DecisionRow {
  readonly features: Record<string, unknown>;
  readonly score: number;
  readonly outcome: string;
  readonly shadow: { code: string }[];
}

describe('an assessment', () => {
  let app: TestApp;

  beforeAll(async () => {
    app = await startRisk();
  });

  afterAll(() => app.stop());

  const decision = async (id: Id<'dec'>): Promise<DecisionRow> => {
    const [row] = await app.sql<DecisionRow>(
      'select features, score, outcome, shadow from risk_decisions where id = $1',
      [id],
    );
    return row as DecisionRow;
  };

  const codes = (reasons: readonly { code: string }[]): string[] => reasons.map(({ code }) => code);

  it('allows an unremarkable order', async () => {
    const { outcome, score, reasons, holdId } = await assess(app, order());

    expect({ outcome, score, reasons, holdId }).toEqual({ outcome: 'allow', score: 0, reasons: [], holdId: undefined });
  });

  it('stores the exact features and leaves the unknown ones out', async () => {
    const input = order({ facts: { buyerCountry: 'DE', itemCount: 2, phoneVerified: null } });

    const { decisionId } = await assess(app, input);

    const { features } = await decision(decisionId);
    expect(features).toEqual({
      event: 'order.placed',
      amount: 5_000,
      currency: 'USD',
      accountAgeDays: expect.any(Number) as number,
      buyerCountry: 'DE',
      itemCount: 2,
      buyerOrdersHour: 1,
      buyerOrdersDay: 1,
      buyerAmountDay: 5_000,
      buyerCardsDay: 0,
    });
  });

  it('tells the buyer why in both languages and never how much is too much', async () => {
    const { reasons, score } = await assess(app, order({ amount: money(200_000, 'USD') }));

    expect(score).toBe(30);
    expect(reasons).toEqual([
      { code: 'large_amount', text: 'The amount is unusually large.', textZh: '订单金额异常偏高。' },
    ]);
  });

  it('measures amounts by their currency', async () => {
    const { score: yen } = await assess(app, order({ amount: money(299_999, 'JPY') }));
    const { score: dollars } = await assess(app, order({ amount: money(299_999, 'USD') }));

    expect([yen, dollars]).toEqual([0, 30]);
  });

  it('sees card, delivery and account in different countries', async () => {
    const facts = { cardCountry: 'US', shippingCountry: 'DE', buyerCountry: 'FR' };

    const { reasons, score } = await assess(app, payment({ facts }));

    expect(codes(reasons)).toEqual(['card_country_differs', 'account_country_differs']);
    expect(score).toBe(40);
  });

  it('counts the orders of a buyer, this one among them', async () => {
    const buyerId = asId<'usr'>(randomUUID());
    for (let n = 1; n <= 4; n += 1) await assess(app, order({ buyerId }));

    const fifth = await assess(app, order({ buyerId }));

    expect(codes(fifth.reasons)).toEqual(['orders_in_an_hour']);
    expect((await decision(fifth.decisionId)).features).toMatchObject({ buyerOrdersHour: 5, buyerAmountDay: 25_000 });
  });

  it('shows parallel orders of one buyer each other', async () => {
    const buyerId = asId<'usr'>(randomUUID());

    const decided = await Promise.all(Array.from({ length: 8 }, () => assess(app, order({ buyerId }))));

    const rows = await Promise.all(decided.map(({ decisionId }) => decision(decisionId)));
    const counts = rows.map(({ features }) => features.buyerOrdersHour as number).sort((a, b) => a - b);
    expect(counts).toEqual([1, 2, 3, 4, 5, 6, 7, 8]);
  });

  it('counts an event once however often it is told', async () => {
    const input = order();

    await assess(app, input);
    const again = await assess(app, input);

    expect((await decision(again.decisionId)).features.buyerOrdersHour).toBe(1);
  });

  it('forgets what a rolled-back order counted', async () => {
    const input = order();
    const failing = app.get(UnitOfWork).run(async (tx) => {
      await app.get(Risk).assess(tx, input);
      throw new Error('out of stock');
    });

    await expect(failing).rejects.toThrow('out of stock');

    const next = await assess(app, order({ buyerId: input.buyerId }));
    expect((await decision(next.decisionId)).features.buyerOrdersHour).toBe(1);
    expect(await app.sql('select 1 from risk_decisions where order_id = $1', [input.orderId])).toEqual([]);
  });

  it('links accounts by device and by card without storing either', async () => {
    const facts = { deviceId: 'device-of-a-ring', cardFingerprint: 'card-of-a-ring' };
    await assess(app, payment({ facts }));
    await assess(app, payment({ facts }));

    const third = await assess(app, payment({ facts }));

    expect([codes(third.reasons), third.score]).toEqual([['device_shared'], 25]);
    const { features, shadow } = await decision(third.decisionId);
    expect(features).toMatchObject({ deviceBuyersDay: 3, cardBuyersDay: 3 });
    expect(codes(shadow)).toEqual(['card_shared']);
    const stored = await app.sql(
      `select 1 from risk_observations where entity_key like '%ring%' or card_key like '%ring%'`,
    );
    expect(stored).toEqual([]);
  });

  it('holds a buyer who tries the fifth card within a day', async () => {
    const buyerId = asId<'usr'>(randomUUID());
    const cards = ['a', 'b', 'c', 'd', 'e'].map((card) => ({ cardFingerprint: `${card}-${buyerId}` }));

    const outcomes: string[] = [];
    for (const facts of cards) outcomes.push((await assess(app, payment({ buyerId, facts }))).outcome);

    expect(outcomes).toEqual(['allow', 'allow', 'allow', 'allow', 'hold']);
  });

  it('holds the payment of an order that was to be held, whatever the payment alone would get', async () => {
    const placed = order({ amount: money(1_000_000, 'USD') });
    const { outcome } = await assess(app, placed);

    const paid = await assess(app, payment({ orderId: placed.orderId, buyerId: placed.buyerId }));

    expect([outcome, paid.score, paid.outcome]).toEqual(['hold', 0, 'hold']);
    expect(paid.holdId).toBeDefined();
  });

  it('opens no review for an order, only for its payment', async () => {
    const { outcome, holdId } = await assess(app, order({ amount: money(1_000_000, 'USD') }));

    expect([outcome, holdId]).toEqual(['hold', undefined]);
  });

  it('costs two statements when nothing is held', async () => {
    await assess(app, order());

    const sent = await app.countStatements(() => assess(app, order()));

    expect(sent.filter((name) => !/bullmq|webhook/i.test(name))).toEqual(['risk.observe', 'risk.insert-decision']);
  });

  it('shows an analyst the rule with its values', async () => {
    const { decisionId } = await assess(app, payment({ facts: { cardCountry: 'US', shippingCountry: 'DE' } }));

    const answer = await app.http.get(`/v1/risk/decisions/${toWire('dec', decisionId)}`).set(bearer('analyst'));

    expect(answer.status).toBe(200);
    expect((answer.body as { reasons: object[] }).reasons).toMatchObject([
      { code: 'card_country_differs', points: 25, explanation: 'cardCountry=US != shippingCountry=DE' },
    ]);
  });

  it('shows a buyer no decision', async () => {
    const { decisionId } = await assess(app, order());

    const answer = await app.http.get(`/v1/risk/decisions/${toWire('dec', decisionId)}`).set(bearer('buyer'));

    expect(answer.status).toBe(403);
  });
});
