import fc from 'fast-check';
import { clawBackOf, commissionOf } from '../../../src/modules/affiliates/commission.domain.js';

describe('the commission of an affiliate', () => {
  it('is a share of the goods', () => {
    const sale = { item: 10_000, net: 9_000, currency: 'USD' };

    expect(commissionOf(sale, { bps: 500, fundedBy: 'platform' })).toBe(500);
    expect(commissionOf(sale, { bps: 500, fundedBy: 'seller' })).toBe(500);
  });

  it('is never more than the seller who pays it earns', () => {
    const sale = { item: 10_000, net: 300, currency: 'USD' };

    expect(commissionOf(sale, { bps: 500, fundedBy: 'seller' })).toBe(300);
    expect(commissionOf({ ...sale, net: -1 }, { bps: 500, fundedBy: 'seller' })).toBe(0);
    expect(commissionOf(sale, { bps: 500, fundedBy: 'platform' })).toBe(500);
  });

  it('goes back in proportion, and all of it with all of the goods, in whatever steps', () => {
    const parts = fc.array(fc.integer({ min: 1, max: 5_000 }), { minLength: 1, maxLength: 8 });

    fc.assert(
      fc.property(parts, fc.integer({ min: 0, max: 5_000 }), (steps, earned) => {
        const base = steps.reduce((sum, each) => sum + each, 0);
        let [refunded, clawed] = [0, 0];
        for (const step of steps) {
          refunded += step;
          clawed += clawBackOf({ base, earned, clawed }, refunded);
          expect(clawed).toBe(Math.floor((earned * refunded) / base));
        }
        expect(clawed).toBe(earned);
      }),
    );
  });
});
