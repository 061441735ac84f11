import { currency, exponentOf, type Currency } from './currency.js';
import { money, type Money } from './money.js';

/** What one unit of a currency is in another: `num / den` of `to` for 1 of `from`, both in major units, as EUR and USD. */
export interface Rate {
  readonly from: Currency;
  readonly to: Currency;
  readonly num: number;
  readonly den: number;
}

const WHOLE = 10_000n;

/** @throws RangeError when the currencies are unknown or the same, or a number is not a positive safe integer. */
export function rate(from: string, to: string, num: number, den: number): Rate {
  const isPart = (value: number): boolean => Number.isSafeInteger(value) && value > 0;
  if (from === to || !isPart(num) || !isPart(den)) throw new RangeError(`Not a rate: ${num}/${den} ${to} for ${from}`);
  return Object.freeze({ from: currency(from), to: currency(to), num, den });
}

/** The same rate less a spread in basis points (1/100 %), exact, in lowest terms. @throws RangeError like `rate` */
export function lessSpread({ from, to, num, den }: Rate, basisPoints: number): Rate {
  const [top, bottom] = [BigInt(num) * (WHOLE - BigInt(basisPoints)), BigInt(den) * WHOLE];
  const divisor = divisorOf(top, bottom);
  return rate(from, to, Number(top / divisor), Number(bottom / divisor));
}

/**
 * What an amount is in the other currency, rounded down to its minor unit: whoever gives it never gives more than the
 * rate says. Exact in arbitrary precision.
 * @throws RangeError when the amount is negative, of another currency, or too large in the other one
 */
export function convert(amount: Money, by: Rate): Money {
  const { top, bottom } = fractionOf(amount, by.from, by);
  return money(Number((BigInt(amount.amount) * top) / bottom), by.to);
}

/** The least amount of `from` that converts to at least `target`: what the target costs. @throws RangeError like `convert` */
export function costOf(target: Money, by: Rate): Money {
  const { top, bottom } = fractionOf(target, by.to, by);
  return money(Number((BigInt(target.amount) * bottom + top - 1n) / top), by.from);
}

/** Minor units of `to` for one minor unit of `from`. */
function fractionOf(amount: Money, expected: Currency, { from, to, num, den }: Rate): { top: bigint; bottom: bigint } {
  if (amount.currency !== expected) throw new RangeError(`Not an amount in ${expected}: ${amount.currency}`);
  if (amount.amount < 0) throw new RangeError(`Not an amount to convert: ${amount.amount}`);
  const power = (code: Currency): bigint => 10n ** BigInt(exponentOf(code));
  return { top: BigInt(num) * power(to), bottom: BigInt(den) * power(from) };
}

function divisorOf(a: bigint, b: bigint): bigint {
  return b === 0n ? a : divisorOf(b, a % b);
}
