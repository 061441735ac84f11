import { money, share } from '../../kernel/index.js';

export interface CommissionTerms {
  readonly bps: number;
  readonly fundedBy: 'platform' | 'seller';
}

/** Minor units. A seller never funds more than it earns with the sale. */
export function commissionOf(
  { item, net, currency }: { readonly item: number; readonly net: number; readonly currency: string },
  { bps, fundedBy }: CommissionTerms,
): number {
  const { amount } = share(money(item, currency), bps);
  return fundedBy === 'seller' ? Math.min(amount, Math.max(0, net)) : amount;
}

/**
 * What goes back now, when so much of the base went back in all: computed from the whole each time, so that many small
 * refunds take exactly what one large one takes.
 */
export function clawBackOf(
  { base, earned, clawed }: { readonly base: number; readonly earned: number; readonly clawed: number },
  refunded: number,
): number {
  if (base === 0) return 0;
  const gone = BigInt(Math.min(refunded, base));
  const due = Number((BigInt(earned) * gone) / BigInt(base));
  return Math.max(0, due - clawed);
}
