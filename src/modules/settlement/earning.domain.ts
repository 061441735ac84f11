import { money, plus, share, subtract, type Money } from '../../kernel/index.js';

export const TIERS = ['T0', 'T1', 'T2', 'T3'] as const;
export type Tier = (typeof TIERS)[number];

/** How a tier is paid out; when its money is released is a matter of each seller order's terms. */
export interface Policy {
  readonly tier: Tier;
  readonly version: number;
  readonly payoutCadence: 'daily' | 'weekly' | 'manual';
  readonly manualFirstPayout: boolean;
  /** The most that a payout comes to, in minor units by currency; there is no cap in the others. */
  readonly payoutCaps: Readonly<Record<string, number>>;
  /** Whether its sellers may ask to be paid at once. */
  readonly instantPayouts: boolean;
}

/** Sellers without a known tier are new. */
export const tierOf = (tier: string | undefined): Tier => TIERS.find((each) => each === tier) ?? 'T0';

export const days = (count: number): string => `P${count}D`;

export const releaseAtDelivery = (deliveredAt: Date, terms: { readonly holdDays: number }): Date =>
  plus(deliveredAt, days(terms.holdDays));

/** A confirmation shortens the hold and never lengthens it; a day remains, for accounts in the wrong hands. */
export function releaseAtConfirmation(releaseAt: Date, confirmedAt: Date, confirmedHoldDays: number): Date {
  const shortened = plus(confirmedAt, days(confirmedHoldDays));
  return shortened < releaseAt ? shortened : releaseAt;
}

/** How a net is split when its hold ends. */
export function splitReserve(net: Money, reserveBps: number): { available: Money; reserve: Money } {
  const reserve = share(net, reserveBps);
  return { available: subtract(net, reserve), reserve };
}

export const parts = (row: EarningAmounts) => ({
  item: money(row.item, row.currency),
  tax: money(row.tax, row.currency),
  shipping: money(row.shipping, row.currency),
  commission: money(row.commission, row.currency),
  shippingTo: row.shippingTo,
});

/** What an order froze; minor units. Facts of long ago know neither discounts nor other fees. */
export interface Frozen {
  readonly item: number;
  readonly tax: number;
  readonly shipping: number;
  readonly commission: number;
  readonly fixedFee?: number;
  readonly paymentFee?: number;
  readonly feeTax?: number;
  readonly sellerDiscount?: number;
  readonly shippingTo: 'seller' | 'platform';
}

/** What of a sale is earned from: the goods after the seller's discount, and all fees as one. */
export function amountsOf(frozen: Frozen, currency: string): EarningAmounts {
  const { fixedFee = 0, paymentFee = 0, feeTax = 0, sellerDiscount = 0, tax, shipping, shippingTo } = frozen;
  const item = frozen.item - sellerDiscount;
  return { currency, item, tax, shipping, commission: frozen.commission + fixedFee + paymentFee, feeTax, shippingTo };
}

/**
 * What is left to be earned after refunds out of the escrow. Each of them rounds the fees down; where that has left more
 * fees than goods, the platform goes without the difference, the seller never below nothing.
 */
export function without(all: EarningAmounts, back: RefundedAmounts): EarningAmounts {
  const [item, shipping] = [all.item - back.item, all.shipping - back.shipping];
  const most = item + (all.shippingTo === 'seller' ? shipping : 0);
  const fees = Math.max(0, Math.min(all.commission + all.feeTax - back.commission - back.feeTax, most));
  const feeTax = Math.max(0, Math.min(all.feeTax - back.feeTax, fees));
  return { ...all, item, shipping, tax: all.tax - back.tax, commission: fees - feeTax, feeTax };
}

/** What the parts of refunds come to; minor units. */
export type RefundedAmounts = Omit<EarningAmounts, 'currency' | 'shippingTo'>;

/** Minor units of one currency. */
export interface EarningAmounts {
  readonly currency: string;
  /** After the discount that the seller pays. */
  readonly item: number;
  readonly tax: number;
  readonly shipping: number;
  /** With the other fees. */
  readonly commission: number;
  /** The tax on commission and fees, which the seller pays. */
  readonly feeTax: number;
  readonly shippingTo: 'seller' | 'platform';
}
