import fc from 'fast-check';
import { add, money, zero, type Id } from '../../../src/kernel/index.js';
import { nothingOff } from '../../../src/modules/coupons/index.js';
import type { QuotedLine } from '../../../src/modules/carts/index.js';
import { orderStateOf, sellerNet, splitBySeller } from '../../../src/modules/orders/order.domain.js';
import { faultsOf } from '../../../src/kernel/index.js';
import { feesOf, type Schedule } from '../../../src/modules/fees/fees.domain.js';
import { sellerOrderLifecycle } from '../../../src/modules/orders/seller-order.lifecycle.js';

interface Item {
  readonly seller: string;
  readonly price: number;
  readonly quantity: number;
  readonly shippingFee: number;
}

const basket = fc.array(
  fc.record({
    seller: fc.constantFrom('s1', 's2', 's3'),
    price: fc.integer({ min: 1, max: 5_000_000 }),
    quantity: fc.integer({ min: 1, max: 50 }),
    shippingFee: fc.integer({ min: 0, max: 10_000 }),
  }),
  { minLength: 1, maxLength: 15 },
);

function quoted(items: readonly Item[], schedule: Schedule, currency: string): QuotedLine[] {
  const priced = items.map(({ seller, price, quantity, shippingFee }) => ({
    sellerId: seller,
    categoryId: 'c1',
    units: quantity,
    sellerDiscount: zero(currency),
    platformDiscount: zero(currency),
    amount: money(price * quantity, currency),
    shipping: money(shippingFee * quantity, currency),
  }));
  const fees = feesOf(priced, schedule);
  return priced.map(({ sellerId, amount: item, shipping }, i) => {
    const fee = fees[i];
    if (!fee) throw new Error('A line without fees');
    const total = add(add(item, fee.tax), shipping);
    const discount = nothingOff(currency);
    return { offer: { sellerId }, item, shipping, ...fee, discount, total } as unknown as QuotedLine;
  });
}

const scheduleOf = (commissionBps: number, taxBps: number): Schedule => ({
  terms: [{ version: 1, scope: 'default', scopeId: null, taxBps, shippingTo: 'platform' }],
  rules: [
    {
      ...{ id: '01900000-0000-7000-8000-00000000fee0' as Id<'rul'>, number: 1, component: 'commission' },
      ...{ sellerId: null, categoryId: null, tier: null, bps: commissionBps, taxBps: 0, amounts: {}, isKept: false },
    },
  ],
  tiers: {},
  branches: {},
});

const newSellerOrderId = (): Id<'sor'> => 'sor' as Id<'sor'>;

describe('splitting a basket by seller', () => {
  it('adds up, part by part, to the basket for every basket, rate and currency', () => {
    const bps = fc.integer({ min: 0, max: 10_000 });

    fc.assert(
      fc.property(basket, bps, bps, fc.constantFrom('USD', 'JPY', 'KWD'), (items, commissionBps, taxBps, currency) => {
        const lines = quoted(items, scheduleOf(commissionBps, taxBps), currency);

        const shares = splitBySeller(lines, newSellerOrderId);

        const paid = lines.map((line) => line.total).reduce(add, zero(currency)).amount;
        expect(shares.map((share) => share.total.amount).reduce((a, b) => a + b, 0)).toBe(paid);
        for (const { parts, total } of shares) {
          expect(parts.item + parts.tax + parts.shipping).toBe(parts.total);
          expect(total).toEqual(money(parts.total, currency));
          expect(parts.commission).toBeLessThanOrEqual(parts.item);
          expect(sellerNet(parts) + parts.commission + parts.tax + parts.shipping).toBe(parts.total);
        }
        expect(new Set(shares.map((share) => share.sellerId)).size).toBe(shares.length);
      }),
    );
  });

  it('splits 100.00 with 20 % tax, 10.00 shipping and 10 % commission as the books expect', () => {
    const schedule = scheduleOf(1_000, 2_000);
    const lines = quoted([{ seller: 's1', price: 10_000, quantity: 1, shippingFee: 1_000 }], schedule, 'USD');

    const [share] = splitBySeller(lines, newSellerOrderId);

    expect(share?.parts).toEqual({
      item: 10_000,
      tax: 2_000,
      shipping: 1_000,
      commission: 1_000,
      fixedFee: 0,
      paymentFee: 0,
      feeTax: 0,
      platformDiscount: 0,
      sellerDiscount: 0,
      shippingTo: 'platform',
      total: 13_000,
    });
    expect(share && sellerNet(share.parts)).toBe(9_000);
    expect(share && sellerNet({ ...share.parts, shippingTo: 'seller' })).toBe(10_000);
  });
});

describe('the state of an order', () => {
  it.each([
    [['pending_payment', 'pending_payment'], 'payment_pending'],
    [['on_hold', 'on_hold'], 'placed'],
    [['awaiting_acceptance', 'cancelled'], 'placed'],
    [['completed', 'shipped'], 'placed'],
    [['completed', 'cancelled'], 'completed'],
    [['cancelled', 'cancelled'], 'cancelled'],
    [['expired', 'expired'], 'expired'],
  ] as const)('of %j is %s', (states, state) => {
    expect(orderStateOf(states)).toBe(state);
  });
});

describe('the lifecycle of a seller order', () => {
  it('has no unreachable state, no dead end and no action with two outcomes', () => {
    expect(faultsOf(sellerOrderLifecycle)).toEqual([]);
  });

  it('gives every state that waits for somebody a timer', () => {
    const timed = new Set(
      sellerOrderLifecycle.transitions.filter((t) => t.by.includes('timer')).flatMap((t) => t.from),
    );

    const waiting = sellerOrderLifecycle.states.filter((state) => !sellerOrderLifecycle.final.includes(state));

    // a held payment ends with its authorisation, on the timer of the payment
    expect(waiting.filter((state) => !timed.has(state))).toEqual(['on_hold']);
  });
});
