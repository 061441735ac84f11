import fc from 'fast-check';
import { money } from '../../../src/kernel/index.js';
import { partOfSale, restOfSale, type SaleParts } from '../../../src/modules/orders/index.js';
import { without, type EarningAmounts } from '../../../src/modules/settlement/earning.domain.js';

const usd = (amount: number) => money(amount, 'USD');

const feesIn = (goods: number) =>
  fc.tuple(fc.integer({ min: 0, max: goods }), fc.nat()).map(([all, cut]) => {
    const feeTax = all === 0 ? 0 : cut % (all + 1);
    return { commission: all - feeTax, feeTax };
  });

/** A sale whose fees never exceed its goods, in minor units. */
const sale: fc.Arbitrary<SaleParts> = fc
  .record({ item: fc.integer({ min: 1, max: 5_000 }), tax: fc.nat(2_000), shipping: fc.nat(2_000) })
  .chain((goods) => feesIn(goods.item).map((fees) => ({ ...goods, fees, returnedFees: fees })));

const whole = ({ item, tax, shipping }: SaleParts): number => item + tax + shipping;
const net = ({ item, fees }: SaleParts): number => item - fees.commission - fees.feeTax;
const earned = ({ item, tax, shipping, fees }: SaleParts) => ({ item, tax, shipping, ...fees });

describe('the part of a sale that a bank takes', () => {
  it('takes no more fees than goods, where the fees are all that the goods cost', () => {
    const fees = { commission: 7, feeTax: 3 };
    const all = { item: 10, tax: 0, shipping: 0, fees, returnedFees: fees };

    const part = partOfSale(usd(5), all);

    expect(part.fees).toEqual({ commission: 4, feeTax: 1 });
    expect([net(part), net(restOfSale(usd(5), all))]).toEqual([0, 0]);
  });

  it('leaves neither side of the cut with a net below nothing, and both together are the sale', () => {
    fc.assert(
      fc.property(sale, fc.nat(), (all, cut) => {
        const amount = usd(cut % (whole(all) + 1));

        const [part, rest] = [partOfSale(amount, all), restOfSale(amount, all)];

        expect(whole(part)).toBe(amount.amount);
        expect(net(part)).toBeGreaterThanOrEqual(0);
        expect(net(rest)).toBeGreaterThanOrEqual(0);
        expect(net(part) + net(rest)).toBe(net(all));
        expect(
          Math.min(rest.fees.commission, rest.fees.feeTax, part.fees.commission, part.fees.feeTax),
        ).not.toBeLessThan(0);
      }),
    );
  });

  it('leaves a seller something or nothing to earn, however many parts were taken before the delivery', () => {
    fc.assert(
      fc.property(sale, fc.array(fc.nat(), { maxLength: 8 }), (all, cuts) => {
        let left: EarningAmounts = { currency: 'USD', shippingTo: 'platform', ...earned(all) };
        let open = whole(all);
        for (const cut of cuts) {
          const amount = cut % (open + 1);
          const part = partOfSale(usd(amount), all);
          if (part.item > left.item || part.tax > left.tax || part.shipping > left.shipping) continue;
          open -= amount;
          left = without(left, earned(part));
          expect(left.item - left.commission - left.feeTax).toBeGreaterThanOrEqual(0);
          expect(Math.min(left.commission, left.feeTax)).toBeGreaterThanOrEqual(0);
        }
      }),
    );
  });
});
