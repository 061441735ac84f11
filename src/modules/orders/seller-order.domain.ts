import type { FrozenParts, SellerOrderDelivered, SellerOrderFact } from './orders.events.js';
import type { SellerOrder } from './seller-orders.repository.js';

export const factOf = (row: SellerOrder): SellerOrderFact => ({
  sellerOrderId: row.id,
  orderId: row.orderId,
  sellerId: row.sellerId,
  buyerId: row.buyerId,
  paymentId: row.paymentId,
});

export const partsOf = ({ item, tax, shipping, commission, shippingTo, total }: SellerOrder): FrozenParts => ({
  item,
  tax,
  shipping,
  commission,
  shippingTo,
  total,
});

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
