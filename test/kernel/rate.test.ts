import fc from 'fast-check';
import { compare, convert, costOf, CURRENCIES, lessSpread, money, rate, type Rate } from '../../src/kernel/index.js';

const pair = fc.uniqueArray(fc.constantFrom(...CURRENCIES), { minLength: 2, maxLength: 2 }) as fc.Arbitrary<
  [string, string]
>;
const part = fc.integer({ min: 1, max: 1_000_000 });
const rates: fc.Arbitrary<Rate> = fc.tuple(pair, part, part).map(([[from, to], num, den]) => rate(from, to, num, den));
/** Of the usual size: what is bought for a million and more stays a safe number of minor units. */
const sane = rates.filter(({ num, den }) => num < den * 1_000 && den < num * 1_000);
const minor = fc.integer({ min: 0, max: 1_000_000_000 });

describe('a rate', () => {
  const euro = rate('EUR', 'USD', 10_850, 10_000);

  it('converts to the minor unit', () => {
    expect(convert(money(12_000, 'EUR'), euro)).toEqual(money(13_020, 'USD'));
  });

  it('knows the minor units of both currencies', () => {
    expect(convert(money(1_000, 'JPY'), rate('JPY', 'KWD', 205, 100_000))).toEqual(money(2_050, 'KWD'));
    expect(convert(money(2_050, 'KWD'), rate('KWD', 'JPY', 100_000, 205))).toEqual(money(1_000, 'JPY'));
    expect(convert(money(150, 'JPY'), rate('JPY', 'USD', 1, 150))).toEqual(money(100, 'USD'));
    expect(convert(money(100, 'USD'), rate('USD', 'KWD', 307, 1_000))).toEqual(money(307, 'KWD'));
  });

  it('rounds what it gives down and what it takes up', () => {
    expect(convert(money(1, 'EUR'), euro)).toEqual(money(1, 'USD'));
    expect(convert(money(1, 'JPY'), rate('JPY', 'USD', 1, 150))).toEqual(money(0, 'USD'));
    expect(costOf(money(1, 'USD'), rate('JPY', 'USD', 1, 150))).toEqual(money(2, 'JPY'));
    expect(costOf(money(13_000, 'USD'), lessSpread(euro, 15))).toEqual(money(12_000, 'EUR'));
  });

  it('less a spread is exact and in lowest terms', () => {
    expect(lessSpread(euro, 15)).toEqual(rate('EUR', 'USD', 433_349, 400_000));
    expect(lessSpread(euro, 0)).toEqual(rate('EUR', 'USD', 217, 200));
  });

  it('is exact where a double is not', () => {
    const fine = rate('EUR', 'USD', 999_999_999_999, 1_000_000_000_000);

    expect(convert(money(9_007_199_254_740_991, 'EUR'), fine)).toEqual(money(9_007_199_254_731_983, 'USD'));
  });

  it.each([
    ['EUR', 'EUR', 1, 1],
    ['EUR', 'USD', 0, 1],
    ['EUR', 'USD', 1, 0],
    ['EUR', 'USD', -1, 1],
    ['EUR', 'USD', 1.5, 1],
    ['EUR', 'XXX', 1, 1],
  ])('is not %s to %s at %p/%p', (from, to, num, den) => {
    expect(() => rate(from, to, num, den)).toThrow(RangeError);
  });

  it('converts no amount of another currency and none below zero', () => {
    expect(() => convert(money(1, 'USD'), euro)).toThrow(RangeError);
    expect(() => costOf(money(1, 'EUR'), euro)).toThrow(RangeError);
    expect(() => convert(money(-1, 'EUR'), euro)).toThrow(RangeError);
  });

  it('takes the least that buys the target', () => {
    fc.assert(
      fc.property(sane, minor, (by, amount) => {
        const target = money(amount, by.to);
        const cost = costOf(target, by);

        expect(compare(convert(cost, by), target)).not.toBe(-1);
        if (cost.amount > 0) expect(compare(convert(money(cost.amount - 1, by.from), by), target)).toBe(-1);
      }),
    );
  });

  it('there and back never makes money', () => {
    fc.assert(
      fc.property(sane, minor, (by, amount) => {
        const given = money(amount, by.from);
        const back = rate(by.to, by.from, by.den, by.num);

        expect(compare(convert(convert(given, by), back), given)).not.toBe(1);
      }),
    );
  });

  it('gives the parts of an amount no more than the amount', () => {
    fc.assert(
      fc.property(sane, fc.array(minor, { minLength: 1, maxLength: 8 }), (by, amounts) => {
        const parts = amounts.map((amount) => convert(money(amount, by.from), by).amount);
        const whole = convert(
          money(
            amounts.reduce((a, b) => a + b, 0),
            by.from,
          ),
          by,
        ).amount;
        const given = parts.reduce((a, b) => a + b, 0);

        expect(given).toBeLessThanOrEqual(whole);
        expect(whole - given).toBeLessThan(amounts.length);
      }),
    );
  });

  it('less a spread never gives more', () => {
    fc.assert(
      fc.property(sane, minor, fc.integer({ min: 0, max: 9_999 }), (by, amount, spread) => {
        const given = money(amount, by.from);

        expect(compare(convert(given, lessSpread(by, spread)), convert(given, by))).not.toBe(1);
      }),
    );
  });
});
