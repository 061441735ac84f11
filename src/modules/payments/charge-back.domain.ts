import { allocate, money, type Id, type Money } from '../../kernel/index.js';

/** One seller order's part of a payment; minor units. */
export interface PartCounters {
  readonly sellerOrderId: Id<'sor'>;
  readonly sellerId: Id<'sel'>;
  readonly captured: number;
  readonly refunded: number;
  readonly chargedBack: number;
  /** Of what was charged back: decided, and taken out of the sale. */
  readonly lost: number;
  /** Store credit that paid for it and did not go back. */
  readonly credit: number;
  /** What the platform added to the escrow and did not get back. */
  readonly promotion: number;
}

/** A part of which a bank takes something back; minor units. */
export interface ChargeablePart extends PartCounters {
  /** Of what is refunded: asked for, not yet with the buyer, and not covered by another chargeback. */
  readonly onTheWay: number;
}

/** What a chargeback takes of one seller order; minor units. */
export interface ChargedPart {
  readonly sellerOrderId: Id<'sor'>;
  readonly sellerId: Id<'sel'>;
  /** Out of what was not refunded; counted on the part. */
  readonly amount: number;
  /** In place of refunds that are on the way. */
  readonly covered: number;
  /** What `amount` is of the sale, where its seller settles in another currency. */
  readonly settled?: number;
}

export interface ChargedParts {
  readonly parts: readonly ChargedPart[];
  /** Taken although all of it had been paid back before. */
  readonly excess: number;
}

/**
 * Shares what a bank took among the parts of the payment, by what of each has not reached the buyer (largest-remainder
 * method). No share exceeds that; what no part can bear is the excess.
 */
export function shareOut(taken: Money, counters: readonly ChargeablePart[]): ChargedParts {
  const left = counters.map((part) => part.captured - part.refunded - part.chargedBack);
  const weights = counters.map((part, i) => (left[i] ?? 0) + part.onTheWay);
  const bearable = weights.reduce((sum, weight) => sum + weight, 0);
  const amount = Math.min(taken.amount, bearable);
  const shares = bearable === 0 ? [] : allocate(money(amount, taken.currency), weights);
  const parts = counters.map((part, i): ChargedPart => {
    const share = shares[i]?.amount ?? 0;
    const fresh = Math.min(share, left[i] ?? 0);
    const { sellerOrderId, sellerId } = part;
    return { sellerOrderId, sellerId, amount: fresh, covered: share - fresh };
  });
  return { parts: parts.filter((part) => part.amount + part.covered > 0), excess: taken.amount - amount };
}

/** What the buyer has paid and can still be given back: neither refunded nor in the hands of a bank. */
export const refundableOf = ({ captured, refunded, chargedBack, credit }: PartCounters): number =>
  captured - refunded - chargedBack + credit;

/**
 * What of the platform's discount goes with an amount of what the buyer's money is still in the sale, by card or as
 * store credit; rounded down, and the last one takes all of it.
 */
export function promotionWith(amount: number, { captured, refunded, lost, credit, promotion }: PartCounters): number {
  const left = captured - refunded - lost + credit;
  return left === 0 ? 0 : Number((BigInt(promotion) * BigInt(amount)) / BigInt(left));
}

/** Takes an amount out of things in their order, of each at most what it has; those that give nothing are left out. */
export function drawnInOrder<T>(
  amount: number,
  things: readonly T[],
  room: (thing: T) => number,
): readonly (readonly [thing: T, part: number])[] {
  let left = amount;
  const drawn = things.map((thing) => {
    const part = Math.max(0, Math.min(left, room(thing)));
    left -= part;
    return [thing, part] as const;
  });
  return drawn.filter(([, part]) => part > 0);
}
