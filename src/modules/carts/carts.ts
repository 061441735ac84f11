import { Injectable } from '@nestjs/common';
import { Clock, currency, zero, type Currency, type Id } from '../../kernel/index.js';
import { sha256 } from '../../platform/crypto/index.js';
import type { Tx } from '../../platform/database/index.js';
import { NotFound } from '../../platform/http/index.js';
import { Coupons, nothingOff, totalOff, type LineDiscount, type PricedCoupon } from '../coupons/index.js';
import { Fees } from '../fees/index.js';
import { Inventory } from '../inventory/index.js';
import { Listings, unitPriceAt, type Offer } from '../listings/index.js';
import {
  blocks,
  canonicalText,
  couponDifferences,
  differenceError,
  differencesOf,
  isCountable,
  isOffered,
  priceLine,
  quoteLine,
  totalsOf,
  type CartLine,
  type Difference,
  type PricedLine,
  type QuotedLine,
  type Totals,
  type CartRow,
} from './cart.domain.js';
import { CartEmpty, QuoteChanged } from './carts.errors.js';
import { CartsRepository } from './carts.repository.js';

/** What the cart costs now. */
export interface Quote {
  readonly cart: CartRow;
  readonly currency: Currency | null;
  /** The lines that can be bought, in the order they were added. */
  readonly lines: readonly QuotedLine[];
  /** Of those lines; null while the cart has no currency. */
  readonly totals: Totals | null;
  readonly differences: readonly Difference[];
  /** The cart's, and what it takes off. */
  readonly coupon?: PricedCoupon;
  /** The same for the same goods, quantities and amounts, whenever it is asked. */
  readonly version: string;
}

type WithStock = 'with stock' | 'without stock';

const VERSION_LENGTH = 22;

@Injectable()
export class Carts {
  constructor(
    private readonly carts: CartsRepository,
    private readonly listings: Listings,
    private readonly fees: Fees,
    private readonly inventory: Inventory,
    private readonly coupons: Coupons,
    private readonly clock: Clock,
  ) {}

  /**
   * Prices the buyer's cart by today's offers and fee rules: three statements, four with stock, one more with a
   * coupon. Without stock no line is reported as above it; the reservation of an order judges that anyway.
   * @throws NotFound when the buyer has no such cart.
   */
  async quote(tx: Tx, cartId: Id<'crt'>, buyerId: Id<'usr'>, withStock: WithStock = 'without stock'): Promise<Quote> {
    const cart = await this.carts.find(tx, cartId, buyerId);
    if (!cart) throw new NotFound({ what: 'cart' });
    return this.quoteOf(tx, cart, await this.offersOf(tx, cart), withStock);
  }

  /**
   * Closes the buyer's cart for an order that commits with the caller, and prices it; three statements, four with a
   * coupon.
   * @throws NotFound, CartClosed; CartChanged when it was changed at the same time; CartEmpty
   */
  async checkOut(tx: Tx, cartId: Id<'crt'>, buyerId: Id<'usr'>): Promise<Quote> {
    const cart = await this.carts.checkOut(tx, cartId, buyerId, this.clock.now());
    if (cart.lines.length === 0) throw new CartEmpty({});
    return this.quoteOf(tx, cart, await this.offersOf(tx, cart), 'without stock');
  }

  /** Prices a cart by offers that were just read: one statement, two with stock, one more with a coupon. */
  async quoteOf(
    tx: Tx,
    cart: CartRow,
    offers: ReadonlyMap<string, Offer>,
    withStock: WithStock = 'without stock',
  ): Promise<Quote> {
    const stock = withStock === 'with stock' ? await this.inventory.availableOf(tx, variantsOf(cart)) : undefined;
    const asked = cart.lines.map((line) => ({
      line,
      priced: priceOf(line, offers.get(line.variantId), cart.currency),
    }));
    const differences = asked.flatMap(({ line, priced }) =>
      differencesOf(line, priced, stock && (stock.get(line.variantId) ?? 0)),
    );
    const priced = asked.flatMap((each) => each.priced ?? []);
    const coupon = await this.couponOf(tx, cart, priced);
    const lines = await this.addFees(tx, priced, coupon?.lines ?? []);
    const code = cart.currency === null ? null : currency(cart.currency);
    const discount = couponDifferences(cart, coupon?.totals ?? [], !coupon?.refusal);
    return {
      cart,
      currency: code,
      lines,
      totals: code && totalsOf(lines, code),
      differences: [...differences, ...discount],
      ...(coupon && { coupon }),
      version: sha256(canonicalText(lines)).toString('base64url').slice(0, VERSION_LENGTH),
    };
  }

  /**
   * Refuses a quote that is not what the buyer agreed to: the version presented, or else the prices last seen.
   * @throws QuoteChanged with one error per difference
   */
  assertAgreed(quote: Quote, presented?: string): void {
    const agreed = presented === undefined ? quote.differences.length === 0 : presented === quote.version;
    if (agreed && !quote.differences.some(blocks)) return;
    throw new QuoteChanged({}, quote.differences.map(differenceError));
  }

  /** The buyer has changed the cart and seen what its coupon takes off now, unless it takes nothing off any more. */
  async agreeToDiscount(tx: Tx, quote: Quote): Promise<Quote> {
    const { cart, coupon } = quote;
    if (coupon?.refusal || couponDifferences(cart, coupon?.totals ?? [], true).length === 0) return quote;
    await this.carts.agree(tx, cart, coupon?.totals ?? []);
    return { ...quote, differences: quote.differences.filter(({ code }) => code !== 'coupon_changed') };
  }

  /**
   * Counts the use of the cart's coupon by the order that the cart becomes; one statement, none without a discount.
   * @throws CouponUnusable when it has been used up since it was quoted
   */
  async redeem(tx: Tx, { cart, coupon, lines }: Quote, orderId: Id<'ord'>): Promise<void> {
    if (!coupon?.couponId || coupon.totals.length === 0) return;
    const { couponId, totals } = coupon;
    const discounts = lines.map((line) => line.discount);
    const parts = totals.map(({ currency: code }) => {
      const { platform, seller } = totalOff(
        code,
        discounts.filter((each) => each.platform.currency === code),
      );
      return { currency: code, platform: platform.amount, seller: seller.amount };
    });
    await this.coupons.redeem(tx, { couponId, orderId, buyerId: cart.buyerId, parts });
  }

  private async couponOf(tx: Tx, cart: CartRow, priced: readonly PricedLine[]): Promise<PricedCoupon | undefined> {
    if (cart.couponCode === null || (cart.currency === null && !cart.isMixed)) return undefined;
    const lines = priced.map(({ offer, item }) => ({ sellerId: offer.sellerId, item }));
    return this.coupons.price(tx, cart.couponCode, { buyerId: cart.buyerId, currency: cart.currency, lines });
  }

  private offersOf(tx: Tx, cart: CartRow): Promise<ReadonlyMap<string, Offer>> {
    return this.listings.offersOf(tx, variantsOf(cart));
  }

  private async addFees(
    tx: Tx,
    priced: readonly PricedLine[],
    discounts: readonly LineDiscount[],
  ): Promise<QuotedLine[]> {
    const off = priced.map(({ item }, i) => discounts[i] ?? nothingOff(item.currency));
    const fees = await this.fees.quote(
      tx,
      priced.map(({ offer, quantity, item, shipping }, i) => ({
        sellerId: offer.sellerId,
        categoryId: offer.categoryId,
        units: quantity,
        amount: item,
        shipping,
        sellerDiscount: off[i]?.seller ?? zero(item.currency),
        platformDiscount: off[i]?.platform ?? zero(item.currency),
      })),
    );
    return priced.flatMap((line, i) => {
      const [fee, discount] = [fees[i], off[i]];
      return fee && discount ? [quoteLine(line, fee, discount)] : [];
    });
  }
}

const variantsOf = ({ lines }: CartRow): Id<'var'>[] => lines.map((line) => line.variantId);

function priceOf(
  { quantity }: CartLine,
  offer: Offer | undefined,
  currencyCode: string | null,
): PricedLine | undefined {
  if (!isOffered(offer, currencyCode)) return undefined;
  const unitPrice = unitPriceAt(offer, quantity);
  return isCountable(offer, quantity, unitPrice) ? priceLine(offer, quantity, unitPrice) : undefined;
}
