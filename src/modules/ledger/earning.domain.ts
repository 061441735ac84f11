import { add, allocate, subtract, sum, type Money } from '../../kernel/index.js';

/** One seller order's money, as frozen at purchase. */
export interface EarningParts {
  readonly item: Money;
  readonly tax: Money;
  readonly shipping: Money;
  /** Taken out of `item`. */
  readonly commission: Money;
  readonly shippingTo: 'seller' | 'platform';
}

export const totalOf = (parts: EarningParts): Money =>
  sum(parts.item.currency, [parts.item, parts.tax, parts.shipping]);

/** What the seller earns: the item without commission, and the shipping where the seller ships. */
export const sellerNetOf = (parts: EarningParts): Money => {
  const goods = subtract(parts.item, parts.commission);
  return parts.shippingTo === 'seller' ? add(goods, parts.shipping) : goods;
};

/**
 * The part of an earning that goes back with `item`, `tax` and `shipping` of it; the commission follows the item by
 * the largest-remainder method, or stays with the platform where its rule says so.
 */
export function refundedParts(
  of: EarningParts,
  { item, tax, shipping }: Pick<EarningParts, 'item' | 'tax' | 'shipping'>,
  commission: 'returned' | 'kept' = 'returned',
): EarningParts {
  const isReturned = commission === 'returned' && of.item.amount > 0;
  const weights = isReturned ? [of.item.amount - of.commission.amount, of.commission.amount] : [1, 0];
  const [, back = subtract(item, item)] = allocate(item, weights);
  return { item, tax, shipping, commission: back, shippingTo: of.shippingTo };
}
