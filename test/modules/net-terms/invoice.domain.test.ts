import fc from 'fast-check';
import {
  actionAfter,
  invoicesNamed,
  labelOf,
  openOf,
  splitRefund,
  type InvoiceAmounts,
} from '../../../src/modules/net-terms/invoice.domain.js';

const NEW: InvoiceAmounts = { total: 13_000, paid: 0, reduced: 0, writtenOff: 0, givenBack: 0, recovered: 0 };

describe('an invoice', () => {
  it('is reduced by a refund first, then gives back what was paid, then what was given up', () => {
    const invoice = { ...NEW, paid: 5_000, writtenOff: 2_000 };

    expect(splitRefund(NEW, 4_800)).toEqual({ reduced: 4_800, givenBack: 0, recovered: 0 });
    expect(splitRefund(invoice, 13_000)).toEqual({ reduced: 6_000, givenBack: 5_000, recovered: 2_000 });
    expect(splitRefund({ ...NEW, paid: 13_000, givenBack: 4_800 }, 8_200)).toEqual({
      ...{ reduced: 0, givenBack: 8_200, recovered: 0 },
    });
  });

  it('splits every sequence of refunds so that nothing is taken twice and all of it adds up', () => {
    const shares = fc.record({
      paid: fc.integer({ min: 0, max: 13_000 }),
      writtenOff: fc.boolean(),
      cuts: fc.array(fc.integer({ min: 1, max: 13_000 }), { maxLength: 6 }),
    });

    fc.assert(
      fc.property(shares, ({ paid, writtenOff, cuts }) => {
        let invoice: InvoiceAmounts = { ...NEW, paid, writtenOff: writtenOff ? NEW.total - paid : 0 };
        let left = NEW.total;
        for (const cut of [...cuts, NEW.total]) {
          const amount = Math.min(cut, left);
          const { reduced, givenBack, recovered } = splitRefund(invoice, amount);
          expect(reduced + givenBack + recovered).toBe(amount);
          left -= amount;
          invoice = {
            ...invoice,
            reduced: invoice.reduced + reduced,
            givenBack: invoice.givenBack + givenBack,
            recovered: invoice.recovered + recovered,
          };
          expect(openOf(invoice)).toBeGreaterThanOrEqual(0);
          expect(invoice.givenBack).toBeLessThanOrEqual(invoice.paid);
          expect(invoice.recovered).toBeLessThanOrEqual(invoice.writtenOff);
        }
        expect(left).toBe(0);
      }),
    );
  });

  it.each([
    ['issued', { paid: 1 }, 'pay_part'],
    ['partially_paid', { paid: 12_999 }, undefined],
    ['overdue', { paid: 1 }, undefined],
    ['overdue', { paid: 13_000 }, 'pay'],
    ['issued', { reduced: 1 }, undefined],
    ['issued', { reduced: 13_000 }, 'credit'],
    ['partially_paid', { paid: 5_000, reduced: 8_000 }, 'pay'],
    ['paid', { paid: 13_000, givenBack: 12_999 }, undefined],
    ['paid', { paid: 13_000, givenBack: 13_000 }, 'credit'],
    ['overdue', { paid: 3_000, writtenOff: 10_000 }, 'write_off'],
    ['written_off', { writtenOff: 13_000, recovered: 13_000 }, undefined],
  ] as const)('moves on from %s with %j by %s', (state, amounts, action) => {
    expect(actionAfter(state, { ...NEW, ...amounts })).toBe(action);
  });

  it('is named as its number, and found in what payers write', () => {
    const label = labelOf('INV', 'SOUK', 42);

    expect(label).toBe('INV-SOUK-00000042');
    expect(invoicesNamed(`Rechnung ${label.toLowerCase()}, INV-SOUKEU-00000007/INV-SOUK-\n00000042`)).toEqual([
      { legalEntity: 'SOUK', number: 42 },
      { legalEntity: 'SOUKEU', number: 7 },
    ]);
    expect(invoicesNamed('INV-SOUK-42, thanks')).toEqual([]);
  });
});
