import { Injectable } from '@nestjs/common';
import { Db, query, queryOne, statement, type Tx } from '../../platform/database/index.js';
import type { SettlementTerms } from '../orders/index.js';
import type { EarningAmounts, Policy, RefundedAmounts, Tier } from './earning.domain.js';

export interface NewEarning extends EarningAmounts {
  readonly sellerOrderId: string;
  readonly orderId: string;
  readonly sellerId: string;
  readonly paymentId: string;
  readonly net: number;
  readonly feeRuleVersion: string;
  readonly terms: SettlementTerms;
  readonly deliveredAt: Date;
  readonly releaseAt: Date;
}

export interface EarningRow extends EarningAmounts {
  readonly sellerOrderId: string;
  readonly orderId: string;
  readonly sellerId: string;
  /** What is left of it after the refunds of its hold. */
  readonly net: number;
  readonly state: 'pending' | 'frozen' | 'available';
  readonly deliveredAt: Date;
  readonly confirmedAt: Date | null;
  readonly releaseAt: Date;
  readonly releasedAt: Date | null;
  readonly policyTier: Tier;
  readonly policyVersion: number;
  readonly holdDays: number;
  readonly reserveBps: number;
  readonly reserveDays: number;
  readonly confirmedHoldDays: number;
  readonly capDays: number;
  /** Why it is released when it is: `tier`, `category_…`, `legal_cap`, `buyer_confirmed`, `block_ended`. */
  readonly holdReasons: readonly string[];
}

/** What stands in the way of a release. */
export interface BlockRow {
  readonly sellerOrderId: string;
  readonly type: string;
  readonly sourceId: string;
  readonly objectId: string | null;
  readonly reason: string;
  readonly openedAt: Date;
}

const policies = statement<[], Policy>(
  'settlement.policies',
  `select distinct on (tier) tier, version, payout_cadence as "payoutCadence",
          manual_first_payout as "manualFirstPayout", payout_caps as "payoutCaps", instant_payouts as "instantPayouts"
     from settlement_policies where approved_at is not null order by tier, version desc`,
);

const termsNow = statement<[sellerId: string], { terms: SettlementTerms }>(
  'settlement.terms-now',
  `select settlement_terms_of($1, '{}', null) as terms`,
);

const start = statement<unknown[], { id: string }>(
  'settlement.start-earning',
  `insert into earnings (id, order_id, seller_id, payment_id, currency, item, tax, shipping, commission, shipping_to,
     net, fee_rule_version, fee_tax, policy_tier, policy_version, delivered_at, release_at, updated_at,
     hold_days, confirmed_hold_days, reserve_bps, reserve_days, cap_days, hold_reasons)
   values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18,
     $19, $20, $21, $22, $23, $24::text[])
   on conflict (id) do nothing returning id`,
);

export const EARNING = `e.id as "sellerOrderId", e.order_id as "orderId", e.seller_id as "sellerId", e.currency, e.item, e.tax,
  e.shipping, e.commission, e.fee_tax as "feeTax", e.shipping_to as "shippingTo", e.net - e.taken as net, e.state, e.delivered_at as "deliveredAt",
  e.confirmed_at as "confirmedAt", e.release_at as "releaseAt", e.released_at as "releasedAt",
  e.policy_tier as "policyTier", e.policy_version as "policyVersion", e.hold_days as "holdDays",
  e.reserve_bps as "reserveBps", e.reserve_days as "reserveDays", e.confirmed_hold_days as "confirmedHoldDays",
  e.cap_days as "capDays", e.hold_reasons as "holdReasons"
  from earnings e`;

const refundedInEscrow = statement<[id: string], RefundedAmounts>(
  'settlement.refunded-in-escrow',
  `select coalesce(sum(item), 0)::bigint as item, coalesce(sum(tax), 0)::bigint as tax,
          coalesce(sum(shipping), 0)::bigint as shipping, coalesce(sum(commission), 0)::bigint as commission,
          coalesce(sum(fee_tax), 0)::bigint as "feeTax"
     from earning_refunds where seller_order_id = $1 and stage = 'escrow'`,
);

const findLocked = statement<[id: string], EarningRow>(
  'settlement.lock-earning',
  `select ${EARNING} where e.id = $1 for no key update of e`,
);

/**
 * Everything of the same seller and currency that is due with the one asked for and that nothing blocks; locked, so that
 * its net stays.
 */
const due = statement<[id: string, now: Date, limit: number], EarningRow>(
  'settlement.due-earnings',
  `select ${EARNING}
     join earnings asked on asked.id = $1 and asked.seller_id = e.seller_id and asked.currency = e.currency
    where e.state = 'pending' and e.release_at <= $2
      and not exists (select from earning_blocks b where b.seller_order_id = e.id and b.closed_at is null)
    order by e.release_at, e.id limit $3 for no key update of e`,
);

const confirm = statement<[id: string, confirmedAt: Date, releaseAt: Date, now: Date], never>(
  'settlement.confirm-earning',
  `update earnings set confirmed_at = $2, release_at = $3, version = version + 1, updated_at = $4,
          hold_reasons = case when $3 < release_at then hold_reasons || '{buyer_confirmed}' else hold_reasons end
    where id = $1`,
);

const reschedule = statement<[id: string, now: Date], { releaseAt: Date }>(
  'settlement.reschedule-earning',
  `update earnings set release_at = greatest(release_at, $2), updated_at = $2,
          hold_reasons = case when release_at < $2 then array_remove(hold_reasons, 'block_ended') || '{block_ended}'
                              else hold_reasons end
    where id = $1
   returning release_at as "releaseAt"`,
);

const block = statement<
  [id: string, type: string, source: string, reason: string, at: Date, objectId: string | null],
  never
>(
  'settlement.block-earning',
  `insert into earning_blocks (seller_order_id, source_type, source_id, reason, opened_at, object_id)
   values ($1, $2, $3, $4, $5, $6) on conflict do nothing`,
);

const unblock = statement<[id: string, type: string, source: string, at: Date], never>(
  'settlement.unblock-earning',
  `update earning_blocks set closed_at = $4
    where seller_order_id = $1 and source_type = $2 and source_id = $3 and closed_at is null`,
);

const BLOCK = `seller_order_id as "sellerOrderId", source_type as type, source_id as "sourceId", object_id as "objectId", reason,
  opened_at as "openedAt"`;

export const openBlocks = statement<[ids: string[]], BlockRow>(
  'settlement.open-blocks',
  `select ${BLOCK} from earning_blocks
    where seller_order_id = any($1::uuid[]) and closed_at is null order by opened_at, source_id`,
);

const released = statement<
  [ids: string[], now: Date, lots: string[], lotOf: string[], amounts: number[], journals: string[], dueAts: Date[]],
  never
>(
  'settlement.note-release',
  `with freed as (update earnings set released_at = $2 where id = any($1::uuid[]))
   insert into reserve_lots (id, seller_order_id, seller_id, currency, amount, journal_id, release_at)
   select l.id, l.earning, e.seller_id, e.currency, l.amount, l.journal, l.due_at
     from unnest($3::uuid[], $4::uuid[], $5::bigint[], $6::uuid[], $7::timestamptz[])
       as l(id, earning, amount, journal, due_at)
     join earnings e on e.id = l.earning`,
);

/** A lot that two jobs release at once is returned to one of them. */
const releaseLots = statement<
  [lot: string, now: Date, limit: number],
  { lotId: string; sellerId: string; currency: string; amount: number; sellerOrderId: string }
>(
  'settlement.release-lots',
  `update reserve_lots l set released_at = $2
    where l.released_at is null and l.id in (
      select r.id from reserve_lots r join reserve_lots asked on asked.id = $1
         and asked.seller_id = r.seller_id and asked.currency = r.currency
       where r.released_at is null and r.release_at <= $2 order by r.id limit $3 for no key update of r)
   returning l.id as "lotId", l.seller_id as "sellerId", l.currency, l.amount - l.taken as amount, l.seller_order_id as "sellerOrderId"`,
);

export interface NewLot {
  readonly lotId: string;
  readonly sellerOrderId: string;
  readonly amount: number;
  readonly journalId: string;
  readonly releaseAt: Date;
}

export interface BlockSource {
  readonly type: string;
  readonly id: string;
  /** In wire form; what the seller is shown. */
  readonly objectId?: string;
}

@Injectable()
export class EarningsRepository {
  constructor(private readonly db: Db) {}

  policies = (tx?: Tx): Promise<Policy[]> => (tx ? query(tx, policies, []) : this.db.query(policies, []));

  /** Of what was bought before the terms of the purchase were kept: those in force now. */
  async termsNow(tx: Tx, sellerId: string): Promise<SettlementTerms> {
    const row = await queryOne(tx, termsNow, [sellerId]);
    if (!row?.terms) throw new Error('No settlement policy is in force');
    return row.terms;
  }

  /** False when the seller order was started before. */
  async start(tx: Tx, e: NewEarning, now: Date): Promise<boolean> {
    const ids = [e.sellerOrderId, e.orderId, e.sellerId, e.paymentId, e.currency];
    const amounts = [e.item, e.tax, e.shipping, e.commission, e.shippingTo, e.net, e.feeRuleVersion, e.feeTax];
    const { tier, version, holdDays, confirmedHoldDays, reserveBps, reserveDays, capDays, reasons } = e.terms;
    const clock = [tier, version, e.deliveredAt, e.releaseAt, now];
    const terms = [holdDays, confirmedHoldDays, reserveBps, reserveDays, capDays, reasons];
    return (await query(tx, start, [...ids, ...amounts, ...clock, ...terms])).length === 1;
  }

  /** What went back out of the escrow, before the seller earned it. */
  async refundedInEscrow(tx: Tx, sellerOrderId: string): Promise<RefundedAmounts> {
    const none = { item: 0, tax: 0, shipping: 0, commission: 0, feeTax: 0 };
    return (await queryOne(tx, refundedInEscrow, [sellerOrderId])) ?? none;
  }

  lock = (tx: Tx, id: string): Promise<EarningRow | undefined> => queryOne(tx, findLocked, [id]);
  due = (tx: Tx, id: string, now: Date, limit: number): Promise<EarningRow[]> => query(tx, due, [id, now, limit]);

  async confirm(tx: Tx, id: string, confirmedAt: Date, releaseAt: Date, now: Date): Promise<void> {
    await query(tx, confirm, [id, confirmedAt, releaseAt, now]);
  }

  /** The release is never in the past when a block ends. */
  async reschedule(tx: Tx, id: string, now: Date): Promise<Date> {
    const row = await queryOne(tx, reschedule, [id, now]);
    return row?.releaseAt ?? now;
  }

  async block(tx: Tx, id: string, source: BlockSource, reason: string, at: Date): Promise<void> {
    await query(tx, block, [id, source.type, source.id, reason, at, source.objectId ?? null]);
  }

  async unblock(tx: Tx, id: string, source: { type: string; id: string }, at: Date): Promise<void> {
    await query(tx, unblock, [id, source.type, source.id, at]);
  }

  openBlocks = (tx: Tx, id: string): Promise<BlockRow[]> => query(tx, openBlocks, [[id]]);

  async noteRelease(tx: Tx, ids: readonly string[], lots: readonly NewLot[], now: Date): Promise<void> {
    await query(tx, released, [
      [...ids],
      now,
      lots.map((lot) => lot.lotId),
      lots.map((lot) => lot.sellerOrderId),
      lots.map((lot) => lot.amount),
      lots.map((lot) => lot.journalId),
      lots.map((lot) => lot.releaseAt),
    ]);
  }

  releaseLots(tx: Tx, lotId: string, now: Date, limit: number) {
    return query(tx, releaseLots, [lotId, now, limit]);
  }
}
