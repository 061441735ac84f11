import { allocate, money, type Money } from '../../kernel/index.js';

/** Minor units. */
export interface SaleParts {
  readonly item: number;
  readonly tax: number;
  readonly shipping: number;
  readonly fees: { readonly commission: number; readonly feeTax: number };
  readonly returnedFees: { readonly commission: number; readonly feeTax: number };
}

/**
 * The part of a sale that an amount of it takes along: goods, tax and shipping by the largest-remainder method, the fees
 * with the goods, rounded down. The whole amount takes every part as it is.
 */
export function partOfSale(amount: Money, sale: SaleParts): SaleParts {
  const weights = [sale.item, sale.tax, sale.shipping];
  const hasParts = weights.some((weight) => weight > 0);
  const [item = 0, tax = 0, shipping = 0] = allocate(amount, hasParts ? weights : [1, 0, 0]).map((part) => part.amount);
  const cut = ({ commission, feeTax }: SaleParts['fees']): SaleParts['fees'] => ({
    commission: floorShare(commission, item, sale.item),
    feeTax: floorShare(feeTax, item, sale.item),
  });
  return { item, tax, shipping, fees: cut(sale.fees), returnedFees: cut(sale.returnedFees) };
}

/** What the seller has got of it. */
export const sellerPartOf = ({ item, shipping, returnedFees }: SaleParts, shippingTo: 'seller' | 'platform'): number =>
  item - returnedFees.commission - returnedFees.feeTax + (shippingTo === 'seller' ? shipping : 0);

/** The fee of a dispute, among those who bear it by what was taken of each. */
export const feeShares = (fee: number, currency: string, amounts: readonly number[]): number[] =>
  amounts.some((amount) => amount > 0) ? allocate(money(fee, currency), amounts).map((part) => part.amount) : [];

const floorShare = (amount: number, of: number, all: number): number =>
  all === 0 ? 0 : Number((BigInt(amount) * BigInt(Math.min(of, all))) / BigInt(all));
