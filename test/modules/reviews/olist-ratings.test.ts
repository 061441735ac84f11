import { Module } from '@nestjs/common';
import { sha256 } from '../../../src/platform/crypto/index.js';
import { UnitOfWork } from '../../../src/platform/database/index.js';
import { bayesianMean, POSITIVE_FROM, wilson, Z_95 } from '../../../src/modules/reviews/rating.domain.js';
import { RatingsRepository } from '../../../src/modules/reviews/ratings.repository.js';
import { startApp, type TestApp } from '../../support/index.js';
import { csvRows, describeWithData } from '../../support/shared-data.js';
import { TokensModule } from '../../support/world.tokens.js';

@Module({ providers: [RatingsRepository] })
class RatingsModule {}

interface Pair {
  readonly seller: string;
  readonly stars: number;
}

/** Each distinct seller of an order gets each review of that order. */
async function pairs(): Promise<Pair[]> {
  const sellersOf = new Map<string, Set<string>>();
  for await (const item of csvRows('olist/olist_order_items_dataset.csv')) {
    const { order_id: order = '', seller_id: seller = '' } = item;
    sellersOf.set(order, (sellersOf.get(order) ?? new Set()).add(seller));
  }
  const found: Pair[] = [];
  for await (const review of csvRows('olist/olist_order_reviews_dataset.csv')) {
    const sellers = sellersOf.get(review.order_id ?? '') ?? [];
    for (const seller of sellers) found.push({ seller, stars: Number(review.review_score) });
  }
  return found;
}

const uuidOf = (seller: string): string =>
  sha256(seller)
    .toString('hex')
    .replace(/^(.{8})(.{4})(.{4})(.{4})(.{12}).*$/, '$1-$2-$3-$4-$5');

const EXPECTED = [
  ['cc419e0650a3c5ba77189a1882b7556a', 165, '3.3212', '3.3274', 92, '0.4813'],
  ['7a67c85e85bb2ce8582c35f2203ad736', 89, '3.9551', '3.9020', 65, '0.6300'],
] as const;

const transposed = (some: readonly Pair[]): [sellers: string[], stars: number[]] => [
  some.map(({ seller }) => uuidOf(seller)),
  some.map(({ stars }) => stars),
];

/** The sums of many sellers at once; those that are asserted one by one come in one by one. */
const BULK = `
  with pairs as (select * from unnest($1::uuid[], $2::int[]) as p(seller, stars)),
       summed as (update rating_totals set n = n + (select count(*) from pairs),
                                           total = total + (select sum(stars) from pairs))
  insert into seller_ratings (seller_id, n, total, positive, item_as_described, communication, shipping_speed, stars,
                              decayed_weight, decayed_sum, decayed_at)
  select seller, count(*), sum(stars), count(*) filter (where stars >= 4), sum(stars), sum(stars), sum(stars),
         array[count(*) filter (where stars = 1), count(*) filter (where stars = 2), count(*) filter (where stars = 3),
               count(*) filter (where stars = 4), count(*) filter (where stars = 5)]::int[],
         count(*), sum(stars), '2018-09-01T00:00:00Z'
    from pairs group by seller`;

describeWithData('the ratings of real sellers', () => {
  let app: TestApp;
  let all: Pair[];

  beforeAll(async () => {
    app = await startApp({ modules: [TokensModule.of({}), RatingsModule] });
    all = await pairs();
    const named = new Set<string>(EXPECTED.map(([seller]) => seller));
    await app.sql(BULK, transposed(all.filter(({ seller }) => !named.has(seller))));
    await addOneByOne(all.filter(({ seller }) => named.has(seller)));
  });

  afterAll(() => app.stop());

  /** As reviews come in: a statement each for the seller's sums and for everybody's. */
  async function addOneByOne(some: readonly Pair[]): Promise<void> {
    await app.get(UnitOfWork).run(async (tx) => {
      for (const { seller, stars } of some) {
        const each = { overall: stars, itemAsDescribed: stars, communication: stars, shippingSpeed: stars };
        await app.get(RatingsRepository).add(tx, uuidOf(seller), each, new Date('2018-09-01T00:00:00Z'));
      }
    });
  }

  it('have the published number of pairs and global mean', async () => {
    const [totals] = await app.sql<{ n: string; total: string }>('select n, total from rating_totals');

    expect(all).toHaveLength(7_523);
    expect(Number(totals?.n)).toBe(7_523);
    expect((Number(totals?.total) / Number(totals?.n)).toFixed(6)).toBe('3.429749');
  });

  it.each(EXPECTED)('of %s come out of the running sums', async (seller, count, mean, bayesian, positive, bound) => {
    const [sums] = await app.get(RatingsRepository).sums([uuidOf(seller)]);
    if (!sums) throw new Error('no ratings');

    expect([sums.count, (sums.sum / sums.count).toFixed(4), sums.positive]).toEqual([count, mean, positive]);
    expect(bayesianMean(sums.count, sums.sum, sums.allSum / sums.allCount).toFixed(4)).toBe(bayesian);
    expect(wilson(sums.positive, sums.count, Z_95).low.toFixed(4)).toBe(bound);
  });

  it('are the same in the public view as computed one by one', async () => {
    const mean = all.reduce((sum, { stars }) => sum + stars, 0) / all.length;
    const rows = await app.sql<{ seller_id: string; count: number; bayesian_mean: number; wilson: number }>(
      'select seller_id, count, bayesian_mean, wilson from seller_rating_summaries',
    );
    const view = new Map(rows.map((row) => [row.seller_id, row]));

    const bySeller = new Map<string, number[]>();
    for (const { seller, stars } of all) bySeller.set(seller, [...(bySeller.get(seller) ?? []), stars]);

    expect(view.size).toBe(bySeller.size);
    for (const [seller, stars] of bySeller) {
      const row = view.get(uuidOf(seller));
      const positive = stars.filter((star) => star >= POSITIVE_FROM).length;
      const sum = stars.reduce((a, b) => a + b, 0);
      expect(row?.count).toBe(stars.length);
      expect(row?.bayesian_mean).toBeCloseTo(bayesianMean(stars.length, sum, mean), 9);
      expect(row?.wilson).toBeCloseTo(wilson(positive, stars.length, Z_95).low, 9);
    }
  });
});
