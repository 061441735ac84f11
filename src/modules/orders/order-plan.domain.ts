import { sum, type Id, type Money } from '../../kernel/index.js';
import type { Quote, Totals } from '../carts/index.js';
import { splitBySeller, type SellerShare } from './order.domain.js';

/** Where the goods go. */
export interface ShippingAddress {
  readonly name: string;
  readonly line1: string;
  readonly line2?: string;
  readonly city: string;
  readonly region?: string;
  readonly postalCode: string;
  /** ISO 3166-1 alpha-2. */
  readonly country: string;
  readonly phone?: string;
}

/** An order as it will be written: everything decided, nothing stored. */
export interface OrderPlan {
  readonly orderId: Id<'ord'>;
  readonly buyerId: Id<'usr'>;
  readonly cartId: Id<'crt'>;
  readonly currency: string;
  readonly totals: Totals;
  readonly shares: readonly SellerShare[];
  readonly shippingAddress: ShippingAddress;
  readonly email?: string;
  readonly useStoreCredit?: boolean;
  /** The company that will owe it; absent where it is paid when it is ordered. */
  readonly companyId?: Id<'cmp'>;
  readonly placedAt: Date;
  readonly payBy: Date;
}

export interface PlanInput {
  readonly quote: Quote;
  readonly shippingAddress: ShippingAddress;
  readonly email?: string;
  readonly useStoreCredit?: boolean;
  readonly companyId?: Id<'cmp'>;
  readonly placedAt: Date;
  readonly payBy: Date;
  readonly orderId: Id<'ord'>;
  readonly newSellerOrderId: () => Id<'sor'>;
}

/** @throws RangeError when the shares would not add up to the basket, or the basket has no line. */
export function planOrder({ quote, newSellerOrderId, ...input }: PlanInput): OrderPlan {
  const { cart, currency, lines, totals } = quote;
  if (currency === null || totals === null || lines.length === 0) throw new RangeError('A basket without lines');
  const shares = splitBySeller(lines, newSellerOrderId);
  const whole: Money = sum(
    currency,
    shares.map((share) => share.total),
  );
  if (whole.amount !== totals.total.amount) throw new RangeError('The shares do not add up to the basket');
  return { ...input, buyerId: cart.buyerId, cartId: cart.id, currency, totals, shares };
}

/** The address in one line without case and spacing, so that two spellings of it compare equal. */
export const addressKey = (address: ShippingAddress): string =>
  [address.line1, address.line2, address.postalCode, address.city, address.country]
    .map((part) => (part ?? '').normalize('NFKC').toLowerCase().replace(/\s+/g, ' ').trim())
    .join('|');
