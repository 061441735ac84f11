import { money, type Money } from '../../kernel/index.js';

/**
 * What waits to be converted at the bank between two currencies, as the books have it: below zero is to be sold, above
 * zero is expected for it. Minor units; `base` sorts before `counter`.
 */
export interface Position {
  readonly base: string;
  readonly counter: string;
  readonly baseAmount: number;
  readonly counterAmount: number;
}

export const pairOf = (a: string, b: string): readonly [base: string, counter: string] => (a < b ? [a, b] : [b, a]);

/** The part of a position whose money has reached the bank. */
export const withoutAwaited = (position: Position, awaited: Position | undefined): Position => ({
  ...position,
  baseAmount: position.baseAmount - (awaited?.baseAmount ?? 0),
  counterAmount: position.counterAmount - (awaited?.counterAmount ?? 0),
});

/**
 * What the books expect for selling an amount: its part of the position, rounded toward zero; all of it for all.
 * `undefined`: so much is not waiting to be sold.
 */
export function expectedFor(position: Position | undefined, sold: Money, currency: string): Money | undefined {
  if (!position) return undefined;
  const isBase = sold.currency === position.base;
  const [toSell, expected] = isBase
    ? [-position.baseAmount, position.counterAmount]
    : [-position.counterAmount, position.baseAmount];
  if (sold.amount > toSell) return undefined;
  return money(Number((BigInt(expected) * BigInt(sold.amount)) / BigInt(toSell)), currency);
}
