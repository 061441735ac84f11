/** How one seller order's share was paid, and what of it went back; minor units. */
export interface PaidWays {
  /** By card. */
  readonly amount: number;
  readonly storeCredit: number;
  readonly refunded: number;
  readonly storeCreditReturned: number;
}

/**
 * What of the next refund goes back as store credit: the difference of two cuts of it, rounded down, at what went back
 * so far. Any sequence of refunds gives both ways back to the minor unit.
 */
export function creditOfRefund(paid: PaidWays, refund: number): number {
  const before = paid.refunded + paid.storeCreditReturned;
  return cutAt(paid, before + refund) - cutAt(paid, before);
}

const cutAt = ({ amount, storeCredit }: PaidWays, back: number): number =>
  storeCredit === 0 ? 0 : Number((BigInt(storeCredit) * BigInt(back)) / BigInt(amount + storeCredit));
