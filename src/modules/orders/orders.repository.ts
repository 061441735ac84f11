import { Injectable } from '@nestjs/common';
import type { Id } from '../../kernel/index.js';
import { Db, query, queryOne, statement, violatedConstraint, type Tx } from '../../platform/database/index.js';
import { SellerClosedMeanwhile } from './orders.errors.js';
import type { SellerOrderRow } from './seller-orders.repository.js';

export interface OrderRow {
  readonly id: Id<'ord'>;
  readonly buyerId: Id<'usr'>;
  readonly cartId: Id<'crt'>;
  readonly paymentId: Id<'pay'>;
  /** The company that owes it; null where it is paid when it is ordered. */
  readonly accountId: Id<'cmp'> | null;
  readonly currency: string;
  readonly itemTotal: number;
  readonly taxTotal: number;
  readonly shippingTotal: number;
  readonly discountTotal: number;
  readonly total: number;
  readonly shipToSealed: string;
  readonly emailSealed: string | null;
  readonly placedAt: Date;
  readonly payBy: Date;
}

const ORDER = `o.id, o.buyer_id as "buyerId", o.cart_id as "cartId", o.payment_id as "paymentId", o.account_id as "accountId", o.currency,
  o.item_total as "itemTotal", o.tax_total as "taxTotal", o.shipping_total as "shippingTotal",
  o.discount_total as "discountTotal", o.total,
  o.ship_to_sealed as "shipToSealed", o.email_sealed as "emailSealed", o.placed_at as "placedAt", o.pay_by as "payBy"`;

/**
 * All rows of an order with one round trip. The planner takes the function of the terms into the statement as long as no
 * argument of it is a subquery; `offset 0` keeps it one look-up for each seller.
 */
const place = statement<[order: string, sellerOrders: string, decisionId: string, country: string], never>(
  'orders.place',
  `with placed as (
     insert into orders (id, buyer_id, cart_id, payment_id, risk_decision_id, currency, item_total, tax_total,
                         shipping_total, discount_total, total, ship_to_sealed, ship_to_country, email_sealed, placed_at, pay_by, account_id)
     select o.id, o."buyerId", o."cartId", o."paymentId", $3, o.currency, o."itemTotal", o."taxTotal",
            o."shippingTotal", o."discountTotal", o.total, o."shipToSealed", $4, o."emailSealed", o."placedAt", o."payBy", o."accountId"
       from jsonb_to_record($1::jsonb) as o(id uuid, "buyerId" uuid, "cartId" uuid, "paymentId" uuid, currency text,
              "itemTotal" bigint, "taxTotal" bigint, "shippingTotal" bigint, "discountTotal" bigint, total bigint, "shipToSealed" text,
              "emailSealed" text, "placedAt" timestamptz, "payBy" timestamptz, "accountId" uuid)
   ), given as (
     select * from jsonb_to_recordset($2::jsonb) as s(id uuid, "orderId" uuid, "sellerId" uuid, "buyerId" uuid,
              "paymentId" uuid, state text, currency text, item bigint, tax bigint, shipping bigint,
              commission bigint, "fixedFee" bigint, "paymentFee" bigint, "feeTax" bigint,
              "platformDiscount" bigint, "sellerDiscount" bigint, "shippingTo" text, total bigint, "ruleVersion" text, "placedAt" timestamptz,
              "quoteId" uuid, "paymentCurrency" text, "paymentTotal" bigint, lines jsonb)
   ), shares as (
     insert into seller_orders (id, order_id, seller_id, buyer_id, payment_id, state, currency, item_total, tax_total,
                                shipping_total, commission_total, fixed_fee_total, payment_fee_total, fee_tax_total,
                                platform_discount, seller_discount, shipping_to, total, rule_version, placed_at, updated_at,
                                settlement_terms, quote_id, payment_currency, payment_total)
     select id, "orderId", "sellerId", "buyerId", "paymentId", state, currency, item, tax, shipping, commission,
            "fixedFee", "paymentFee", "feeTax", "platformDiscount", "sellerDiscount", "shippingTo", total, "ruleVersion", "placedAt", "placedAt",
            terms, "quoteId", "paymentCurrency", "paymentTotal"
       from given
      cross join lateral (select array_agg((l->>'categoryId')::uuid) as sold from jsonb_array_elements(lines) l) c
      cross join lateral (select terms from settlement_terms_for("sellerId", c.sold, $4) offset 0) t
   )
   insert into order_lines (id, seller_order_id, position, variant_id, listing_id, category_id, title, sku, condition,
                            quantity, unit_price, item_total, tax, shipping, commission, fixed_fee, payment_fee, fee_tax,
                            platform_discount, seller_discount, total, rule_version, fee_basis)
   select (l.value->>'id')::uuid, g.id, l.position, (l.value->>'variantId')::uuid, (l.value->>'listingId')::uuid,
          (l.value->>'categoryId')::uuid, l.value->>'title', l.value->>'sku', l.value->>'condition',
          (l.value->>'quantity')::int, (l.value->>'unitPrice')::bigint, (l.value->>'item')::bigint,
          (l.value->>'tax')::bigint, (l.value->>'shipping')::bigint, (l.value->>'commission')::bigint,
          (l.value->>'fixedFee')::bigint, (l.value->>'paymentFee')::bigint, (l.value->>'feeTax')::bigint,
          (l.value->>'platformDiscount')::bigint, (l.value->>'sellerDiscount')::bigint,
          (l.value->>'total')::bigint, l.value->>'ruleVersion', l.value->'feeBasis'
     from given g cross join lateral jsonb_array_elements(g.lines) with ordinality as l(value, position)`,
);

const find = statement<[id: string, buyerId: string], OrderRow>(
  'orders.find',
  `select ${ORDER} from orders o where o.id = $1 and o.buyer_id = $2`,
);

const page = statement<[buyerId: string, at: string | null, id: string | null, limit: number], OrderRow>(
  'orders.page-of-buyer',
  `select ${ORDER} from orders o
    where o.buyer_id = $1 and ($2::timestamptz is null or (o.placed_at, o.id) < ($2::timestamptz, $3::uuid))
    order by o.placed_at desc, o.id desc limit $4`,
);

/** What ends or holds an order as a whole has to know of it. */
export interface OrderHead {
  readonly buyerId: Id<'usr'>;
  readonly paymentId: Id<'pay'>;
  readonly sellerOrderIds: readonly Id<'sor'>[];
  /** Whether all of it waits for the payment. */
  readonly isPending: boolean;
}

const head = statement<[id: string], OrderHead>(
  'orders.head',
  `select o.buyer_id as "buyerId", o.payment_id as "paymentId", jsonb_agg(s.id) as "sellerOrderIds",
          bool_and(s.state = 'pending_payment') as "isPending"
     from orders o join seller_orders s on s.order_id = o.id where o.id = $1 group by o.id`,
);

@Injectable()
export class OrdersRepository {
  constructor(private readonly db: Db) {}

  /** @throws SellerClosedMeanwhile */
  async place(
    tx: Tx,
    order: OrderRow,
    sellerOrders: readonly SellerOrderRow[],
    risk: { readonly decisionId: Id<'dec'>; readonly shippingCountry: string },
  ): Promise<void> {
    const { decisionId, shippingCountry } = risk;
    try {
      await query(tx, place, [JSON.stringify(order), JSON.stringify(sellerOrders), decisionId, shippingCountry]);
    } catch (error) {
      throw violatedConstraint(error) === 'seller_orders_of_open_seller' ? new SellerClosedMeanwhile({}) : error;
    }
  }

  find(id: Id<'ord'>, buyerId: Id<'usr'>): Promise<OrderRow | undefined> {
    return this.db.queryOne(find, [id, buyerId]);
  }

  page(buyerId: Id<'usr'>, after: readonly [at: string, id: string] | undefined, limit: number): Promise<OrderRow[]> {
    return this.db.query(page, [buyerId, after?.[0] ?? null, after?.[1] ?? null, limit]);
  }

  head(tx: Tx, id: Id<'ord'>): Promise<OrderHead | undefined> {
    return queryOne(tx, head, [id]);
  }
}
