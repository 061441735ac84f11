import { add, allocate, money, share, subtract, sum, zero, type Id, type Money } from '../../kernel/index.js';

/** Minor units of one currency. */
export interface CouponAmounts {
  /** What is taken off, when it is not a percentage. */
  readonly off?: number;
  /** The goods have to cost at least so much. */
  readonly minimum?: number;
  /** The most that a percentage takes off. */
  readonly most?: number;
}

export interface Coupon {
  readonly id: Id<'cpn'>;
  readonly code: string;
  /** Whose goods it lowers; null: everybody's. */
  readonly sellerId: string | null;
  /** The share of the discount that the platform pays, in basis points; the sellers of the goods pay the rest. */
  readonly platformBps: number;
  readonly percentBps: number | null;
  readonly amounts: Readonly<Record<string, CouponAmounts>>;
  readonly startsAt: Date;
  readonly endsAt: Date | null;
  readonly totalLimit: number | null;
  readonly buyerLimit: number | null;
  readonly redeemed: number;
}

export interface CouponLine {
  readonly sellerId: string;
  readonly item: Money;
}

/** What is taken off a line, by who pays for it. */
export interface LineDiscount {
  readonly platform: Money;
  readonly seller: Money;
}

export const REFUSALS = [
  'unknown',
  'not_started',
  'ended',
  'used_up',
  'used_by_you',
  'other_currency',
  'below_minimum',
  'no_goods',
] as const;
export type CouponRefusal = (typeof REFUSALS)[number];

export interface Discounted {
  readonly refusal?: CouponRefusal;
  /** One for each line, in their order. */
  readonly lines: readonly LineDiscount[];
  readonly total: Money;
}

/** When it is asked for, and how often the buyer has used it before. */
export interface Circumstances {
  readonly at: Date;
  readonly usedByBuyer: number;
}

export const nothingOff = (currency: string): LineDiscount => ({ platform: zero(currency), seller: zero(currency) });

export const discountOf = ({ platform, seller }: LineDiscount): Money => add(platform, seller);

/**
 * What a coupon takes off the lines of a basket. A percentage is rounded half up on the sum of the goods; the discount
 * is split over the lines by largest remainder, by what they cost, and so is the platform's share of it over the lines'
 * discounts. Every line keeps at least one minor unit of its price.
 */
export function discount(
  coupon: Coupon,
  lines: readonly CouponLine[],
  currency: string,
  circumstances: Circumstances,
): Discounted {
  const none = lines.map(() => nothingOff(currency));
  const refusal = refusalOf(coupon, currency, circumstances);
  if (refusal) return { refusal, lines: none, total: zero(currency) };
  const items = lines.map((line) => priceFor(coupon, line));
  const goods = goodsOf(coupon, lines);
  const room = items.reduce((a, b) => a + Math.max(0, b - 1), 0);
  if (room === 0) return { refusal: 'no_goods', lines: none, total: zero(currency) };
  const { minimum = 0 } = coupon.amounts[currency] ?? {};
  if (goods < minimum) return { refusal: 'below_minimum', lines: none, total: zero(currency) };
  const total = money(Math.min(wantedOff(coupon, money(goods, currency)), room), currency);
  if (total.amount === 0) return { refusal: 'no_goods', lines: none, total };
  return { lines: splitOff(total, items, coupon.platformBps), total };
}

const priceFor = (coupon: Coupon, { sellerId, item }: CouponLine): number =>
  coupon.sellerId === null || coupon.sellerId === sellerId ? item.amount : 0;

/** What the goods that it lowers cost, in minor units. */
export const goodsOf = (coupon: Coupon, lines: readonly CouponLine[]): number =>
  lines.reduce((sum, line) => sum + priceFor(coupon, line), 0);

/** Why it takes nothing off goods of the currency, whatever they cost. */
export function refusalOf(
  coupon: Coupon,
  currency: string,
  { at, usedByBuyer }: Circumstances,
): CouponRefusal | undefined {
  if (at < coupon.startsAt) return 'not_started';
  if (coupon.endsAt !== null && at >= coupon.endsAt) return 'ended';
  if (coupon.totalLimit !== null && coupon.redeemed >= coupon.totalLimit) return 'used_up';
  if (coupon.buyerLimit !== null && usedByBuyer >= coupon.buyerLimit) return 'used_by_you';
  const isEverywhere = coupon.percentBps !== null && Object.keys(coupon.amounts).length === 0;
  return isEverywhere || coupon.amounts[currency] ? undefined : 'other_currency';
}

function wantedOff({ percentBps, amounts }: Coupon, goods: Money): number {
  const { off = 0, most = Number.MAX_SAFE_INTEGER } = amounts[goods.currency] ?? {};
  return percentBps === null ? off : Math.min(share(goods, percentBps).amount, most);
}

/** Splits a discount over lines, and each line's part over who pays for it; both add up to the discount. */
export function splitOff(total: Money, items: readonly number[], platformBps: number): LineDiscount[] {
  const byPrice = allocate(total, items);
  const isKept = byPrice.every(({ amount }, i) => amount === 0 || amount < (items[i] ?? 0));
  const room = items.map((item) => Math.max(0, item - 1));
  const parts = isKept ? byPrice : allocate(total, room);
  const weights = parts.map((part) => part.amount);
  const platform = allocate(share(total, platformBps), weights);
  return parts.map((part, i) => ({ platform: platform[i] as Money, seller: subtract(part, platform[i] as Money) }));
}

export const totalOff = (currency: string, lines: readonly LineDiscount[]): LineDiscount => ({
  platform: sum(
    currency,
    lines.map((line) => line.platform),
  ),
  seller: sum(
    currency,
    lines.map((line) => line.seller),
  ),
});
