import type pg from 'pg';
import { toWire } from '../../src/kernel/index.js';
import { newId } from '../../src/platform/database/index.js';
import type { Offer } from './listings.js';

/** A person who is signed in. */
export interface Buyer {
  readonly userId: string;
  readonly token: string;
}

/** A basket that waits to be ordered, with the request that orders it. */
export interface ReadyCart {
  readonly buyer: Buyer;
  readonly order: object;
  readonly card: object;
}

export const PRICE = 2_490;
export const SHIPPING = 490;

/** Every buyer has an address and a card of their own, as people have. */
export const addressOf = (buyer: Buyer): object => ({
  name: 'Ada Lovelace',
  line1: `Bench road ${buyer.userId}`,
  city: 'New York',
  postalCode: '10001',
  country: 'US',
});

export const cardOf = (buyer: Buyer): object => ({ card: { token: `tok_approve_${buyer.userId.slice(-12)}` } });

/** Puts the offers into baskets, one for each list, of one buyer after the other. */
export async function readyCarts(
  db: pg.ClientBase,
  buyers: readonly Buyer[],
  contents: readonly (readonly Offer[])[],
): Promise<ReadyCart[]> {
  const carts = contents.map((offers, i) => {
    const buyer = buyers[i % buyers.length];
    if (!buyer) throw new Error('There is no buyer');
    return { id: newId('crt'), buyer, variantIds: offers.map((offer) => offer.variantId) };
  });
  const rows = carts.map(({ id, buyer, variantIds }) => ({ id, buyerId: buyer.userId, variantIds }));
  await db.query(
    `with given as (select * from jsonb_to_recordset($1::jsonb) as r(id uuid, "buyerId" uuid, "variantIds" uuid[])),
          opened as (insert into carts (id, buyer_id, currency, created_at, updated_at)
                     select id, "buyerId", 'USD', now(), now() from given)
     insert into cart_lines (cart_id, variant_id, quantity, seen_unit_price, seen_shipping_fee, added_at)
     select given.id, v, 1, ${PRICE}, ${SHIPPING}, now() from given cross join unnest("variantIds") v`,
    [JSON.stringify(rows)],
  );
  return carts.map(({ id, buyer }) => ({
    buyer,
    order: { cartId: toWire('crt', id), shippingAddress: addressOf(buyer) },
    card: cardOf(buyer),
  }));
}

/** Two offers of two sellers, different ones for each basket as long as there are enough. */
export function pairsOf(offers: readonly Offer[], count: number): Offer[][] {
  return Array.from({ length: count }, (_, i) => {
    const first = offers[(2 * i) % offers.length];
    const second = offers[(2 * i + 1) % offers.length];
    if (!first || !second) throw new Error('There is no listing');
    return [first, second];
  });
}
