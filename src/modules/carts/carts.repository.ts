import { Injectable } from '@nestjs/common';
import type { Money } from '../../kernel/index.js';
import { query, queryOne, statement, type Tx } from '../../platform/database/index.js';
import { defineRetention } from '../../platform/housekeeping/index.js';
import { NotFound } from '../../platform/http/index.js';
import type { CartLine, CartRow } from './cart.domain.js';
import { CartChanged, CartClosed } from './carts.errors.js';

const CART = `c.id, c.buyer_id as "buyerId", c.state, c.currency, c.is_mixed as "isMixed", c.version, c.created_at as "createdAt",
          c.coupon_code as "couponCode", c.seen_discount as "seenDiscount", c.seen_discounts as "seenDiscounts",
          coalesce((select jsonb_agg(jsonb_build_object('variantId', l.variant_id, 'quantity', l.quantity,
                                       'seenUnitPrice', l.seen_unit_price, 'seenShippingFee', l.seen_shipping_fee)
                                     order by l.added_at, l.variant_id)
                      from cart_lines l where l.cart_id = c.id), '[]') as lines`;

const find = statement<[id: string, buyerId: string], CartRow>(
  'carts.find',
  `select ${CART} from carts c where c.id = $1 and c.buyer_id = $2`,
);

const insert = statement<
  [
    id: string,
    variantIds: string[],
    quantities: number[],
    prices: number[],
    fees: number[],
    at: Date,
    buyerId: string,
    currency: string | null,
    isMixed: boolean,
  ],
  unknown
>(
  'carts.insert',
  `with cart as (insert into carts (id, buyer_id, currency, is_mixed, created_at, updated_at)
                 values ($1, $7, $8, $9, $6, $6))
   insert into cart_lines (cart_id, variant_id, quantity, seen_unit_price, seen_shipping_fee, added_at)
   select $1, v, q, p, f, $6 from unnest($2::uuid[], $3::int[], $4::bigint[], $5::bigint[]) as l(v, q, p, f)`,
);

/** A cart that was open at this version still is: who orders it makes the next one. */
const touch = statement<[id: string, version: number, currency: string | null, at: Date], { id: string }>(
  'carts.touch',
  `update carts set version = version + 1, currency = $3, updated_at = $4
    where id = $1 and version = $2 returning id`,
);

/** The version is read before the row is locked, so that the lines are those of the version that is closed. */
const checkOut = statement<[id: string, buyerId: string, at: Date], CartRow>(
  'carts.check-out',
  `update carts c set state = 'ordered', version = c.version + 1, updated_at = $3
     from carts seen
    where seen.id = $1 and c.id = $1 and c.buyer_id = $2 and c.state = 'open' and c.version = seen.version
   returning ${CART}`,
);

const putLines = statement<
  [cartId: string, variantIds: string[], quantities: number[], prices: number[], fees: number[], at: Date],
  unknown
>(
  'carts.put-lines',
  `insert into cart_lines (cart_id, variant_id, quantity, seen_unit_price, seen_shipping_fee, added_at)
   select $1, v, q, p, f, $6 from unnest($2::uuid[], $3::int[], $4::bigint[], $5::bigint[]) as l(v, q, p, f)
   on conflict (cart_id, variant_id) do update
     set quantity = excluded.quantity, seen_unit_price = excluded.seen_unit_price,
         seen_shipping_fee = excluded.seen_shipping_fee`,
);

const agree = statement<[id: string, discount: number, discounts: string | null], never>(
  'carts.agree-to-discount',
  'update carts set seen_discount = $2, seen_discounts = $3::jsonb where id = $1',
);

const putCoupon = statement<[id: string, version: number, code: string | null, at: Date], { id: string }>(
  'carts.put-coupon',
  `update carts set coupon_code = $3, seen_discount = 0, seen_discounts = null, version = version + 1, updated_at = $4
    where id = $1 and version = $2 returning id`,
);

const dropLine = statement<[cartId: string, variantId: string], { variantId: string }>(
  'carts.drop-line',
  'delete from cart_lines where cart_id = $1 and variant_id = $2 returning variant_id as "variantId"',
);

/** What was ordered is in the order. */
defineRetention({ table: 'carts', endedAt: 'updated_at', where: `state = 'ordered'`, keep: 'P90D' });

@Injectable()
export class CartsRepository {
  find(tx: Tx, id: string, buyerId: string): Promise<CartRow | undefined> {
    return queryOne(tx, find, [id, buyerId]);
  }

  /** @throws NotFound when the buyer has no such cart, CartClosed when it has become an order. */
  async findOpen(tx: Tx, id: string, buyerId: string): Promise<CartRow> {
    const cart = await this.find(tx, id, buyerId);
    if (!cart) throw new NotFound({ what: 'cart' });
    if (cart.state !== 'open') throw new CartClosed({});
    return cart;
  }

  async insert(
    tx: Tx,
    cart: Pick<CartRow, 'id' | 'buyerId' | 'currency' | 'isMixed' | 'lines'>,
    at: Date,
  ): Promise<CartRow> {
    await query(tx, insert, [cart.id, ...columns(cart.lines), at, cart.buyerId, cart.currency, cart.isMixed]);
    // All of them were added at once, and then they are in the order of their variants.
    const lines = [...cart.lines].sort((a, b) => (a.variantId < b.variantId ? -1 : 1));
    return { ...cart, lines, state: 'open', version: 1, createdAt: at, ...NO_COUPON };
  }

  /** Claims an open cart at the version that was read; false when someone else was faster. */
  async touch(tx: Tx, id: string, version: number, currency: string | null, at: Date): Promise<boolean> {
    return (await query(tx, touch, [id, version, currency, at])).length === 1;
  }

  /**
   * Closes an open cart and returns it.
   * @throws NotFound, CartClosed; CartChanged when it was changed at the same time
   */
  async checkOut(tx: Tx, id: string, buyerId: string, at: Date): Promise<CartRow> {
    const cart = await queryOne(tx, checkOut, [id, buyerId, at]);
    if (cart) return cart;
    await this.findOpen(tx, id, buyerId);
    throw new CartChanged({});
  }

  async putLines(tx: Tx, cartId: string, lines: readonly CartLine[], at: Date): Promise<void> {
    await query(tx, putLines, [cartId, ...columns(lines), at]);
  }

  /** Notes what the coupon took off when the buyer looked. */
  async agree(tx: Tx, { id, currency }: CartRow, discounts: readonly Money[]): Promise<void> {
    const byCurrency = Object.fromEntries(discounts.map((discount) => [discount.currency, discount.amount]));
    if (currency === null) await query(tx, agree, [id, 0, JSON.stringify(byCurrency)]);
    else await query(tx, agree, [id, byCurrency[currency] ?? 0, null]);
  }

  /** Puts a code on the cart at the version that was read, or takes it off; false when someone else was faster. */
  async putCoupon(tx: Tx, { id, version }: CartRow, code: string | null, at: Date): Promise<boolean> {
    return (await query(tx, putCoupon, [id, version, code, at])).length === 1;
  }

  async dropLine(tx: Tx, cartId: string, variantId: string): Promise<boolean> {
    return (await query(tx, dropLine, [cartId, variantId])).length === 1;
  }
}

const NO_COUPON = { couponCode: null, seenDiscount: 0, seenDiscounts: null } as const;

const columns = (lines: readonly CartLine[]): [string[], number[], number[], number[]] => [
  lines.map((line) => line.variantId),
  lines.map((line) => line.quantity),
  lines.map((line) => line.seenUnitPrice),
  lines.map((line) => line.seenShippingFee),
];
