import {
  add,
  allocate,
  convert,
  costOf,
  lessSpread,
  money,
  subtract,
  sum,
  type Money,
  type Rate,
} from '../../kernel/index.js';

/** What a quote promises: the true rate, and what the platform keeps of it in basis points. */
export interface QuoteTerms {
  readonly mid: Rate;
  readonly spreadBps: number;
}

/** One share of a payment in two currencies; `paid` converts to `settled` and `spread` together. */
export interface Conversion {
  /** In the currency that the buyer pays in. */
  readonly paid: Money;
  /** In the currency that the seller settles in: what the share costs. */
  readonly settled: Money;
  /** The same currency: what the platform keeps. */
  readonly spread: Money;
}

/**
 * What shares of one currency cost in another. They are converted together and rounded up once; the parts are split by
 * largest remainder, but none is nothing. What the payment is worth at the true rate, rounded down, is never less than
 * the shares: the rest is the spread, split likewise.
 * @throws RangeError when no share is more than zero, or an amount is too large in the other currency
 */
export function convertShares({ mid, spreadBps }: QuoteTerms, shares: readonly Money[]): Conversion[] {
  const settled = sum(mid.to, shares);
  const weights = shares.map(({ amount }) => amount);
  const paid = atLeast(shares.length, costOf(settled, lessSpread(mid, spreadBps)));
  const spreads = allocate(subtract(convert(paid, mid), settled), weights);
  return splitPaid(paid, weights).map((part, i) => ({
    paid: part,
    settled: shares[i] as Money,
    spread: spreads[i] as Money,
  }));
}

const atLeast = (least: number, { amount, currency }: Money): Money => money(Math.max(least, amount), currency);

function splitPaid(paid: Money, weights: readonly number[]): Money[] {
  const parts = allocate(paid, weights);
  if (parts.every(({ amount }) => amount > 0)) return parts;
  const one = money(1, paid.currency);
  return allocate(money(paid.amount - weights.length, paid.currency), weights).map((part) => add(part, one));
}

/** A converted share and what of it went back, in minor units of either currency. */
export interface ConvertedShare {
  readonly paid: number;
  readonly settled: number;
  readonly spread: number;
  readonly paidBack: number;
  readonly settledBack: number;
}

/** What goes back with a part of a converted share; minor units. */
export interface ConvertedBack {
  readonly paid: number;
  readonly settled: number;
  readonly spread: number;
}

/**
 * What the buyer gets for a part of what the seller settles in, at the rate of the order: the cut of what was paid at
 * all that went back so far, rounded down, less what went back before. The last part takes all that is left.
 */
export function backOf(share: ConvertedShare, settled: number): ConvertedBack {
  const to = Math.min(share.settled, share.settledBack + settled);
  const paid = Math.max(0, cut(share.paid, to, share.settled) - share.paidBack);
  return { paid, settled, spread: spreadBetween(share, share.settledBack, to) };
}

/** The other way about: what goes with a part of what the buyer paid. */
export function backOfPaid(share: ConvertedShare, paid: number): ConvertedBack {
  const at = cut(share.settled, Math.min(share.paid, share.paidBack + paid), share.paid);
  const to = Math.max(share.settledBack, at);
  return { paid, settled: to - share.settledBack, spread: spreadBetween(share, share.settledBack, to) };
}

const spreadBetween = ({ spread, settled }: ConvertedShare, from: number, to: number): number =>
  cut(spread, to, settled) - cut(spread, from, settled);

const cut = (amount: number, of: number, all: number): number => Number((BigInt(amount) * BigInt(of)) / BigInt(all));
