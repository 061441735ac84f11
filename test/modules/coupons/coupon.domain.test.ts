import fc from 'fast-check';
import { add, asId, money, zero } from '../../../src/kernel/index.js';
import { discount, discountOf, splitOff, type Coupon } from '../../../src/modules/coupons/coupon.domain.js';

const usd = (amount: number) => money(amount, 'USD');
const NOW = new Date('2026-06-01T00:00:00Z');
const circumstances = { at: NOW, usedByBuyer: 0 };
const line = (sellerId: string, amount: number) => ({ sellerId, item: usd(amount) });

const coupon = (changes: Partial<Coupon> = {}): Coupon => ({
  ...{ id: asId<'cpn'>('01900000-0000-7000-8000-00000000c0de'), code: 'TEN', sellerId: null, platformBps: 10_000 },
  ...{ percentBps: 1_000, amounts: {}, startsAt: new Date(0), endsAt: null },
  ...{ totalLimit: null, buyerLimit: null, redeemed: 0 },
  ...changes,
});

describe('a coupon', () => {
  it('takes its percentage off the goods, and the part of each line is what the line is of them', () => {
    const { lines, total } = discount(coupon(), [line('s1', 10_001), line('s2', 5_004)], 'USD', circumstances);

    expect(total).toEqual(usd(1_501));
    expect(lines.map(({ platform, seller }) => [platform.amount, seller.amount])).toEqual([
      [1_000, 0],
      [501, 0],
    ]);
  });

  it('splits what it takes off over who pays for it', () => {
    const shared = coupon({ percentBps: null, platformBps: 3_333, amounts: { USD: { off: 100 } } });

    const { lines } = discount(shared, [line('s1', 100), line('s1', 200), line('s1', 700)], 'USD', circumstances);

    // of 100 the platform pays 33.33, which is 33
    expect(lines.map(({ platform, seller }) => [platform.amount, seller.amount])).toEqual([
      [3, 7],
      [7, 13],
      [23, 47],
    ]);
  });

  it('of a seller takes nothing off what others sell', () => {
    const { lines } = discount(coupon({ sellerId: 's2' }), [line('s1', 500), line('s2', 500)], 'USD', circumstances);

    expect(lines.map((each) => discountOf(each).amount)).toEqual([0, 50]);
  });

  it.each([
    ['not_started', coupon({ startsAt: new Date('2026-06-02T00:00:00Z') })],
    ['ended', coupon({ endsAt: NOW })],
    ['used_up', coupon({ totalLimit: 3, redeemed: 3 })],
    ['other_currency', coupon({ amounts: { EUR: { minimum: 1 } } })],
    ['below_minimum', coupon({ amounts: { USD: { minimum: 101 } } })],
    ['no_goods', coupon({ sellerId: 's9' })],
  ])('says %s and takes nothing off', (refusal, refused) => {
    const answer = discount(refused, [line('s1', 100)], 'USD', circumstances);

    expect(answer).toEqual({ refusal, lines: [{ platform: usd(0), seller: usd(0) }], total: usd(0) });
  });

  it('takes no more than its most off, and leaves a minor unit of every price', () => {
    const most = discount(coupon({ amounts: { USD: { most: 70 } } }), [line('s1', 1_000)], 'USD', circumstances);
    const all = discount(coupon({ percentBps: 10_000 }), [line('s1', 1), line('s1', 1_000)], 'USD', circumstances);

    expect(most.total).toEqual(usd(70));
    expect(all.lines.map((each) => discountOf(each).amount)).toEqual([0, 999]);
  });

  it('is borne in full, line by line, whatever the prices, the discount and the share', () => {
    const prices = fc.array(fc.integer({ min: 0, max: 1_000_000 }), { minLength: 1, maxLength: 12 });

    fc.assert(
      fc.property(
        prices,
        fc.integer({ min: 1, max: 10_000 }),
        fc.integer({ min: 0, max: 10_000 }),
        (items, bps, share) => {
          const lines = items.map((price) => line('s1', price));

          const answer = discount(coupon({ percentBps: bps, platformBps: share }), lines, 'USD', circumstances);

          expect(answer.lines.map(discountOf).reduce(add, zero('USD'))).toEqual(answer.total);
          answer.lines.forEach((each, i) => {
            expect(Math.min(each.platform.amount, each.seller.amount)).toBeGreaterThanOrEqual(0);
            expect(discountOf(each).amount).toBeLessThanOrEqual(Math.max(0, (items[i] ?? 0) - 1));
          });
        },
      ),
    );
  });

  it('is borne by the same parties in whatever order the lines are', () => {
    const basket = fc
      .uniqueArray(fc.integer({ min: 2, max: 100_000 }), { minLength: 2, maxLength: 8 })
      .chain((items) => fc.tuple(fc.constant(items), fc.shuffledSubarray(items, { minLength: items.length })));

    fc.assert(
      fc.property(basket, fc.integer({ min: 0, max: 10_000 }), ([items, shuffled], bps) => {
        const total = usd(Math.floor(items.reduce((a, b) => a + b, 0) / 3));
        const sums = [items, shuffled].map((each) => {
          const parts = splitOff(total, each, bps);
          const bornBy = (of: (part: (typeof parts)[number]) => number) => parts.reduce((a, part) => a + of(part), 0);
          return [bornBy(({ platform }) => platform.amount), bornBy(({ seller }) => seller.amount)];
        });

        expect(sums[0]).toEqual(sums[1]);
      }),
    );
  });
});
