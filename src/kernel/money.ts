import { currency, exponentOf, type Currency } from './currency.js';

declare const brand: unique symbol;

/** An amount in integer minor units (cents for USD, yen for JPY, fils for KWD) of one currency. */
export interface Money {
  readonly amount: number;
  readonly currency: Currency;
  readonly [brand]: 'Money';
}

/** @throws RangeError when the amount is not a safe integer or the currency is unknown. */
export function money(amount: number, code: string): Money {
  if (!Number.isSafeInteger(amount)) throw new RangeError(`Not an amount in minor units: ${amount}`);
  return Object.freeze({ amount: amount === 0 ? 0 : amount, currency: currency(code) }) as Money;
}

export const zero = (code: string): Money => money(0, code);

function same(a: Money, b: Money): Currency {
  if (a.currency !== b.currency) throw new RangeError(`Currencies differ: ${a.currency}, ${b.currency}`);
  return a.currency;
}

export const add = (a: Money, b: Money): Money => money(a.amount + b.amount, same(a, b));
export const subtract = (a: Money, b: Money): Money => money(a.amount - b.amount, same(a, b));
export const times = (a: Money, quantity: number): Money => money(a.amount * quantity, a.currency);
export const negate = (a: Money): Money => money(-a.amount, a.currency);
export const sum = (code: string, parts: readonly Money[]): Money => parts.reduce(add, zero(code));

/** −1, 0 or 1. @throws RangeError when the currencies differ. */
export function compare(a: Money, b: Money): -1 | 0 | 1 {
  same(a, b);
  if (a.amount === b.amount) return 0;
  return a.amount < b.amount ? -1 : 1;
}

/**
 * A share in basis points (1/100 %), rounded half up on the magnitude, so that a share of −x is minus the share of x.
 * Exact for every safe amount: the product is taken in arbitrary precision.
 */
export function share(of: Money, basisPoints: number): Money {
  const scaled = BigInt(Math.abs(of.amount)) * BigInt(basisPoints);
  const rounded = Number((scaled + 5_000n) / 10_000n);
  return money(of.amount < 0 ? -rounded : rounded, of.currency);
}

/** `129.90 CNY`, for logs and documents; never parsed back. */
export function format(value: Money): string {
  const exponent = exponentOf(value.currency);
  const digits = String(Math.abs(value.amount)).padStart(exponent + 1, '0');
  const cut = digits.length - exponent;
  const number = exponent === 0 ? digits : `${digits.slice(0, cut)}.${digits.slice(cut)}`;
  return `${value.amount < 0 ? '-' : ''}${number} ${value.currency}`;
}
