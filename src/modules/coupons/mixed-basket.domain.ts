import type { Money } from '../../kernel/index.js';
import {
  discount,
  goodsOf,
  nothingOff,
  refusalOf,
  type Circumstances,
  type Coupon,
  type CouponLine,
  type CouponRefusal,
  type LineDiscount,
} from './coupon.domain.js';

export interface MixedDiscount {
  readonly refusal?: CouponRefusal;
  /** One for each line, in their order and currencies. */
  readonly lines: readonly LineDiscount[];
  /** What is taken off, for each currency in which it is something. */
  readonly totals: readonly Money[];
}

/** A part of a whole, exact. */
interface Fraction {
  readonly num: bigint;
  readonly den: bigint;
}

const ALL: Fraction = { num: 1n, den: 1n };

/**
 * What a coupon takes off a basket of several currencies: once, in the order in which they come. What it is worth in
 * one currency it is worth in another, as its own amounts say: whatever part of its amount, or of the most that its
 * percentage takes off, is used up in a currency is not there in the next, rounded down. The goods of all currencies
 * count towards its minimum likewise. A percentage is taken of the goods of each currency, and rounded there.
 */
export function discountMixed(
  coupon: Coupon,
  lines: readonly CouponLine[],
  circumstances: Circumstances,
): MixedDiscount {
  const currencies = [...new Set(lines.map(({ item }) => item.currency))];
  const refusals = currencies.map((currency) => refusalOf(coupon, currency, circumstances));
  const named = currencies.filter((_currency, i) => refusals[i] === undefined);
  if (named.length === 0) return nothing(lines, refusals[0] ?? 'no_goods');
  if (goodsOf(coupon, lines) === 0) return nothing(lines, 'no_goods');
  if (!reachesMinimum(coupon, lines, named)) return nothing(lines, 'below_minimum');
  const byLine = new Map<CouponLine, LineDiscount>();
  const totals: Money[] = [];
  let left = ALL;
  for (const currency of named) {
    const mine = lines.filter(({ item }) => item.currency === currency);
    const { off, most } = coupon.amounts[currency] ?? {};
    const amounts = { [currency]: { off: part(off, left), most: part(most, left) } };
    const taken = discount({ ...coupon, amounts }, mine, currency, circumstances);
    mine.forEach((line, i) => byLine.set(line, taken.lines[i] ?? nothingOff(currency)));
    if (taken.total.amount === 0) continue;
    totals.push(taken.total);
    left = without(left, taken.total.amount, coupon.percentBps === null ? off : most);
  }
  if (totals.length === 0) return nothing(lines, 'no_goods');
  return { lines: lines.map((line) => byLine.get(line) ?? nothingOff(line.item.currency)), totals };
}

const nothing = (lines: readonly CouponLine[], refusal: CouponRefusal): MixedDiscount => ({
  ...{ refusal, totals: [] },
  lines: lines.map(({ item }) => nothingOff(item.currency)),
});

const part = (amount: number | undefined, { num, den }: Fraction): number | undefined =>
  amount === undefined ? undefined : Number((BigInt(amount) * num) / den);

const without = ({ num, den }: Fraction, used: number, whole: number | undefined): Fraction =>
  whole === undefined || whole === 0
    ? { num, den }
    : { num: num * BigInt(whole) - BigInt(used) * den, den: den * BigInt(whole) };

function reachesMinimum(coupon: Coupon, lines: readonly CouponLine[], currencies: readonly string[]): boolean {
  let reached: Fraction = { num: 0n, den: 1n };
  for (const currency of currencies) {
    const goods = goodsOf(
      coupon,
      lines.filter(({ item }) => item.currency === currency),
    );
    const { minimum = 0 } = coupon.amounts[currency] ?? {};
    if (goods > 0 && minimum === 0) return true;
    if (minimum > 0) {
      const whole = BigInt(minimum);
      reached = { num: reached.num * whole + BigInt(goods) * reached.den, den: reached.den * whole };
    }
  }
  return reached.num >= reached.den;
}
