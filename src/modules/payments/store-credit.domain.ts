/** How one seller order's share was paid, and what of it went back; minor units. */
export interface PaidWays {
  /** By card. */
  readonly amount: number;
  readonly storeCredit: number;
  readonly refunded: number;
  /** In the hands of a bank: it cannot go back by card. */
  readonly chargedBack: number;
  readonly storeCreditReturned: number;
}

/**
 * What of the next refund goes back as store credit: the difference of two cuts of it, rounded down, at what went back
 * so far, so that any sequence of refunds gives both ways back to the minor unit. What a bank has of the card's part
 * cannot go back by card: the store credit goes first.
 */
export function creditOfRefund(paid: PaidWays, refund: number): number {
  const before = paid.refunded + paid.storeCreditReturned;
  const inProportion = cutAt(paid, before + refund) - cutAt(paid, before);
  const byCard = paid.amount - paid.refunded - paid.chargedBack;
  return Math.min(Math.max(inProportion, refund - byCard), paid.storeCredit - paid.storeCreditReturned);
}

const cutAt = ({ amount, storeCredit }: PaidWays, back: number): number =>
  storeCredit === 0 ? 0 : Number((BigInt(storeCredit) * BigInt(back)) / BigInt(amount + storeCredit));
