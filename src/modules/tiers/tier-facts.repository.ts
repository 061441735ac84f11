import { Injectable } from '@nestjs/common';
import { Db, queryOne, statement, type Tx } from '../../platform/database/index.js';
import type { Thresholds, TierFacts } from './tier.domain.js';

const DAYS = (since: string): string => `floor(extract(epoch from $1::timestamptz - ${since}) / 86400)::int`;

/** Read through the public views of sellers, orders and disputes; of orders those of the window, by an index. */
const FACTS = `
  select s.seller_id as "sellerId", s.tier, ${DAYS('s.created_at')} as "ageDays",
         ${DAYS('s.verified_at')} as "verificationAgeDays",
         coalesce(s.verified_until <= $1::timestamptz, false) as "isVerificationExpired", s.state <> 'active' as "isRestricted",
         done.delivered as "deliveredOrders", o.due as "dueOrders", o.late as "lateOrders", d.disputed as "disputedOrders"
    from seller_standings s
   cross join lateral (
     select count(*)::int as delivered
       from seller_order_outcomes x where x.seller_id = s.seller_id and x.delivered_at is not null) done
   cross join lateral (
     select count(*)::int as due, count(*) filter (where x.is_late)::int as late
       from seller_order_outcomes x
      where x.seller_id = s.seller_id and x.due_at > $1::timestamptz - $2::int * interval '1 day') o
   cross join lateral (
     select count(distinct y.seller_order_id)::int as disputed from disputed_seller_orders y
      where y.seller_id = s.seller_id and y.opened_at > $1::timestamptz - $2::int * interval '1 day') d
   where s.state in ('active', 'restricted', 'suspended')`;

const page = statement<[now: Date, windowDays: number, after: string | null, limit: number], TierFacts>(
  'tiers.page-of-facts',
  `${FACTS} and ($3::uuid is null or s.seller_id > $3) order by s.seller_id limit $4`,
);

const one = statement<[now: Date, windowDays: number, sellerId: string], TierFacts>(
  'tiers.facts-of',
  `${FACTS} and s.seller_id = $3`,
);

@Injectable()
export class TierFactsRepository {
  constructor(private readonly db: Db) {}

  /** Of sellers that may sell, or did, in the order of their ids. */
  page(rules: Thresholds, now: Date, after: string | null, limit: number): Promise<TierFacts[]> {
    return this.db.query(page, [now, rules.windowDays, after, limit]);
  }

  of(tx: Tx, rules: Thresholds, now: Date, sellerId: string): Promise<TierFacts | undefined> {
    return queryOne(tx, one, [now, rules.windowDays, sellerId]);
  }
}
