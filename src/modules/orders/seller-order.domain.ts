import { plus } from '../../kernel/index.js';
import type { FrozenParts, SellerOrderDelivered, SellerOrderFact, SettlementTerms } from './orders.events.js';
import type { SellerOrder } from './seller-orders.repository.js';

export const factOf = (row: SellerOrder): SellerOrderFact => ({
  sellerOrderId: row.id,
  orderId: row.orderId,
  sellerId: row.sellerId,
  buyerId: row.buyerId,
  paymentId: row.paymentId,
});

export const partsOf = (row: FrozenParts): FrozenParts => {
  const { item, tax, shipping, commission, fixedFee, paymentFee, feeTax, platformDiscount, sellerDiscount } = row;
  const fees = { commission, fixedFee, paymentFee, feeTax };
  return {
    item,
    tax,
    shipping,
    ...fees,
    platformDiscount,
    sellerDiscount,
    shippingTo: row.shippingTo,
    total: row.total,
  };
};

export const deliveredFact = (row: SellerOrder, deliveredAt: Date): SellerOrderDelivered => ({
  ...factOf(row),
  deliveredAt: deliveredAt.toISOString(),
  currency: row.currency,
  parts: partsOf(row),
  ruleVersion: row.ruleVersion,
  ...(row.settlementTerms && { settlementTerms: row.settlementTerms }),
});

/**
 * When a parcel is said to have arrived at the latest, and when its delivery is taken for granted:
 * max(estimate, left + longest transit), and the grace after it.
 */
export function arrivalOf(leftAt: Date, terms: SettlementTerms | null, fallback: string, estimatedAt?: Date) {
  const transit = terms ? `P${terms.maxTransitDays}D` : fallback;
  const expectedAt = latest(plus(leftAt, transit), estimatedAt ?? leftAt);
  return { expectedAt, takenForGrantedAt: plus(expectedAt, `P${terms?.graceDays ?? 0}D`) };
}

/** The units of a seller order, as stock knows them. */
export const unitsOf = (
  row: SellerOrder,
): { variantId: SellerOrder['lines'][number]['variantId']; quantity: number }[] =>
  row.lines.map(({ variantId, quantity }) => ({ variantId, quantity }));

export const latest = (a: Date, b: Date): Date => (a > b ? a : b);
export const earliest = (a: Date, b: Date): Date => (a < b ? a : b);
