import {
  add,
  subtract,
  times,
  toWire,
  zero,
  type Currency,
  type FieldError,
  type Id,
  type Money,
} from '../../kernel/index.js';
import type { LineDiscount } from '../coupons/index.js';
import type { LineFees } from '../fees/index.js';
import type { Offer } from '../listings/index.js';

export interface CartLine {
  readonly variantId: Id<'var'>;
  readonly quantity: number;
  /** Minor units, as the buyer last agreed to. */
  readonly seenUnitPrice: number;
  /** Minor units per unit of the goods. */
  readonly seenShippingFee: number;
}

export interface CartRow {
  readonly id: Id<'crt'>;
  readonly buyerId: Id<'usr'>;
  readonly state: 'open' | 'ordered';
  readonly currency: string | null;
  /** Whether its lines may be in different currencies; then it has none of its own. */
  readonly isMixed: boolean;
  readonly version: number;
  readonly createdAt: Date;
  readonly couponCode: string | null;
  /** Minor units; what the coupon took off when the buyer last agreed. Of a cart in one currency. */
  readonly seenDiscount: number;
  /** The same by currency, of a mixed cart; null: nothing. */
  readonly seenDiscounts: Readonly<Record<string, number>> | null;
  /** In the order they were added. */
  readonly lines: readonly CartLine[];
}

export type DifferenceCode =
  | 'price_changed'
  | 'shipping_changed'
  | 'unavailable'
  | 'quantity_above_stock'
  | 'below_minimum_quantity'
  | 'coupon_changed'
  | 'coupon_unavailable';

/** How the cart differs from what the buyer last saw, or from what can be bought. */
export interface Difference {
  /** Absent where it is about the cart. */
  readonly variantId?: Id<'var'>;
  readonly code: DifferenceCode;
  /** What a coupon takes off a mixed cart is told by currency. */
  readonly currency?: string;
  /** Minor units for prices, units of goods for quantities. */
  readonly was?: number;
  readonly now?: number;
}

/** A line at today's price, before discounts and fees. */
export interface PricedLine {
  readonly offer: Offer;
  readonly quantity: number;
  readonly unitPrice: Money;
  readonly item: Money;
  readonly shipping: Money;
}

/** A line as it would be bought now: the parts that an order freezes. */
export interface QuotedLine extends PricedLine, LineFees {
  readonly discount: LineDiscount;
  /** What the buyer pays: item + tax + shipping − discount. */
  readonly total: Money;
}

export interface Totals {
  readonly item: Money;
  readonly tax: Money;
  readonly shipping: Money;
  /** What the coupon takes off, whoever pays for it. */
  readonly discount: Money;
  readonly total: Money;
}

/** Minor units; whatever a cart adds up stays exact below it. */
export const LARGEST_LINE = 1_000_000_000_000;

/** Whether the amounts of the line are small enough to be added up. */
export const isCountable = (offer: Offer, quantity: number, unitPrice: Money): boolean =>
  Math.max(unitPrice.amount, offer.shippingFee.amount) * quantity <= LARGEST_LINE;

export const isOffered = (offer: Offer | undefined, currency: string | null): offer is Offer =>
  offer !== undefined && offer.isPurchasable && (currency === null || offer.currency === currency);

export function priceLine(offer: Offer, quantity: number, unitPrice: Money): PricedLine {
  const item = times(unitPrice, quantity);
  return { offer, quantity, unitPrice, item, shipping: times(offer.shippingFee, quantity) };
}

export function quoteLine(priced: PricedLine, fees: LineFees, discount: LineDiscount): QuotedLine {
  const price = add(add(priced.item, fees.tax), priced.shipping);
  return { ...priced, ...fees, discount, total: subtract(subtract(price, discount.platform), discount.seller) };
}

/**
 * What to tell the buyer about a line. `priced` is undefined where it cannot be bought, `available` where stock was
 * not looked at.
 */
export function differencesOf(
  line: CartLine,
  priced: PricedLine | undefined,
  available: number | undefined,
): Difference[] {
  const { variantId, quantity, seenUnitPrice, seenShippingFee } = line;
  if (!priced) return [{ variantId, code: 'unavailable' }];
  const price = priced.unitPrice.amount;
  const { shippingFee, minimumQuantity } = priced.offer;
  const found: Difference[] = [];
  if (price !== seenUnitPrice) found.push({ variantId, code: 'price_changed', was: seenUnitPrice, now: price });
  if (shippingFee.amount !== seenShippingFee) {
    found.push({ variantId, code: 'shipping_changed', was: seenShippingFee, now: shippingFee.amount });
  }
  if (quantity < minimumQuantity) {
    found.push({ variantId, code: 'below_minimum_quantity', was: quantity, now: minimumQuantity });
  }
  if (available !== undefined && available < quantity) {
    found.push({ variantId, code: 'quantity_above_stock', was: quantity, now: available });
  }
  return found;
}

/** What the coupon took off when the buyer last agreed, in minor units by currency. */
export const seenOf = (cart: Pick<CartRow, 'currency' | 'seenDiscount' | 'seenDiscounts'>): Record<string, number> =>
  cart.currency === null ? { ...cart.seenDiscounts } : { [cart.currency]: cart.seenDiscount };

/** What to tell the buyer about the coupon: that it takes something else off than the buyer agreed to. */
export function couponDifferences(
  cart: Pick<CartRow, 'currency' | 'seenDiscount' | 'seenDiscounts'>,
  totals: readonly Money[],
  isUsable: boolean,
): Difference[] {
  const seen = seenOf(cart);
  const off = Object.fromEntries(totals.map(({ currency, amount }) => [currency, amount]));
  const code = isUsable ? 'coupon_changed' : 'coupon_unavailable';
  return [...new Set([...Object.keys(seen), ...Object.keys(off)])].flatMap((currency) => {
    const [was, now] = [seen[currency] ?? 0, off[currency] ?? 0];
    if (was === now) return [];
    return [{ code, was, now, ...(cart.currency === null && { currency }) }];
  });
}

/** Whether an order may not be placed until the buyer has changed the line. Stock is judged by the reservation. */
export const blocks = (difference: Difference): boolean =>
  difference.code === 'unavailable' || difference.code === 'below_minimum_quantity';

/** A difference as a field error; the pointer names the line in the cart. */
export function differenceError({ variantId, code, was, now }: Difference): FieldError {
  const change = was === undefined || now === undefined ? '' : `: ${was} → ${now}`;
  const pointer = variantId === undefined ? '/coupon' : `/lines/${toWire('var', variantId)}`;
  return { pointer, code, message: `${MESSAGES[code]}${change}` };
}

const MESSAGES: Readonly<Record<DifferenceCode, string>> = {
  price_changed: 'the price of a unit has changed',
  shipping_changed: 'the shipping fee of a unit has changed',
  unavailable: 'this cannot be bought at the moment',
  quantity_above_stock: 'the seller has fewer units',
  below_minimum_quantity: 'the seller sells more at once',
  coupon_changed: 'the coupon takes something else off',
  coupon_unavailable: 'the coupon cannot be used any more',
};

export function totalsOf(lines: readonly QuotedLine[], currency: Currency): Totals {
  const total = (part: (line: QuotedLine) => Money): Money => lines.map(part).reduce(add, zero(currency));
  return {
    item: total((line) => line.item),
    tax: total((line) => line.tax),
    shipping: total((line) => line.shipping),
    discount: total(({ discount }) => add(discount.platform, discount.seller)),
    total: total((line) => line.total),
  };
}

/** Everything that the buyer pays for and how much, in one text: two quotes are the same when these are equal. */
export function canonicalText(lines: readonly QuotedLine[]): string {
  const parts = lines.map(({ offer, quantity, unitPrice, tax, shipping, total }) => {
    const amounts = [unitPrice.amount, tax.amount, shipping.amount, total.amount];
    return [offer.variantId, quantity, ...amounts, unitPrice.currency].join('|');
  });
  return [...parts].sort().join('\n');
}
