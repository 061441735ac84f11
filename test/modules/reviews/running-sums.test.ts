import { randomUUID } from 'node:crypto';
import { Module } from '@nestjs/common';
import { UnitOfWork } from '../../../src/platform/database/index.js';
import { addRating, type Decayed } from '../../../src/modules/reviews/rating.domain.js';
import { RatingsRepository, type RatingSums } from '../../../src/modules/reviews/ratings.repository.js';
import { startApp, type TestApp } from '../../support/index.js';
import { TokensModule } from '../../support/world.tokens.js';

@Module({ providers: [RatingsRepository] })
class RatingsModule {}

const START = new Date('2026-01-01T00:00:00Z');
const day = (days: number): Date => new Date(START.getTime() + days * 86_400_000);

describe('the running sums of ratings', () => {
  let app: TestApp;

  beforeAll(async () => {
    app = await startApp({ modules: [TokensModule.of({}), RatingsModule] });
  });

  afterAll(() => app.stop());

  const add = (sellerId: string, overall: number, at: Date): Promise<void> => {
    const stars = { overall, itemAsDescribed: 5, communication: 3, shippingSpeed: 1 };
    return app.get(UnitOfWork).run((tx) => app.get(RatingsRepository).add(tx, sellerId, stars, at));
  };

  const sumsOf = async (sellerId: string): Promise<RatingSums> => {
    const [sums] = await app.get(RatingsRepository).sums([sellerId]);
    if (!sums) throw new Error('no ratings');
    return sums;
  };

  it('lose nothing when reviews come at the same time', async () => {
    const sellerId = randomUUID();
    const before = await app.sql<{ n: string }>('select n from rating_totals');

    await Promise.all(Array.from({ length: 20 }, (_, i) => add(sellerId, 1 + (i % 5), day(0))));

    const sums = await sumsOf(sellerId);
    expect(sums).toMatchObject({ count: 20, sum: 60, positive: 8, stars: [4, 4, 4, 4, 4] });
    expect(sums).toMatchObject({ itemAsDescribed: 100, communication: 60, shippingSpeed: 20 });
    expect(sums.allCount).toBe(Number(before[0]?.n) + 20);
  });

  it('fade in the database as they do by the formula, also when a review comes late', async () => {
    const sellerId = randomUUID();
    const ratings: [stars: number, days: number][] = [
      [5, 0],
      [1, 90],
      [4, 30],
      [2, 400],
    ];

    for (const [stars, days] of ratings) await add(sellerId, stars, day(days));

    const none: Decayed = { sum: 0, weight: 0, at: day(0) };
    const expected = ratings.reduce((sums, [stars, days]) => addRating(sums, stars, day(days)), none);
    const sums = await sumsOf(sellerId);
    expect(sums.decayedSum).toBeCloseTo(expected.sum, 9);
    expect(sums.decayedWeight).toBeCloseTo(expected.weight, 9);
    expect(sums.decayedAt).toEqual(day(400));
  });

  it('cannot be brought out of bounds', async () => {
    const sellerId = randomUUID();
    await add(sellerId, 5, day(0));

    const change = app.sql('update seller_ratings set total = 6 where seller_id = $1', [sellerId]);

    await expect(change).rejects.toThrow('seller_ratings');
    expect((await sumsOf(sellerId)).sum).toBe(5);
  });
});
