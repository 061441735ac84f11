import type pg from 'pg';
import { gatherStatistics } from './statistics.js';

/** Orders of the past, one or two sellers each, as they stand when everything about them is over. */
const ORDERS = [
  `create temp table offers as
     select row_number() over (order by id) - 1 as nth, id as variant_id, listing_id, seller_id, price_amount as price
       from listing_variants`,
  `create temp table past as
     select n, ledger.new_id() as id, ledger.new_id() as payment_id, gen_random_uuid() as any_id, 1 + n % 2 as sellers,
            ($2::uuid[])[1 + n % cardinality($2::uuid[])] as buyer_id, now() - n * interval '1 minute' as at
       from generate_series(1, $1::int) n`,
  `create temp table past_shares as
     select p.*, k, ledger.new_id() as share_id, o.variant_id, o.listing_id, o.seller_id, o.price
       from past p cross join lateral generate_series(1, p.sellers) k
       join offers o on o.nth = (p.n * 7 + k * 13) % (select count(*) from offers)`,
  `insert into orders (id, buyer_id, cart_id, payment_id, risk_decision_id, currency, item_total, tax_total,
                       shipping_total, total, ship_to_sealed, ship_to_country, placed_at, pay_by)
   select id, buyer_id, any_id, payment_id, any_id, 'USD', sum(price), 0, 0, sum(price), repeat('x', 240), 'US', at, at
     from past_shares group by id, buyer_id, any_id, payment_id, at`,
  `insert into seller_orders (id, order_id, seller_id, buyer_id, payment_id, state, version, currency, item_total,
                              tax_total, shipping_total, commission_total, shipping_to, total, rule_version,
                              placed_at, updated_at)
   select share_id, id, seller_id, buyer_id, payment_id, 'completed', 6, 'USD', price, 0, 0, price / 10, 'seller', price,
          'bench', at, at
     from past_shares`,
  `insert into order_lines (id, seller_order_id, position, variant_id, listing_id, category_id, title, sku, condition,
                            quantity, unit_price, item_total, tax, shipping, commission, total, rule_version)
   select ledger.new_id(), s.share_id, 1, s.variant_id, s.listing_id, l.category_id, l.title, null, l.condition, 1,
          s.price, s.price, 0, 0, s.price / 10, s.price, 'bench'
     from past_shares s join listings l on l.id = s.listing_id`,
  'drop table past_shares, past, offers',
];

export async function addPastOrders(db: pg.ClientBase, count: number, buyers: readonly string[]): Promise<void> {
  for (const text of ORDERS) await db.query(text, text.includes('$1') ? [count, buyers] : []);
  await gatherStatistics(db);
}

/** Gives every seller some ratings, with the sums that go with them. */
export async function addRatings(db: pg.ClientBase): Promise<void> {
  await db.query(
    `insert into seller_ratings (seller_id, n, total, positive, item_as_described, communication, shipping_speed, stars,
                                 decayed_weight, decayed_sum, decayed_at)
     select id, n, 4 * n, n, 4 * n, 4 * n, 4 * n, array[0, 0, 0, n, 0], n, 4 * n, now()
       from (select id, (10 + row_number() over (order by id) % 190)::int as n from sellers) s
     on conflict do nothing`,
  );
  await db.query(
    'update rating_totals set n = s.n, total = s.total from (select sum(n) n, sum(total) total from seller_ratings) s',
  );
}
