import { toWire, zero } from '../../kernel/index.js';
import { MoneyView } from '../../platform/http/index.js';
import { discountOf, type PricedCoupon } from '../coupons/index.js';
import { totalsOf, type QuotedLine, type Totals, type CartRow } from './cart.domain.js';
import type { CartCouponView, CartLineView, CartShareView, CartTotalsView, CartView } from './carts.dto.js';

import type { Quote } from './carts.js';

export function cartView(quote: Quote): CartView {
  const { cart, currency, lines, totals, differences, version, coupon } = quote;
  const sellers = [...new Set(lines.map((line) => line.offer.sellerId))];
  return {
    id: toWire('crt', cart.id),
    state: cart.state,
    version: cart.version,
    currency,
    isMixed: cart.isMixed,
    shares: sellers.map((sellerId) => shareView(lines.filter((line) => line.offer.sellerId === sellerId))),
    totals: totals && totalsView(totals),
    differences: differences.map(({ variantId, ...rest }) => ({
      ...(variantId !== undefined && { variantId: toWire('var', variantId) }),
      ...rest,
    })),
    ...(coupon && { coupon: couponView(coupon, cart) }),
    quoteVersion: version,
    createdAt: cart.createdAt.toISOString(),
  };
}

const couponView = ({ code, refusal, totals }: PricedCoupon, { currency, isMixed }: CartRow): CartCouponView => ({
  code,
  ...(currency !== null && { discount: MoneyView.of(totals[0] ?? zero(currency)) }),
  ...(isMixed && { discounts: totals.map((total) => MoneyView.of(total)) }),
  ...(refusal && { refusal }),
});

function shareView(lines: readonly QuotedLine[]): CartShareView {
  const [first] = lines as readonly [QuotedLine, ...QuotedLine[]];
  return {
    sellerId: toWire('sel', first.offer.sellerId),
    lines: lines.map(lineView),
    totals: totalsView(totalsOf(lines, first.item.currency)),
  };
}

function lineView(line: QuotedLine): CartLineView {
  const { offer } = line;
  return {
    variantId: toWire('var', offer.variantId),
    listingId: toWire('lst', offer.listingId),
    title: offer.title,
    sku: offer.sku,
    quantity: line.quantity,
    unitPrice: MoneyView.of(line.unitPrice),
    item: MoneyView.of(line.item),
    tax: MoneyView.of(line.tax),
    shipping: MoneyView.of(line.shipping),
    discount: MoneyView.of(discountOf(line.discount)),
    total: MoneyView.of(line.total),
  };
}

function totalsView(totals: Totals): CartTotalsView {
  return {
    item: MoneyView.of(totals.item),
    tax: MoneyView.of(totals.tax),
    shipping: MoneyView.of(totals.shipping),
    discount: MoneyView.of(totals.discount),
    total: MoneyView.of(totals.total),
  };
}
