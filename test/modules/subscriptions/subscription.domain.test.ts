import { monthsAfter, priceOf } from '../../../src/modules/subscriptions/subscription.domain.js';

describe('the months of a subscription', () => {
  it.each([
    ['2026-01-15T10:00:00.000Z', 1, '2026-02-15T10:00:00.000Z'],
    ['2026-01-31T10:00:00.000Z', 1, '2026-02-28T10:00:00.000Z'],
    ['2026-01-31T10:00:00.000Z', 2, '2026-03-31T10:00:00.000Z'],
    ['2028-01-31T00:00:00.000Z', 1, '2028-02-29T00:00:00.000Z'],
    ['2026-12-31T23:59:59.999Z', 2, '2027-02-28T23:59:59.999Z'],
  ])('from %s, %i later, end at %s', (start, months, end) => {
    expect(monthsAfter(new Date(start), months).toISOString()).toBe(end);
  });
});

describe('the price of a month', () => {
  it('is the fee, and the tax on top of it', () => {
    const price = priceOf({ currency: 'USD', fee: 2_900, taxBps: 1_900 });

    expect([price.fee.amount, price.tax.amount]).toEqual([2_900, 551]);
  });
});
