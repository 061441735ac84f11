import { allocate, money } from '../../kernel/index.js';
import type { SaleParts } from '../orders/index.js';

/** What the seller has got of it. */
export const sellerPartOf = ({ item, shipping, returnedFees }: SaleParts, shippingTo: 'seller' | 'platform'): number =>
  item - returnedFees.commission - returnedFees.feeTax + (shippingTo === 'seller' ? shipping : 0);

/** The fee of a dispute, among those who bear it by what was taken of each. */
export const feeShares = (fee: number, currency: string, amounts: readonly number[]): number[] =>
  amounts.some((amount) => amount > 0) ? allocate(money(fee, currency), amounts).map((part) => part.amount) : [];

interface Taken {
  readonly amount: number;
  readonly covered: number;
}

/** What a bank lets go of each share, and of what was too much; minor units. */
export interface Lowered {
  readonly excess: number;
  readonly shares: readonly Taken[];
}

/**
 * A bank takes so much less than it did: what was too much first, then of each share by what it bears
 * (largest-remainder method), and there what it covered of refunds first.
 */
export function lowered(by: number, currency: string, excess: number, shares: readonly Taken[]): Lowered {
  const less = Math.min(by, excess);
  const weights = shares.map(({ amount, covered }) => amount + covered);
  const isShared = weights.some((weight) => weight > 0);
  const parts = isShared ? allocate(money(by - less, currency), weights).map((part) => part.amount) : [];
  const downs = shares.map((share, i): Taken => {
    const covered = Math.min(parts[i] ?? 0, share.covered);
    return { amount: (parts[i] ?? 0) - covered, covered };
  });
  return { excess: less, shares: downs };
}
