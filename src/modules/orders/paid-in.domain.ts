import { add, allocate, money, subtract, sum, zero, type Money } from '../../kernel/index.js';
import type { Totals } from '../carts/index.js';
import type { SellerShare } from './order.domain.js';

/** What the buyer pays for shares, part by part, in the one currency of the payment. */
export function totalsIn(currency: string, shares: readonly SellerShare[]): Totals {
  const paid = shares.map((share) => paidParts(currency, share));
  const total = (part: (totals: Totals) => Money): Money => sum(currency, paid.map(part));
  return {
    item: total((parts) => parts.item),
    tax: total((parts) => parts.tax),
    shipping: total((parts) => parts.shipping),
    discount: total((parts) => parts.discount),
    total: total((parts) => parts.total),
  };
}

/** A converted share is split like the share itself, by largest remainder; the discount is on top and rounded down. */
function paidParts(currency: string, { parts, total, conversion }: SellerShare): Totals {
  const off = parts.platformDiscount + parts.sellerDiscount;
  if (!conversion) {
    const view = (amount: number): Money => money(amount, currency);
    return { item: view(parts.item), tax: view(parts.tax), shipping: view(parts.shipping), discount: view(off), total };
  }
  const discount = money(Number((BigInt(conversion.paid.amount) * BigInt(off)) / BigInt(total.amount)), currency);
  const weights = [parts.item, parts.tax, parts.shipping];
  const [item = zero(currency), tax = zero(currency), shipping = zero(currency)] = allocate(
    add(conversion.paid, discount),
    weights,
  );
  return { item, tax, shipping, discount, total: subtract(add(add(item, tax), shipping), discount) };
}
