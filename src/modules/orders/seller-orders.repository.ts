import { Injectable } from '@nestjs/common';
import { actorRef, type Actor, type Id } from '../../kernel/index.js';
import { Db, query, queryOne, statement, type Tx } from '../../platform/database/index.js';
import type { LineBasis } from '../fees/index.js';
import type { CancelledBy, FrozenParts, SettlementTerms } from './orders.events.js';
import type { SellerOrderState } from './seller-order.lifecycle.js';

export interface OrderLineRow {
  readonly id: Id<'lin'>;
  readonly variantId: Id<'var'>;
  readonly listingId: Id<'lst'>;
  readonly categoryId: Id<'cat'>;
  readonly title: string;
  readonly sku: string | null;
  readonly condition: string;
  readonly quantity: number;
  /** How many of them were refunded. */
  readonly refundedUnits: number;
  readonly unitPrice: number;
  readonly item: number;
  readonly tax: number;
  readonly shipping: number;
  readonly commission: number;
  readonly fixedFee: number;
  readonly paymentFee: number;
  readonly feeTax: number;
  readonly platformDiscount: number;
  readonly sellerDiscount: number;
  /** What the buyer pays. */
  readonly total: number;
  readonly ruleVersion: string;
  /** What the fees were computed from: written with the order, read only by `feeBases`. */
  readonly feeBasis?: LineBasis;
}

export interface CancellationRow {
  readonly by: CancelledBy;
  readonly reason: string;
  readonly note: string | null;
  readonly refundId: Id<'rfd'> | null;
  /** RFC 3339. */
  readonly at: string;
}

export interface SellerOrderRow extends FrozenParts {
  readonly id: Id<'sor'>;
  readonly orderId: Id<'ord'>;
  readonly sellerId: Id<'sel'>;
  readonly buyerId: Id<'usr'>;
  readonly paymentId: Id<'pay'>;
  /** The company that owes the order; null where it is paid when it is ordered. */
  readonly accountId: Id<'cmp'> | null;
  readonly state: SellerOrderState;
  readonly version: number;
  /** What the seller settles in. */
  readonly currency: string;
  /** At which quote the buyer pays in another currency, what, and how much; null where it is the same. */
  readonly quoteId: Id<'fxq'> | null;
  readonly paymentCurrency: string | null;
  readonly paymentTotal: number | null;
  readonly ruleVersion: string;
  /** What of `shipping` was refunded. */
  readonly refundedShipping: number;
  readonly placedAt: Date;
  readonly acceptBy: Date | null;
  readonly shipBy: Date | null;
  readonly shipOverdueAt: Date | null;
  readonly shippedAt: Date | null;
  readonly deliveredAt: Date | null;
  readonly confirmedAt: Date | null;
  /** When the last unit left; null while some have not. */
  readonly fullyShippedAt: Date | null;
  /** The latest that its parcels are said to arrive; null before the shipment. */
  readonly deliveryExpectedAt: Date | null;
  /** Null: bought before they were kept. */
  readonly settlementTerms: SettlementTerms | null;
  readonly shipToSealed: string;
  readonly lines: readonly OrderLineRow[];
  readonly cancellation: CancellationRow | null;
}

/** A seller order as other modules may know it; amounts in minor units of `currency`. */
export type SellerOrder = Omit<SellerOrderRow, 'shipToSealed'>;

const SELLER_ORDER = `
  select s.id, s.order_id as "orderId", s.seller_id as "sellerId", s.buyer_id as "buyerId",
         s.payment_id as "paymentId", o.account_id as "accountId", s.state, s.version, s.currency, s.quote_id as "quoteId",
         s.payment_currency as "paymentCurrency", s.payment_total as "paymentTotal", s.item_total as item, s.tax_total as tax,
         s.shipping_total as shipping, s.commission_total as commission, s.fixed_fee_total as "fixedFee",
         s.payment_fee_total as "paymentFee", s.fee_tax_total as "feeTax", s.platform_discount as "platformDiscount",
         s.seller_discount as "sellerDiscount", s.shipping_to as "shippingTo", s.total,
         s.rule_version as "ruleVersion", s.refunded_shipping as "refundedShipping", s.placed_at as "placedAt", s.accept_by as "acceptBy", s.ship_by as "shipBy",
         s.ship_overdue_at as "shipOverdueAt", s.shipped_at as "shippedAt", s.delivered_at as "deliveredAt",
         s.confirmed_at as "confirmedAt", s.delivery_expected_at as "deliveryExpectedAt",
         s.fully_shipped_at as "fullyShippedAt",
         s.settlement_terms as "settlementTerms", o.ship_to_sealed as "shipToSealed",
         (select jsonb_agg(jsonb_build_object('id', l.id, 'variantId', l.variant_id, 'listingId', l.listing_id,
                   'categoryId', l.category_id, 'ruleVersion', l.rule_version, 'title', l.title, 'sku', l.sku,
                   'condition', l.condition, 'quantity', l.quantity, 'refundedUnits', l.refunded_units,
                   'unitPrice', l.unit_price, 'item', l.item_total, 'tax', l.tax, 'shipping', l.shipping,
                   'commission', l.commission, 'fixedFee', l.fixed_fee, 'paymentFee', l.payment_fee, 'feeTax', l.fee_tax,
                   'platformDiscount', l.platform_discount, 'sellerDiscount', l.seller_discount, 'total', l.total) order by l.position)
            from order_lines l where l.seller_order_id = s.id) as lines,
         (select jsonb_build_object('by', c.cancelled_by, 'reason', c.reason, 'note', c.note,
                   'refundId', c.refund_id, 'at', to_jsonb(c.cancelled_at))
            from seller_order_cancellations c where c.seller_order_id = s.id) as cancellation
    from seller_orders s join orders o on o.id = s.order_id`;

const find = statement<[id: string], SellerOrderRow>('orders.seller-order', `${SELLER_ORDER} where s.id = $1`);

/**
 * Locked first and read then: who waits for a row gets it as it has become, but other tables as they were when the
 * waiting began, so that of its lines less would be refunded than is.
 */
const lock = statement<[id: string], { readonly id: Id<'sor'> }>(
  'orders.lock-seller-order',
  'select s.id from seller_orders s where s.id = $1 for no key update of s',
);

const lockOfOrder = statement<[orderId: string], { readonly id: Id<'sor'> }>(
  'orders.lock-seller-orders-of',
  'select s.id from seller_orders s where s.order_id = $1 order by s.id for no key update of s',
);

const ofOrders = statement<[orderIds: string[]], SellerOrderRow>(
  'orders.seller-orders-of',
  `${SELLER_ORDER} where s.order_id = any($1::uuid[]) order by s.id`,
);

const page = statement<
  [
    sellerId: string,
    state: string | null,
    from: string | null,
    to: string | null,
    at: string | null,
    id: string | null,
    limit: number,
  ],
  SellerOrderRow
>(
  'orders.page-of-seller',
  `${SELLER_ORDER}
    where s.seller_id = $1 and ($2::text is null or s.state = $2)
      and ($3::timestamptz is null or s.placed_at >= $3) and ($4::timestamptz is null or s.placed_at < $4)
      and ($5::timestamptz is null or (s.placed_at, s.id) < ($5::timestamptz, $6::uuid))
    order by s.placed_at desc, s.id desc limit $7`,
);

export interface HistoryRow {
  readonly action: string;
  readonly from: string;
  readonly to: string;
  readonly at: Date;
  readonly by: string;
  readonly reason: string | null;
}

const history = statement<[id: string], HistoryRow>(
  'orders.seller-order-history',
  `select action, from_state as "from", to_state as "to", at, actor_type as "by", reason
     from lifecycle_history where subject_type = 'seller_order' and subject_id = $1 order by id`,
);

/** `null`: ordered before it was kept. */
const feeBases = statement<[id: string], { basis: LineBasis | null }>(
  'orders.fee-bases',
  `select fee_basis as basis from order_lines where seller_order_id = $1 order by position`,
);

/** The instants of the seller order that a transition sets; null leaves what is there. */
export interface Instants {
  readonly acceptBy?: Date;
  readonly shipBy?: Date;
  readonly shipOverdueAt?: Date;
  readonly shippedAt?: Date;
  readonly deliveredAt?: Date;
  readonly confirmedAt?: Date;
  readonly deliveryExpectedAt?: Date;
  readonly fullyShippedAt?: Date;
}

type Stamp = [ids: string[], ...instants: (Date | null)[]];

const stamp = statement<Stamp, never>(
  'orders.stamp',
  `update seller_orders
      set accept_by = coalesce($2, accept_by), ship_by = coalesce($3, ship_by),
          ship_overdue_at = coalesce($4, ship_overdue_at), shipped_at = coalesce($5, shipped_at),
          delivered_at = coalesce($6, delivered_at), confirmed_at = coalesce($7, confirmed_at),
          delivery_expected_at = greatest($8, delivery_expected_at),
          fully_shipped_at = coalesce($9, fully_shipped_at)
    where id = any($1::uuid[])`,
);

const cancel = statement<
  [
    id: string,
    by: string,
    reason: string,
    note: string | null,
    refundId: string | null,
    type: string,
    actor: string,
    at: Date,
  ],
  never
>(
  'orders.cancel',
  `insert into seller_order_cancellations
     (seller_order_id, cancelled_by, reason, note, refund_id, actor_type, actor_id, cancelled_at)
   values ($1, $2, $3, $4, $5, $6, $7, $8)`,
);

export interface Cancellation {
  readonly by: CancelledBy;
  readonly reason: string;
  readonly note?: string;
  readonly refundId?: Id<'rfd'>;
  readonly actor: Actor;
  readonly at: Date;
}

export interface SellerOrderFilter {
  readonly state?: string;
  readonly placedFrom?: string;
  readonly placedTo?: string;
}

const countryOf = statement<[orderId: string], { country: string }>(
  'orders.country',
  `select ship_to_country as country from orders where id = $1`,
);

@Injectable()
export class SellerOrdersRepository {
  constructor(private readonly db: Db) {}

  find(id: Id<'sor'>): Promise<SellerOrderRow | undefined> {
    return this.db.queryOne(find, [id]);
  }

  findIn(tx: Tx, id: Id<'sor'>): Promise<SellerOrderRow | undefined> {
    return queryOne(tx, find, [id]);
  }

  history(id: Id<'sor'>): Promise<HistoryRow[]> {
    return this.db.query(history, [id]);
  }

  /** Of the lines, in their order. */
  async feeBases(id: Id<'sor'>): Promise<(LineBasis | null)[]> {
    return (await this.db.query(feeBases, [id])).map(({ basis }) => basis);
  }

  async lock(tx: Tx, id: Id<'sor'>): Promise<SellerOrderRow | undefined> {
    return (await queryOne(tx, lock, [id])) && queryOne(tx, find, [id]);
  }

  /** Where the order is shipped to: ISO 3166-1 alpha-2. */
  async countryOf(tx: Tx, orderId: Id<'ord'>): Promise<string> {
    return (await queryOne(tx, countryOf, [orderId]))?.country ?? '';
  }

  async lockOfOrder(tx: Tx, orderId: Id<'ord'>): Promise<SellerOrderRow[]> {
    await query(tx, lockOfOrder, [orderId]);
    return this.ofOrder(tx, orderId);
  }

  ofOrders(orderIds: readonly Id<'ord'>[]): Promise<SellerOrderRow[]> {
    return this.db.query(ofOrders, [[...orderIds]]);
  }

  ofOrder(tx: Tx, orderId: Id<'ord'>): Promise<SellerOrderRow[]> {
    return query(tx, ofOrders, [[orderId]]);
  }

  page(
    sellerId: Id<'sel'>,
    filter: SellerOrderFilter,
    after: readonly [at: string, id: string] | undefined,
    limit: number,
  ): Promise<SellerOrderRow[]> {
    const { state = null, placedFrom = null, placedTo = null } = filter;
    return this.db.query(page, [sellerId, state, placedFrom, placedTo, after?.[0] ?? null, after?.[1] ?? null, limit]);
  }

  async stamp(tx: Tx, ids: readonly Id<'sor'>[], at: Instants): Promise<void> {
    const { acceptBy, shipBy, shipOverdueAt, shippedAt, deliveredAt, confirmedAt, deliveryExpectedAt } = at;
    const until = [acceptBy, shipBy, shipOverdueAt, shippedAt, deliveredAt];
    const instants = [...until, confirmedAt, deliveryExpectedAt, at.fullyShippedAt];
    await query(tx, stamp, [[...ids], ...instants.map((instant) => instant ?? null)]);
  }

  async cancel(tx: Tx, id: Id<'sor'>, fact: Cancellation): Promise<void> {
    const { type, id: actorId } = actorRef(fact.actor);
    const { by, reason, note = null, refundId = null, at } = fact;
    await query(tx, cancel, [id, by, reason, note, refundId, type, actorId, at]);
  }
}
