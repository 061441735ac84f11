import type { OrderLineRow } from './seller-orders.repository.js';

/** Minor units, as frozen when the order was placed. */
export type FrozenLine = Pick<
  OrderLineRow,
  'quantity' | 'item' | 'tax' | 'shipping' | 'platformDiscount' | 'sellerDiscount'
>;

/** What goes back with some units; minor units. */
export interface RefundParts {
  readonly item: number;
  readonly tax: number;
  readonly shipping: number;
  /** Back to the platform. */
  readonly platformDiscount: number;
  /** Back to nobody: it lowered the price. */
  readonly sellerDiscount: number;
  /** Back to the buyer: item + tax + shipping − discounts. */
  readonly paid: number;
}

export interface ReturnedUnits {
  readonly line: FrozenLine;
  /** How many went back before. */
  readonly before: number;
  readonly units: number;
}

/**
 * What goes back with the next units of a line. Every amount is cut at the units returned so far, rounded down, and the
 * part is the difference of two cuts: so the parts of any sequence of returns add up to the line, to the minor unit. The
 * platform's part is cut out of the cut of the whole discount, so that no bearer's part is ever negative.
 */
export function partOf({ line, before, units }: ReturnedUnits): RefundParts {
  const [from, to] = [cutAt(line, before), cutAt(line, before + units)];
  const [item, tax, shipping] = [to.item - from.item, to.tax - from.tax, to.shipping - from.shipping];
  const platformDiscount = to.platform - from.platform;
  const sellerDiscount = to.discount - from.discount - platformDiscount;
  const paid = item + tax + shipping - platformDiscount - sellerDiscount;
  return { item, tax, shipping, platformDiscount, sellerDiscount, paid };
}

function cutAt({ quantity, item, tax, shipping, platformDiscount, sellerDiscount }: FrozenLine, units: number) {
  const whole = platformDiscount + sellerDiscount;
  const discount = floorShare(whole, units, quantity);
  const platform = whole === 0 ? 0 : floorShare(platformDiscount, discount, whole);
  const part = (amount: number): number => floorShare(amount, units, quantity);
  return { item: part(item), tax: part(tax), shipping: part(shipping), discount, platform };
}

const floorShare = (amount: number, of: number, all: number): number =>
  Number((BigInt(amount) * BigInt(of)) / BigInt(all));
