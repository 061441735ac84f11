import fc from 'fast-check';
import { asId, money } from '../../../src/kernel/index.js';
import { discount, discountOf, type Coupon } from '../../../src/modules/coupons/coupon.domain.js';
import { discountMixed } from '../../../src/modules/coupons/mixed-basket.domain.js';
import { partOf, type FrozenLine } from '../../../src/modules/orders/refund.domain.js';

const CIRCUMSTANCES = { at: new Date('2026-06-01T00:00:00Z'), usedByBuyer: 0 };
const line = (sellerId: string, amount: number, currency: string) => ({ sellerId, item: money(amount, currency) });

const coupon = (changes: Partial<Coupon> = {}): Coupon => ({
  ...{ id: asId<'cpn'>('01900000-0000-7000-8000-00000000c0de'), code: 'TEN', sellerId: null, platformBps: 10_000 },
  ...{ percentBps: 1_000, amounts: {}, startsAt: new Date(0), endsAt: null },
  ...{ totalLimit: null, buyerLimit: null, redeemed: 0 },
  ...changes,
});

const off = (of: Coupon, ...lines: ReturnType<typeof line>[]) => {
  const { refusal, totals } = discountMixed(of, lines, CIRCUMSTANCES);
  return refusal ?? totals.map(({ amount, currency }) => `${amount} ${currency}`);
};

describe('a coupon on goods in several currencies', () => {
  it('takes its percentage off in each, rounded there', () => {
    const taken = discountMixed(
      coupon({ platformBps: 2_500 }),
      [line('s1', 1_005, 'USD'), line('s2', 1_004, 'JPY'), line('s1', 999, 'USD'), line('s3', 12_345, 'KWD')],
      CIRCUMSTANCES,
    );

    // 200.4 cents, 100.4 yen, 1,234.5 fils; of them the platform pays a quarter
    expect(taken.totals.map(({ amount, currency }) => [amount, currency])).toEqual([
      [200, 'USD'],
      [100, 'JPY'],
      [1_235, 'KWD'],
    ]);
    expect(taken.lines.map((each) => [each.platform.amount, each.seller.amount, each.seller.currency])).toEqual([
      [25, 75, 'USD'],
      [25, 75, 'JPY'],
      [25, 75, 'USD'],
      [309, 926, 'KWD'],
    ]);
  });

  it('takes an amount off once: what the first currency leaves of it, by what it is worth in the next', () => {
    const fifteen = coupon({ percentBps: null, amounts: { USD: { off: 1_500 }, JPY: { off: 2_000 } } });

    expect(off(fifteen, line('s1', 5_000, 'USD'), line('s2', 9_000, 'JPY'))).toEqual(['1500 USD']);
    expect(off(fifteen, line('s2', 9_000, 'JPY'), line('s1', 5_000, 'USD'))).toEqual(['2000 JPY']);
    // 4.99 of 15.00 are used up; 10.01 of 15.00 are left, which is 1,334.67 yen
    expect(off(fifteen, line('s1', 500, 'USD'), line('s2', 9_000, 'JPY'))).toEqual(['499 USD', '1334 JPY']);
  });

  it('takes its most once, likewise', () => {
    const capped = coupon({ percentBps: 5_000, amounts: { USD: { most: 1_000 }, EUR: { most: 900 } } });

    expect(off(capped, line('s1', 1_000, 'USD'), line('s2', 9_000, 'EUR'))).toEqual(['500 USD', '450 EUR']);
    expect(off(capped, line('s1', 2_000, 'USD'), line('s2', 9_000, 'EUR'))).toEqual(['1000 USD']);
  });

  it('asks for its minimum in all currencies together, and lowers only what it names', () => {
    const amounts = { USD: { off: 500, minimum: 5_000 }, EUR: { off: 500, minimum: 4_000 } };
    const over = coupon({ percentBps: null, amounts });

    expect(off(over, line('s1', 2_500, 'USD'), line('s2', 1_999, 'EUR'))).toBe('below_minimum');
    expect(off(over, line('s1', 2_500, 'USD'), line('s2', 2_000, 'EUR'))).toEqual(['500 USD']);
    expect(off(over, line('s1', 9_000, 'JPY'), line('s2', 4_000, 'EUR'))).toEqual(['500 EUR']);
    expect(off(over, line('s1', 9_000, 'JPY'), line('s2', 4_000, 'GBP'))).toBe('other_currency');
    expect(off(coupon({ sellerId: 's9' }), line('s1', 100, 'USD'), line('s2', 100, 'EUR'))).toBe('no_goods');
    expect(off(coupon({ endsAt: new Date(1) }), line('s1', 100, 'USD'))).toBe('ended');
    expect(off(coupon())).toBe('no_goods');
  });

  const CURRENCIES = ['USD', 'JPY', 'KWD', 'EUR'] as const;
  const amount = fc.integer({ min: 1, max: 2_000_000 });
  const anyAmounts = fc.dictionary(
    fc.constantFrom(...CURRENCIES),
    fc.record({ off: amount, most: fc.option(amount, { nil: undefined }) }),
    { minKeys: 1 },
  );
  const anyCoupon = fc
    .record({
      platformBps: fc.integer({ min: 0, max: 10_000 }),
      percentBps: fc.option(fc.integer({ min: 1, max: 10_000 }), { nil: null }),
      amounts: anyAmounts,
    })
    .map(coupon);
  const anyLine = fc.record({
    sellerId: fc.constantFrom('s1', 's2', 's3'),
    price: fc.integer({ min: 1, max: 500_000 }),
    units: fc.integer({ min: 1, max: 9 }),
    currency: fc.constantFrom(...CURRENCIES),
  });

  it('has its bearers bear all of it, in each currency, after any sequence of partial refunds', () => {
    fc.assert(
      fc.property(
        anyCoupon,
        fc.array(anyLine, { minLength: 1, maxLength: 8 }),
        fc.infiniteStream(fc.nat()),
        (any, sold, picks) => {
          const lines = sold.map(({ sellerId, price, units, currency }) => line(sellerId, price * units, currency));
          const taken = discountMixed(any, lines, CIRCUMSTANCES);
          for (const currency of CURRENCIES) {
            const mine = taken.lines.filter(({ platform }) => platform.currency === currency);
            const total = taken.totals.find((each) => each.currency === currency)?.amount ?? 0;
            expect(mine.reduce((sum, each) => sum + discountOf(each).amount, 0)).toBe(total);
          }
          const back = { ...refundAll(sold, taken.lines, picks) };
          taken.lines.forEach(({ platform, seller }, i) => {
            expect(back[i]).toEqual({ platform: platform.amount, seller: seller.amount });
          });
        },
      ),
      { numRuns: 500 },
    );
  });

  it('is worth no more than once, by its own amounts', () => {
    fc.assert(
      fc.property(anyCoupon, fc.array(anyLine, { minLength: 1, maxLength: 8 }), (any, sold) => {
        const lines = sold.map(({ sellerId, price, units, currency }) => line(sellerId, price * units, currency));
        const { totals } = discountMixed(any, lines, CIRCUMSTANCES);
        const used = totals.map(({ amount: taken, currency }) => {
          const { off: fixed, most } = any.amounts[currency] ?? {};
          const whole = any.percentBps === null ? fixed : most;
          return whole === undefined ? 0 : taken / whole;
        });
        expect(used.reduce((a, b) => a + b, 0)).toBeLessThanOrEqual(1 + 1e-9);
      }),
      { numRuns: 500 },
    );
  });

  it('takes the same off goods in one currency as off a basket that has no other', () => {
    fc.assert(
      fc.property(anyCoupon, fc.array(anyLine, { minLength: 1, maxLength: 8 }), (any, sold) => {
        const lines = sold.map(({ sellerId, price, units }) => line(sellerId, price * units, 'USD'));
        const alone = discount(any, lines, 'USD', CIRCUMSTANCES);
        const mixed = discountMixed(any, lines, CIRCUMSTANCES);
        expect(mixed.lines).toEqual(alone.lines);
        expect(mixed.refusal).toBe(alone.refusal);
        expect(mixed.totals).toEqual(alone.total.amount > 0 ? [alone.total] : []);
      }),
    );
  });
});

interface Sold {
  readonly price: number;
  readonly units: number;
}
type Borne = Record<number, { platform: number; seller: number }>;

/** Refunds all units in the order that is picked, some at a time; what each bearer got back, by line. */
function refundAll(
  sold: readonly Sold[],
  lines: ReturnType<typeof discountMixed>['lines'],
  picks: Iterator<number>,
): Borne {
  const back: Borne = {};
  const left = sold.map(({ units }) => units);
  while (left.some((units) => units > 0)) {
    const open = left.flatMap((units, i) => (units > 0 ? [i] : []));
    const i = open[(picks.next().value as number) % open.length] ?? 0;
    const units = 1 + ((picks.next().value as number) % (left[i] ?? 1));
    const { price, units: quantity } = sold[i] as Sold;
    const [platform, seller] = [lines[i]?.platform.amount ?? 0, lines[i]?.seller.amount ?? 0];
    const frozen: FrozenLine = {
      ...{ quantity, item: price * quantity, tax: 0, shipping: 0 },
      ...{ platformDiscount: platform, sellerDiscount: seller },
    };
    const part = partOf({ line: frozen, before: quantity - (left[i] ?? 0), units });
    const { platform: p, seller: s } = back[i] ?? { platform: 0, seller: 0 };
    back[i] = { platform: p + part.platformDiscount, seller: s + part.sellerDiscount };
    left[i] = (left[i] ?? 0) - units;
  }
  return back;
}
