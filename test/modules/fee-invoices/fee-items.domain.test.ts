import fc from 'fast-check';
import { FeeItems, type FeeEntry, type FeeShare } from '../../../src/modules/fee-invoices/fee-items.domain.js';

const entry = (fields: Partial<FeeEntry>): FeeEntry => ({
  ...{ account: 'commission_revenue', isTax: false, isReturned: false, amount: 100, currency: 'USD' },
  ...{ sourceType: 'seller_order', shares: [], taxBps: null },
  ...fields,
});
const share = (component: string, bps: number | null, fee: number, tax: number, isKept = false): FeeShare => ({
  ...{ component, bps, taxBps: 2_000, fee, tax, isKept },
});
const SHARES = [share('commission', 1_000, 1_000, 200), share('payment_fee', 290, 348, 70, true)];

const items = (...entries: readonly FeeEntry[]) => {
  const sums = new FeeItems();
  for (const each of entries) sums.add(each);
  return sums.list();
};

describe('the items of a fee invoice', () => {
  it('are the fees of a sale by component and rate, with the tax on each', () => {
    const both = items(
      entry({ amount: 1_348, shares: SHARES }),
      entry({ account: 'tax_payable', isTax: true, amount: 270, shares: SHARES }),
    );

    expect(both).toEqual([
      { component: 'commission', bps: 1_000, taxBps: 2_000, net: 1_000, tax: 200 },
      { component: 'payment_fee', bps: 290, taxBps: 2_000, net: 348, tax: 70 },
    ]);
  });

  it('give back nothing of what the platform keeps', () => {
    expect(items(entry({ isReturned: true, amount: 400, shares: SHARES }))).toEqual([
      { component: 'commission', bps: 1_000, taxBps: 2_000, net: 400, tax: 0 },
    ]);
  });

  it('are named after what was charged where there was no sale', () => {
    expect(
      items(
        entry({ account: 'subscription_revenue', sourceType: 'listing', amount: 199, taxBps: 1_900 }),
        entry({ account: 'tax_payable', isTax: true, sourceType: 'listing', amount: 38, taxBps: 1_900 }),
        entry({ sourceType: 'dispute', isReturned: true, amount: 5 }),
      ),
    ).toEqual([
      { component: 'commission', bps: null, taxBps: null, net: 5, tax: 0 },
      { component: 'listing_fee', bps: null, taxBps: 1_900, net: 199, tax: 38 },
    ]);
  });

  it('add up to the entries, whatever was charged and how little of it comes back', () => {
    const amount = fc.integer({ min: 0, max: 10_000 });
    const anyShare = fc.record({
      component: fc.constantFrom('commission', 'fixed_fee', 'payment_fee'),
      bps: fc.constantFrom(null, 290, 1_000),
      taxBps: fc.constantFrom(null, 0, 1_900),
      fee: amount,
      tax: amount,
      isKept: fc.boolean(),
    });
    const anyEntry = fc.record({
      amount: fc.integer({ min: 1, max: 1_000_000 }),
      isTax: fc.boolean(),
      isReturned: fc.boolean(),
      shares: fc.array(anyShare, { maxLength: 4 }),
    });

    fc.assert(
      fc.property(fc.array(anyEntry, { minLength: 1, maxLength: 20 }), (entries) => {
        const found = items(...entries.map(entry));
        const total = (isTax: boolean): number =>
          entries.filter((each) => each.isTax === isTax).reduce((sum, each) => sum + each.amount, 0);

        expect(found.reduce((sum, { net }) => sum + net, 0)).toBe(total(false));
        expect(found.reduce((sum, { tax }) => sum + tax, 0)).toBe(total(true));
      }),
    );
  });
});
