import { allocate, type Money } from '../../kernel/index.js';
import { partOf, type FrozenLine } from './refund.domain.js';
import type { SellerOrder } from './seller-orders.repository.js';

/** What of a seller order goes back. */
export interface Wanted {
  readonly lines: readonly { readonly lineId: string; readonly units: number }[];
  /** Minor units. */
  readonly shipping: number;
}

/** What a seller pays for a sale, in minor units. */
export interface SaleFees {
  /** With the other fees. */
  readonly commission: number;
  /** The tax on them. */
  readonly feeTax: number;
}

/** What goes back with some units of a seller order and some of its shipping; minor units. */
export interface TakenBack {
  /** What the goods cost after the discount that the seller pays. */
  readonly item: number;
  readonly tax: number;
  readonly shipping: number;
  /** Back to the platform. */
  readonly platformDiscount: number;
  /** Back to the buyer: item + tax + shipping − platformDiscount. */
  readonly paid: number;
  /** What the goods were charged. */
  readonly fees: SaleFees;
  /** What of it goes back to the seller once it was earned: all but what the fees' rules keep. */
  readonly returnedFees: SaleFees;
}

/** A line with how many of its units went back before. */
export type RefundableLine = FrozenLine & {
  readonly id: string;
  readonly refundedUnits: number;
  readonly commission: number;
  readonly fixedFee: number;
  readonly paymentFee: number;
  readonly feeTax: number;
};

/** The components of a sale's fees that stay with the platform, by line. */
export type KeptFees = ReadonlyMap<string, readonly string[]>;

/** Whatever has not gone back yet. */
export const remainderOf = (order: Pick<SellerOrder, 'lines' | 'shipping' | 'refundedShipping'>): Wanted => ({
  lines: order.lines
    .map(({ id, quantity, refundedUnits }) => ({ lineId: id, units: quantity - refundedUnits }))
    .filter(({ units }) => units > 0),
  shipping: order.shipping - order.refundedShipping,
});

/**
 * The parts of the next units of the lines. Each amount is the difference of two cuts, rounded down, at the units
 * returned so far: any sequence adds up to the line, to the minor unit. Fees are cut out of the cut of the goods, and
 * their tax out of the cut of both, so that a seller never gives back more than the goods cost.
 */
export function takenBackOf(
  lines: readonly RefundableLine[],
  { lines: wanted, shipping }: Wanted,
  kept: KeptFees,
): TakenBack {
  const parts = wanted.flatMap(({ lineId, units }) => {
    const line = lines.find(({ id }) => id === lineId);
    return line ? [partOfLine(line, units, kept.get(line.id) ?? [])] : [];
  });
  const total = (of: (part: TakenBack) => number): number => parts.reduce((sum, part) => sum + of(part), 0);
  const fees = (which: 'fees' | 'returnedFees'): SaleFees => ({
    commission: total((part) => part[which].commission),
    feeTax: total((part) => part[which].feeTax),
  });
  return {
    item: total((part) => part.item),
    tax: total((part) => part.tax),
    shipping,
    platformDiscount: total((part) => part.platformDiscount),
    paid: total((part) => part.paid) + shipping,
    fees: fees('fees'),
    returnedFees: fees('returnedFees'),
  };
}

/** Of a sale, or of what is left of it; minor units. */
export type SaleParts = Pick<TakenBack, 'item' | 'tax' | 'shipping' | 'fees' | 'returnedFees'>;

/**
 * The part of a sale that an amount of it takes along: goods, tax and shipping by the largest-remainder method, the fees
 * and their tax with the goods as one, rounded down, so that nobody gives back more than the goods cost. The whole
 * amount takes every part as it is.
 */
export function partOfSale(amount: Money, sale: SaleParts): SaleParts {
  const weights = [sale.item, sale.tax, sale.shipping];
  const hasParts = weights.some((weight) => weight > 0);
  const [item = 0, tax = 0, shipping = 0] = allocate(amount, hasParts ? weights : [1, 0, 0]).map((part) => part.amount);
  const cut = (fees: SaleFees): SaleFees => feesAt(fees, Math.min(item, sale.item), sale.item);
  return { item, tax, shipping, fees: cut(sale.fees), returnedFees: cut(sale.returnedFees) };
}

/** What of a sale is left without the part that an amount of it took along. */
export function restOfSale(taken: Money, sale: SaleParts): SaleParts {
  const part = partOfSale(taken, sale);
  return {
    item: sale.item - part.item,
    tax: sale.tax - part.tax,
    shipping: sale.shipping - part.shipping,
    fees: difference(sale.fees, part.fees),
    returnedFees: difference(sale.returnedFees, part.returnedFees),
  };
}

function partOfLine(line: RefundableLine, units: number, kept: readonly string[]): TakenBack {
  const goods = { ...line, shipping: 0 };
  const { item, tax, platformDiscount, sellerDiscount, paid } = partOf({
    line: goods,
    before: line.refundedUnits,
    units,
  });
  const all = line.item - line.sellerDiscount;
  const before = goodsAt(goods, line.refundedUnits);
  const after = before + item - sellerDiscount;
  const cut = (fees: SaleFees): SaleFees => difference(feesAt(fees, after, all), feesAt(fees, before, all));
  const charged = { commission: line.commission + line.fixedFee + line.paymentFee, feeTax: line.feeTax };
  return {
    item: item - sellerDiscount,
    tax,
    shipping: 0,
    platformDiscount,
    paid,
    fees: cut(charged),
    returnedFees: cut(returnable(line, charged, kept)),
  };
}

/** What the first units of a line cost after the seller's discount. */
function goodsAt(line: FrozenLine, units: number): number {
  const { item, sellerDiscount } = partOf({ line, before: 0, units });
  return item - sellerDiscount;
}

/** The tax follows the fees that it is on. */
function returnable(line: RefundableLine, { commission, feeTax }: SaleFees, kept: readonly string[]): SaleFees {
  const part = (component: string, fee: number): number => (kept.includes(component) ? 0 : fee);
  const returned =
    part('commission', line.commission) + part('fixed_fee', line.fixedFee) + part('payment_fee', line.paymentFee);
  return { commission: returned, feeTax: floorShare(feeTax, returned, commission) };
}

function feesAt({ commission, feeTax }: SaleFees, goods: number, all: number): SaleFees {
  const taken = commission + feeTax;
  const cut = floorShare(taken, goods, all);
  const tax = floorShare(feeTax, cut, taken);
  return { commission: cut - tax, feeTax: tax };
}

const difference = (a: SaleFees, b: SaleFees): SaleFees => ({
  commission: a.commission - b.commission,
  feeTax: a.feeTax - b.feeTax,
});

const floorShare = (amount: number, of: number, all: number): number =>
  all === 0 ? 0 : Number((BigInt(amount) * BigInt(of)) / BigInt(all));
