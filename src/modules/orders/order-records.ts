import type { Id } from '../../kernel/index.js';
import { newId } from '../../platform/database/index.js';
import type { SellerShare } from './order.domain.js';
import type { OrderPlan } from './order-plan.domain.js';
import type { OrderRow } from './orders.repository.js';
import { sellerOrderLifecycle } from './seller-order.lifecycle.js';
import type { OrderLineRow, SellerOrderRow } from './seller-orders.repository.js';

export interface Sealed {
  readonly shipToSealed: string;
  readonly emailSealed: string | null;
}

/** A planned order as the row that is stored and shown. */
export function orderRow(plan: OrderPlan, paymentId: Id<'pay'>, sealed: Sealed): OrderRow {
  const { totals } = plan;
  return {
    id: plan.orderId,
    buyerId: plan.buyerId,
    cartId: plan.cartId,
    paymentId,
    accountId: plan.companyId ?? null,
    currency: plan.currency,
    itemTotal: totals.item.amount,
    taxTotal: totals.tax.amount,
    shippingTotal: totals.shipping.amount,
    discountTotal: totals.discount.amount,
    total: totals.total.amount,
    ...sealed,
    placedAt: plan.placedAt,
    payBy: plan.payBy,
  };
}

export function sellerOrderRows(plan: OrderPlan, order: OrderRow): SellerOrderRow[] {
  return plan.shares.map((share) => ({
    id: share.sellerOrderId,
    orderId: order.id,
    sellerId: share.sellerId,
    buyerId: order.buyerId,
    paymentId: order.paymentId,
    accountId: order.accountId,
    state: sellerOrderLifecycle.initial,
    version: 1,
    currency: share.total.currency,
    quoteId: share.conversion?.quoteId ?? null,
    paymentCurrency: share.conversion?.paid.currency ?? null,
    paymentTotal: share.conversion?.paid.amount ?? null,
    ...share.parts,
    ruleVersion: share.ruleVersion,
    refundedShipping: 0,
    placedAt: order.placedAt,
    acceptBy: null,
    shipBy: null,
    shipOverdueAt: null,
    shippedAt: null,
    deliveredAt: null,
    confirmedAt: null,
    deliveryExpectedAt: null,
    fullyShippedAt: null,
    settlementTerms: null,
    shipToSealed: order.shipToSealed,
    lines: lineRows(share),
    cancellation: null,
  }));
}

function lineRows({ lines }: SellerShare): OrderLineRow[] {
  return lines.map(({ offer, ...line }) => ({
    id: newId('lin'),
    variantId: offer.variantId,
    listingId: offer.listingId,
    categoryId: offer.categoryId,
    title: offer.title,
    sku: offer.sku,
    condition: offer.condition,
    quantity: line.quantity,
    refundedUnits: 0,
    unitPrice: line.unitPrice.amount,
    item: line.item.amount,
    tax: line.tax.amount,
    shipping: line.shipping.amount,
    commission: line.commission.amount,
    fixedFee: line.fixedFee.amount,
    paymentFee: line.paymentFee.amount,
    feeTax: line.feeTax.amount,
    platformDiscount: line.discount.platform.amount,
    sellerDiscount: line.discount.seller.amount,
    feeBasis: line.basis,
    total: line.total.amount,
    ruleVersion: line.ruleVersion,
  }));
}
