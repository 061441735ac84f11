import fc from 'fast-check';
import { asId, money, zero } from '../../../src/kernel/index.js';
import { discount, type Coupon } from '../../../src/modules/coupons/coupon.domain.js';
import { feesOf } from '../../../src/modules/fees/fees.domain.js';
import {
  partOf,
  type FrozenLine,
  type RefundParts,
  type ReturnedUnits,
} from '../../../src/modules/orders/refund.domain.js';
import { line, schedule } from '../fees/fee-schedules.js';

const usd = (amount: number) => money(amount, 'USD');

/** The lines of a basket with a coupon, as an order freezes them. */
function frozen(items: readonly (readonly [price: number, quantity: number])[], bps: number, share: number) {
  const coupon: Coupon = {
    ...{ id: asId<'cpn'>('01900000-0000-7000-8000-00000000c0de'), code: 'ANY', sellerId: null, platformBps: share },
    ...{ percentBps: bps, amounts: {}, startsAt: new Date(0), endsAt: null },
    ...{ totalLimit: null, buyerLimit: null, redeemed: 0 },
  };
  const goods = items.map(([price, quantity]) => usd(price * quantity));
  const circumstances = { at: new Date(1), usedByBuyer: 0 };
  const off = discount(
    coupon,
    goods.map((item) => ({ sellerId: 's1', item })),
    'USD',
    circumstances,
  );
  const fees = feesOf(
    goods.map(({ amount }, i) =>
      line('s1', 'books', amount, {
        sellerDiscount: off.lines[i]?.seller ?? zero('USD'),
        platformDiscount: off.lines[i]?.platform ?? zero('USD'),
      }),
    ),
    schedule(),
  );
  const lines = items.map(([, quantity], i): FrozenLine => ({
    quantity,
    item: goods[i]?.amount ?? 0,
    tax: fees[i]?.tax.amount ?? 0,
    shipping: 7 * quantity,
    platformDiscount: off.lines[i]?.platform.amount ?? 0,
    sellerDiscount: off.lines[i]?.seller.amount ?? 0,
  }));
  return { lines, total: off.total.amount };
}

/** The parts of several lines, in whatever order they are named. */
function refundOf(returned: readonly ReturnedUnits[]): RefundParts {
  const parts = returned.map(partOf);
  const total = (of: (part: RefundParts) => number): number => parts.reduce((sum, part) => sum + of(part), 0);
  return {
    item: total((part) => part.item),
    tax: total((part) => part.tax),
    shipping: total((part) => part.shipping),
    platformDiscount: total((part) => part.platformDiscount),
    sellerDiscount: total((part) => part.sellerDiscount),
    paid: total((part) => part.paid),
  };
}

describe('what goes back with returned units', () => {
  it('is a third of everything for one unit of three, and the rest for the others', () => {
    const sold: FrozenLine = {
      ...{ quantity: 3, item: 300, tax: 50, shipping: 30, platformDiscount: 40, sellerDiscount: 10 },
    };

    const [first, second, third] = [0, 1, 2].map((before) => partOf({ line: sold, before, units: 1 }));

    expect(first).toEqual({ item: 100, tax: 16, shipping: 10, platformDiscount: 12, sellerDiscount: 4, paid: 110 });
    expect(second).toEqual({ item: 100, tax: 17, shipping: 10, platformDiscount: 14, sellerDiscount: 3, paid: 110 });
    expect(third).toEqual({ item: 100, tax: 17, shipping: 10, platformDiscount: 14, sellerDiscount: 3, paid: 110 });
  });

  it('adds up to the discount, by bearer, for any sequence of partial refunds and any order of the lines', () => {
    const items = fc.array(fc.tuple(fc.integer({ min: 1, max: 100_000 }), fc.integer({ min: 1, max: 6 })), {
      minLength: 1,
      maxLength: 6,
    });
    const bps = fc.integer({ min: 1, max: 10_000 });
    const sequence = fc.tuple(items, bps, fc.integer({ min: 0, max: 10_000 })).chain(([sold, off, share]) => {
      const units = sold.flatMap(([, quantity], i) => Array.from({ length: quantity }, () => i));
      const shuffled = fc.shuffledSubarray(
        units.map((i, at) => [i, at] as const),
        { minLength: units.length },
      );
      return fc.tuple(
        fc.constant(frozen(sold, off, share)),
        shuffled,
        fc.infiniteStream(fc.integer({ min: 1, max: 4 })),
      );
    });

    fc.assert(
      fc.property(sequence, ([{ lines, total }, units, sizes]) => {
        const whole = refundOf(lines.map((line) => ({ line, before: 0, units: line.quantity })));
        const before = lines.map(() => 0);
        const sums = { item: 0, tax: 0, shipping: 0, platformDiscount: 0, sellerDiscount: 0, paid: 0 };
        const left = units.map(([i]) => i);
        while (left.length > 0) {
          const size = sizes.next().value as number;
          const returned = left.splice(0, size).map((i) => {
            const from = before[i] ?? 0;
            before[i] = from + 1;
            return { line: lines[i] as FrozenLine, before: from, units: 1 };
          });
          const refund = refundOf(returned);
          for (const key of Object.keys(sums) as (keyof typeof sums)[]) {
            expect(refund[key]).toBeGreaterThanOrEqual(0);
            sums[key] += refund[key];
          }
        }

        expect(sums).toEqual(whole);
        expect(sums.platformDiscount + sums.sellerDiscount).toBe(total);
        expect(sums.platformDiscount).toBe(lines.reduce((sum, each) => sum + each.platformDiscount, 0));
      }),
    );
  });
});
