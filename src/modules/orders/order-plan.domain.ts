import type { Id } from '../../kernel/index.js';
import type { Quote, Totals } from '../carts/index.js';
import { splitBySeller, type SellerShare } from './order.domain.js';
import { totalsIn } from './paid-in.domain.js';

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

export interface OrderRequest {
  readonly cartId: Id<'crt'>;
  readonly shippingAddress: ShippingAddress;
  readonly email?: string;
  readonly quoteVersion?: string;
  /** Store credit pays as much as there is. */
  readonly useStoreCredit?: boolean;
  /** The company that orders on account. */
  readonly companyId?: Id<'cmp'>;
  /** An approver of a company has confirmed it. */
  readonly isApproved?: boolean;
  /** Who referred the buyer. */
  readonly affiliateCode?: string;
  /** What the buyer pays in, where that is not what the sellers settle in. */
  readonly paymentCurrency?: string;
  /** The rates that the buyer was promised; the current ones, where none. */
  readonly fxQuoteIds?: readonly Id<'fxq'>[];
}

/** An order as it will be written: everything decided, nothing stored. */
export interface OrderPlan {
  readonly orderId: Id<'ord'>;
  readonly buyerId: Id<'usr'>;
  readonly cartId: Id<'crt'>;
  /** What the buyer pays in, and the totals. Shares are in the currencies that their sellers settle in. */
  readonly currency: string;
  readonly totals: Totals;
  readonly shares: readonly SellerShare[];
  readonly shippingAddress: ShippingAddress;
  readonly email?: string;
  readonly useStoreCredit?: boolean;
  /** The company that will owe it; absent where it is paid when it is ordered. */
  readonly companyId?: Id<'cmp'>;
  readonly isApproved?: boolean;
  readonly affiliateCode?: string;
  readonly placedAt: Date;
  readonly payBy: Date;
}

export interface PlanInput {
  readonly quote: Quote;
  /** What the buyer pays in. */
  readonly currency: string;
  readonly shippingAddress: ShippingAddress;
  readonly email?: string;
  readonly useStoreCredit?: boolean;
  readonly companyId?: Id<'cmp'>;
  readonly isApproved?: boolean;
  readonly affiliateCode?: string;
  readonly placedAt: Date;
  readonly payBy: Date;
  readonly orderId: Id<'ord'>;
  readonly newSellerOrderId: () => Id<'sor'>;
}

/** What sellers settle in of a basket. */
export const currenciesOf = ({ lines }: Quote): string[] => [...new Set(lines.map(({ total }) => total.currency))];

/**
 * Splits a basket by seller. `convert` says what shares in another currency than the payment's cost.
 * @throws RangeError when the shares would not add up to the basket, or the basket has no line
 */
export function planOrder(
  { quote, newSellerOrderId, ...input }: PlanInput,
  convert: (shares: readonly SellerShare[]) => readonly SellerShare[] = (shares) => shares,
): OrderPlan {
  const { cart, lines, totals: quoted } = quote;
  if (lines.length === 0) throw new RangeError('A basket without lines');
  const shares = convert(splitBySeller(lines, newSellerOrderId));
  const totals = totalsIn(input.currency, shares);
  if (quoted?.total.currency === input.currency && quoted.total.amount !== totals.total.amount) {
    throw new RangeError('The shares do not add up to the basket');
  }
  return { ...input, buyerId: cart.buyerId, cartId: cart.id, totals, shares };
}

/** The address in one line without case and spacing, so that two spellings of it compare equal. */
export const addressKey = (address: ShippingAddress): string =>
  [address.line1, address.line2, address.postalCode, address.city, address.country]
    .map((part) => (part ?? '').normalize('NFKC').toLowerCase().replace(/\s+/g, ' ').trim())
    .join('|');
