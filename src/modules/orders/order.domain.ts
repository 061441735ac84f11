import { add, type Id, type Money } from '../../kernel/index.js';
import type { QuotedLine } from '../carts/index.js';
import type { FrozenParts } from './orders.events.js';
import type { SellerOrderState } from './seller-order.lifecycle.js';

/** What a share costs in the currency that the buyer pays in, where its seller settles in another one. */
export interface ConvertedShare {
  readonly quoteId: Id<'fxq'>;
  readonly paid: Money;
  /** In the seller's currency; what the platform keeps of the conversion. */
  readonly spread: Money;
}

export interface SellerShare {
  readonly sellerOrderId: Id<'sor'>;
  readonly sellerId: Id<'sel'>;
  readonly lines: readonly QuotedLine[];
  readonly parts: FrozenParts;
  readonly total: Money;
  readonly ruleVersion: string;
  /** Absent where it is paid in its own currency. */
  readonly conversion?: ConvertedShare;
}

/** Splits a quoted basket by seller; the shares add up to the basket, part by part. */
export function splitBySeller(lines: readonly QuotedLine[], newSellerOrderId: () => Id<'sor'>): SellerShare[] {
  const bySeller = new Map<Id<'sel'>, QuotedLine[]>();
  for (const line of lines) {
    const mine = bySeller.get(line.offer.sellerId);
    if (mine) mine.push(line);
    else bySeller.set(line.offer.sellerId, [line]);
  }
  return [...bySeller].map(([sellerId, mine]) => ({
    sellerOrderId: newSellerOrderId(),
    sellerId,
    lines: mine,
    parts: partsOf(mine),
    total: mine.map((line) => line.total).reduce(add),
    ruleVersion: [...new Set(mine.map((line) => line.ruleVersion))].join('+'),
  }));
}

function partsOf(lines: readonly QuotedLine[]): FrozenParts {
  const total = (part: (line: QuotedLine) => Money): number => lines.map(part).reduce(add).amount;
  return {
    item: total((line) => line.item),
    tax: total((line) => line.tax),
    shipping: total((line) => line.shipping),
    commission: total((line) => line.commission),
    fixedFee: total((line) => line.fixedFee),
    paymentFee: total((line) => line.paymentFee),
    feeTax: total((line) => line.feeTax),
    platformDiscount: total(({ discount }) => discount.platform),
    sellerDiscount: total(({ discount }) => discount.seller),
    shippingTo: lines[0]?.shippingTo ?? 'seller',
    total: total((line) => line.total),
  };
}

/** What the seller will earn of a seller order, in minor units: never what the platform or a tax office gets. */
export const sellerNet = (parts: FrozenParts): number =>
  parts.item -
  parts.sellerDiscount -
  parts.commission -
  parts.fixedFee -
  parts.paymentFee -
  parts.feeTax +
  (parts.shippingTo === 'seller' ? parts.shipping : 0);

export const ORDER_STATES = ['payment_pending', 'placed', 'completed', 'cancelled', 'expired'] as const;
export type OrderState = (typeof ORDER_STATES)[number];

/** The state of the whole order: derived from its seller orders, stored nowhere. */
export function orderStateOf(states: readonly SellerOrderState[]): OrderState {
  const isEvery = (...some: readonly SellerOrderState[]): boolean => states.every((state) => some.includes(state));
  if (isEvery('expired')) return 'expired';
  if (isEvery('cancelled', 'expired')) return 'cancelled';
  if (isEvery('completed', 'cancelled', 'expired')) return 'completed';
  return states.includes('pending_payment') ? 'payment_pending' : 'placed';
}
