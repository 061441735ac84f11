import type { FrozenParts, SellerOrderDelivered, SellerOrderFact } from './orders.events.js';
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
});

/** The units of a seller order, as stock knows them. */
export const unitsOf = (
  row: SellerOrder,
): { variantId: SellerOrder['lines'][number]['variantId']; quantity: number }[] =>
  row.lines.map(({ variantId, quantity }) => ({ variantId, quantity }));

export const latest = (a: Date, b: Date): Date => (a > b ? a : b);
export const earliest = (a: Date, b: Date): Date => (a < b ? a : b);
