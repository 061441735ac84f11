import fc from 'fast-check';
import { add, money, share, zero } from '../../../src/kernel/index.js';
import { feesOf, type FeeLine, type FeeRule } from '../../../src/modules/fees/fees.domain.js';

const DEFAULT: FeeRule = {
  version: 1,
  scope: 'default',
  scopeId: null,
  commissionBps: 1000,
  taxBps: 2000,
  shippingTo: 'seller',
};
const rule = (changes: Partial<FeeRule>): FeeRule => ({ ...DEFAULT, ...changes });
const line = (sellerId: string, categoryId: string, amount: number): FeeLine => ({
  sellerId,
  categoryId,
  amount: money(amount, 'USD'),
  shipping: money(500, 'USD'),
});

describe('fees of a sale', () => {
  it('takes 10 % commission and puts 20 % tax on top by the default rule', () => {
    const [fees] = feesOf([line('s1', 'c1', 10_000)], [DEFAULT]);

    expect(fees).toEqual({
      commission: money(1_000, 'USD'),
      tax: money(2_000, 'USD'),
      shippingTo: 'seller',
      ruleVersion: '1',
    });
  });

  it('lets a category rule beat the default and a seller rule beat both', () => {
    const rules = [
      DEFAULT,
      rule({ version: 2, scope: 'category', scopeId: 'c1', commissionBps: 500, shippingTo: null }),
      rule({ version: 3, scope: 'seller', scopeId: 's2', commissionBps: 300, shippingTo: 'platform' }),
    ];

    const fees = feesOf([line('s1', 'c1', 10_000), line('s2', 'c1', 10_000), line('s1', 'c2', 10_000)], rules);

    expect(fees.map((each) => [each.commission.amount, each.shippingTo, each.ruleVersion])).toEqual([
      [500, 'seller', '2+1'],
      [300, 'platform', '3'],
      [1_000, 'seller', '1'],
    ]);
  });

  it('gives the cent that does not divide to the line with the largest remainder', () => {
    const fees = feesOf([line('s1', 'c1', 333), line('s1', 'c1', 334), line('s1', 'c1', 335)], [DEFAULT]);

    expect(fees.map((each) => each.commission.amount)).toEqual([33, 33, 34]);
  });

  it('charges nothing for goods that cost nothing', () => {
    const [fees] = feesOf([line('s1', 'c1', 0)], [DEFAULT]);

    expect(fees?.commission).toEqual(zero('USD'));
    expect(fees?.tax).toEqual(zero('USD'));
  });

  it('refuses to price without a default rule', () => {
    expect(() => feesOf([line('s1', 'c1', 1)], [])).toThrow('No default fee rule is in force');
  });

  it('adds up per seller to the rate of the whole, for every basket and rate', () => {
    const basket = fc.array(fc.tuple(fc.constantFrom('s1', 's2'), fc.integer({ min: 0, max: 10_000_000 })), {
      minLength: 1,
      maxLength: 20,
    });
    const bps = fc.integer({ min: 0, max: 10_000 });

    fc.assert(
      fc.property(basket, bps, bps, (items, commissionBps, taxBps) => {
        const lines = items.map(([sellerId, amount]) => line(sellerId, 'c1', amount));
        const fees = feesOf(lines, [rule({ commissionBps, taxBps })]);

        for (const seller of ['s1', 's2']) {
          const mine = lines.map((each, i) => ({ each, fee: fees[i] })).filter(({ each }) => each.sellerId === seller);
          const goods = mine.map(({ each }) => each.amount).reduce(add, zero('USD'));
          const commission = mine.map(({ fee }) => fee?.commission ?? zero('USD')).reduce(add, zero('USD'));
          const tax = mine.map(({ fee }) => fee?.tax ?? zero('USD')).reduce(add, zero('USD'));
          expect(commission).toEqual(share(goods, commissionBps));
          expect(tax).toEqual(share(goods, taxBps));
        }
      }),
    );
  });
});
