import fc from 'fast-check';
import {
  add,
  compare,
  CURRENCIES,
  exponentOf,
  format,
  money,
  negate,
  share,
  subtract,
  sum,
  times,
  zero,
} from '../../src/kernel/index.js';

const amount = fc.integer({ min: -1_000_000_000_000, max: 1_000_000_000_000 });
const usd = amount.map((value) => money(value, 'USD'));
const rate = fc.integer({ min: 0, max: 10_000 });

describe('money', () => {
  it('knows the minor unit of each currency', () => {
    expect(Object.fromEntries(CURRENCIES.map((code) => [code, exponentOf(zero(code).currency)]))).toEqual({
      BRL: 2,
      CNY: 2,
      EUR: 2,
      GBP: 2,
      JPY: 0,
      KWD: 3,
      USD: 2,
    });
  });

  it.each([0.5, Number.NaN, Number.POSITIVE_INFINITY, 2 ** 53, -(2 ** 53)])(
    'does not take %p for an amount',
    (value) => {
      expect(() => money(value, 'USD')).toThrow(RangeError);
    },
  );

  it.each(['usd', 'XXX', ''])('does not trade in “%s”', (code) => {
    expect(() => money(1, code)).toThrow(`Unknown currency: ${code}`);
  });

  it('has one zero', () => {
    expect(Object.is(money(-0, 'USD').amount, 0)).toBe(true);
    expect(Object.is(negate(zero('USD')).amount, 0)).toBe(true);
  });

  it('does not mix currencies', () => {
    const [dollar, yen] = [money(1, 'USD'), money(1, 'JPY')];

    expect(() => add(dollar, yen)).toThrow('Currencies differ: USD, JPY');
    expect(() => subtract(dollar, yen)).toThrow(RangeError);
    expect(() => compare(dollar, yen)).toThrow(RangeError);
    expect(() => sum('USD', [dollar, yen])).toThrow(RangeError);
  });

  it('refuses a result that a number cannot hold exactly', () => {
    expect(() => add(money(Number.MAX_SAFE_INTEGER, 'USD'), money(1, 'USD'))).toThrow(RangeError);
    expect(() => times(money(Number.MAX_SAFE_INTEGER, 'USD'), 2)).toThrow(RangeError);
  });

  it('adds like a group: any order, an identity, an inverse', () => {
    fc.assert(
      fc.property(usd, usd, usd, (a, b, c) => {
        expect(add(a, b)).toEqual(add(b, a));
        expect(add(add(a, b), c)).toEqual(add(a, add(b, c)));
        expect(add(a, zero('USD'))).toEqual(a);
        expect(add(a, negate(a))).toEqual(zero('USD'));
        expect(subtract(a, b)).toEqual(add(a, negate(b)));
      }),
    );
  });

  it('sums like repeated addition and multiplies like it', () => {
    fc.assert(
      fc.property(usd, fc.integer({ min: 0, max: 50 }), (a, n) => {
        expect(
          sum(
            'USD',
            Array.from({ length: n }, () => a),
          ),
        ).toEqual(times(a, n));
      }),
    );
  });

  it('orders like the amounts', () => {
    fc.assert(
      fc.property(usd, usd, (a, b) => {
        expect(compare(a, b)).toBe(Math.sign(a.amount - b.amount));
      }),
    );
  });
});

describe('a share', () => {
  it.each([
    [12_990, 1_000, 1_299],
    [1_005, 1_000, 101],
    [1_004, 1_000, 100],
    [-1_005, 1_000, -101],
    [1, 5_000, 1],
    [1, 4_999, 0],
    [Number.MAX_SAFE_INTEGER, 10_000, Number.MAX_SAFE_INTEGER],
  ])('of %i at %i basis points is %i', (of, basisPoints, expected) => {
    expect(share(money(of, 'USD'), basisPoints).amount).toBe(expected);
  });

  it('is within half a unit of the exact value and mirrors for negative amounts', () => {
    fc.assert(
      fc.property(usd, rate, (of, basisPoints) => {
        const part = share(of, basisPoints);

        expect(Math.abs(part.amount * 10_000 - of.amount * basisPoints)).toBeLessThanOrEqual(5_000);
        expect(share(negate(of), basisPoints)).toEqual(negate(part));
      }),
    );
  });
});

describe('a formatted amount', () => {
  it.each([
    [129_900, 'CNY', '1299.00 CNY'],
    [5, 'USD', '0.05 USD'],
    [-5, 'USD', '-0.05 USD'],
    [1_299, 'JPY', '1299 JPY'],
    [1_299, 'KWD', '1.299 KWD'],
    [0, 'KWD', '0.000 KWD'],
  ])('of %i %s is %s', (value, code, expected) => {
    expect(format(money(value, code))).toBe(expected);
  });
});
