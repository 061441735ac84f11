import { randomUUID } from 'node:crypto';
import { asId, money } from '../../../src/kernel/index.js';
import type { TestApp } from '../../support/index.js';
import { Decided, listing, screen, startModeration } from './moderation-app.js';

const other = () => asId<'sel'>(randomUUID());

const LAMP = 'Brass desk lamp from a workshop in Lyon, restored, with new wiring and a linen shade';

describe('the screening of a listing', () => {
  let app: TestApp;

  beforeAll(async () => {
    app = await startModeration();
  });

  afterAll(() => app.stop());

  const codes = (reasons: readonly { code: string }[]): string[] => reasons.map(({ code }) => code);

  const casesOf = (subjectId: string): Promise<{ kind: string; state: string }[]> =>
    app.sql('select kind, state from moderation_cases where subject_id = $1 order by id', [subjectId]);

  it('publishes an honest listing without a case', async () => {
    const input = listing();

    const { outcome, score, reasons, caseId } = await screen(app, input);

    expect({ outcome, score, reasons, caseId }).toEqual({
      outcome: 'publish',
      score: 0,
      reasons: [],
      caseId: undefined,
    });
    expect(await casesOf(input.subjectId)).toEqual([]);
  });

  it.each([
    ['an English word for a copy', { title: 'Replica watch' }, 40, ['explicit_words', 'explicit_offer']],
    ['a Chinese word for a copy', { description: '高仿手表' }, 40, ['explicit_words', 'explicit_offer']],
    ['prohibited goods', { title: 'Elephant ivory carving' }, 60, ['prohibited_goods']],
    [
      'a guarded brand at a price far below its model',
      {
        brandName: 'Brand',
        brandAuthorised: false,
        price: money(2_400, 'USD'),
        modelMedian: { amount: 10_000, count: 8 },
      },
      60,
      ['brand_without_authorisation', 'price_far_below_model'],
    ],
  ])('holds %s and opens a case', async (_what, fields, score, expected) => {
    const input = listing(fields);

    const screening = await screen(app, input);

    expect([screening.outcome, screening.score, codes(screening.reasons)]).toEqual(['hold', score, expected]);
    expect(await casesOf(input.subjectId)).toEqual([{ kind: 'screening', state: 'open' }]);
  });

  it.each([
    ['a denial', { description: 'This is not a replica.' }, 20],
    ['an item that goes with a brand', { title: `Case for Nike ${randomUUID()}` }, 5],
    ['a brand without authorisation', { brandName: 'Brand', brandAuthorised: false }, 25],
    ['a disguised brand', { title: `ad1das shoes ${randomUUID()}` }, 25],
    ['a new seller', { sellerAgeDays: 3 }, 10],
    ['a low price of few comparables', { price: money(1, 'USD'), modelMedian: { amount: 10_000, count: 7 } }, 0],
  ])('publishes %s', async (_what, fields, score) => {
    const screening = await screen(app, listing(fields));

    expect([screening.outcome, screening.score]).toEqual(['publish', score]);
  });

  it.each([
    [2_499, 35],
    [2_500, 25],
    [3_999, 25],
    [4_000, 10],
    [5_999, 10],
    [6_000, 0],
  ])('weighs a price of %i against a median of 10,000 with %i points', async (amount, score) => {
    const modelMedian = { amount: 10_000, count: 12 };

    const screening = await screen(app, listing({ price: money(amount, 'USD'), modelMedian }));

    expect(screening.score).toBe(score);
  });

  it('rejects at 85 and more, with a statement of reasons and a decided case', async () => {
    const input = listing({
      title: 'Replica bag',
      brandName: 'Brand',
      brandAuthorised: false,
      price: money(1_000, 'USD'),
      modelMedian: { amount: 10_000, count: 20 },
    });

    const screening = await screen(app, input);
    await app.drain();

    expect([screening.outcome, screening.score]).toEqual(['reject', 100]);
    expect(await casesOf(input.subjectId)).toEqual([{ kind: 'screening', state: 'decided' }]);
    const [statement] = await app.sql<Record<string, unknown>>(
      `select decision_visibility, ground, category, automated_detection, automated_decision, facts
         from moderation_statements where subject_id = $1`,
      [input.subjectId],
    );
    expect(statement).toEqual({
      decision_visibility: 'removal',
      ground: 'incompatible',
      category: 'intellectual_property_infringement',
      automated_detection: true,
      automated_decision: 'fully',
      facts: ['explicit_words', 'explicit_offer', 'brand_without_authorisation', 'price_far_below_model'],
    });
    expect(app.get(Decided).of(input.subjectId)).toMatchObject([{ decision: 'remove' }]);
  });

  it('recognises the text of another seller, and not that of the same one', async () => {
    const first = listing({ title: LAMP, description: '' });
    await screen(app, first);

    const again = await screen(app, listing({ title: `${LAMP}.`, description: '' }));
    const copied = await screen(app, listing({ sellerId: other(), title: `${LAMP}!`, description: '' }));

    expect([codes(again.reasons), codes(copied.reasons)]).toEqual([[], ['text_of_other_seller']]);
  });

  it('recognises the text of a removed listing', async () => {
    const removed = listing({ title: 'Replica bag', brandName: 'Brand', brandAuthorised: false, sellerId: other() });
    const text = { title: 'Replica bag of the finest leather', description: 'With box, ribbon, card and receipt' };
    const cheap = { price: money(1_000, 'USD'), modelMedian: { amount: 10_000, count: 20 } };
    await screen(app, { ...removed, ...text, ...cheap });

    const next = await screen(app, listing({ ...text, title: 'Bag of the finest leather, replica' }));

    expect(codes(next.reasons)).toContain('text_of_removed_listing');
  });

  it('replaces the case of the version before', async () => {
    const input = listing({ title: 'Replica watch' });
    await screen(app, input);

    await screen(app, { ...input, title: 'Replica clock' });
    const fixed = await screen(app, { ...input, title: 'Wall clock' });

    expect(fixed.outcome).toBe('publish');
    expect(await casesOf(input.subjectId)).toEqual([
      { kind: 'screening', state: 'closed' },
      { kind: 'screening', state: 'closed' },
    ]);
  });

  it('draws a fixed part of the doubtful listings for a look afterwards', async () => {
    const doubtful = { brandName: 'Brand', brandAuthorised: false, sellerAgeDays: 3 };
    const drawn = listing({ ...doubtful, subjectId: '018bcfe5-6800-7000-8000-000000000013' });
    const passed = listing({ ...doubtful, subjectId: '018bcfe5-6800-7000-8000-000000000014' });

    const screenings = [await screen(app, drawn), await screen(app, passed)];

    expect(screenings.map(({ outcome, score }) => [outcome, score])).toEqual([
      ['publish', 35],
      ['publish', 35],
    ]);
    expect(await casesOf(drawn.subjectId)).toEqual([{ kind: 'sample', state: 'open' }]);
    expect(await casesOf(passed.subjectId)).toEqual([]);
  });
});
