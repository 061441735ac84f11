import fc from 'fast-check';
import { dayOf, minorUnitsOf } from '../../../src/modules/reconciliation/amount-text.domain.js';
import { decimalOf } from '../../../src/sandbox/provider/statement-lines.js';

describe('an amount in a text', () => {
  it.each([
    ['1234.50', 2, '.', 123_450],
    ['-0.01', 2, '.', -1],
    ['+7', 2, '.', 700],
    ['1,234,567.8', 2, '.', 123_456_780],
    ['1.234.567,89', 2, ',', 123_456_789],
    ['1234,5', 2, ',', 123_450],
    ['1500', 0, '.', 1_500],
    ['1500.00', 0, '.', 1_500],
    ['0.125', 3, '.', 125],
    ['12.3400', 2, '.', 1_234],
    ['0', 2, '.', 0],
    ['-0.00', 2, '.', 0],
  ] as const)('%s with %i decimals after “%s” is %i minor units', (text, exponent, decimal, units) => {
    expect(minorUnitsOf(text, exponent, decimal)).toBe(units);
  });

  it.each([
    ['', 2, '.'],
    ['12.345', 2, '.'],
    ['1.5', 0, '.'],
    ['1,5', 2, '.'],
    ['1.5', 2, ','],
    ['12,34,567.00', 2, '.'],
    ['1e5', 2, '.'],
    ['0x10', 2, '.'],
    ['１２', 2, '.'],
    ['1 000', 2, '.'],
    ['--1', 2, '.'],
    ['99999999999999999.00', 2, '.'],
  ] as const)('“%s” with %i decimals after “%s” is none', (text, exponent, decimal) => {
    expect(minorUnitsOf(text, exponent, decimal)).toBeUndefined();
  });

  it('is what was written, for every amount and currency', () => {
    const amount = fc.integer({ min: -9_000_000_000_000, max: 9_000_000_000_000 });
    const currency = fc.constantFrom(['JPY', 0], ['USD', 2], ['KWD', 3]);

    fc.assert(
      fc.property(amount, currency, (units, [code, exponent]) => {
        expect(minorUnitsOf(decimalOf(units, String(code)), Number(exponent), '.')).toBe(units === 0 ? 0 : units);
      }),
    );
  });
});

describe('a day in a text', () => {
  it.each([
    ['2026-02-28', 'iso', '2026-02-28'],
    ['2026-02-28T23:59:59Z', 'iso', '2026-02-28'],
    ['28.02.2026', 'dmy', '2026-02-28'],
    ['2026-02-30', 'iso', undefined],
    ['31.04.2026', 'dmy', undefined],
    ['2026-13-01', 'iso', undefined],
    ['02/28/2026', 'dmy', undefined],
    ['', 'iso', undefined],
  ] as const)('%s (%s) is %s', (text, order, day) => {
    expect(dayOf(text, order)).toBe(day);
  });
});
