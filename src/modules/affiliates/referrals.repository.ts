import { Injectable } from '@nestjs/common';
import { Db, query, queryOne, statement, type Tx } from '../../platform/database/index.js';

/** Minor units of `currency`. */
export interface ReferralRow {
  /** The seller order's. */
  readonly id: string;
  readonly orderId: string;
  readonly sellerId: string;
  readonly affiliateId: string;
  readonly state: 'referred' | 'earned' | 'released';
  readonly bps: number;
  readonly fundedBy: 'platform' | 'seller';
  readonly windowDays: number;
  readonly referredAt: Date;
  readonly currency: string | null;
  readonly base: number;
  readonly earned: number;
  readonly clawed: number;
  readonly windowEndsAt: Date | null;
}

/** What of a sale does not stand. */
export interface Gone {
  /** Of the goods, in minor units: refunded after they had arrived, or taken back by the card holder's bank. */
  readonly item: number;
  /** A chargeback is not decided yet. */
  readonly isDisputed: boolean;
}

export interface Referred {
  readonly code: string;
  readonly buyerId: string;
  readonly orderId: string;
  readonly sellerOrderIds: readonly string[];
  readonly sellerIds: readonly string[];
}

const REFERRAL = `r.id, r.order_id as "orderId", r.seller_id as "sellerId", r.affiliate_id as "affiliateId", r.state,
  t.commission_bps as bps, t.funded_by as "fundedBy", t.window_days as "windowDays", r.referred_at as "referredAt",
  r.currency, r.base, r.earned, r.clawed, r.window_ends_at as "windowEndsAt"
  from affiliate_referrals r join affiliate_terms t on t.version = r.terms_version`;

/** Nobody refers themselves, nor anybody to a shop of theirs. A code that is nobody's, or of one who is not active, refers nothing. */
const refer = statement<
  [code: string, buyer: string, order: string, sales: string[], sellers: string[], at: Date],
  never
>(
  'affiliates.refer',
  `insert into affiliate_referrals (id, order_id, seller_id, affiliate_id, terms_version, referred_at, updated_at)
   select s.id, $3, s.seller_id, a.id, t.version, $6, $6
     from affiliates a
    cross join unnest($4::uuid[], $5::uuid[]) as s(id, seller_id)
    cross join lateral (select max(version) as version from affiliate_terms where set_at <= $6) t
    where a.code = $1 and a.state = 'active' and a.user_id <> $2
      and not exists (select from seller_people p where p.seller_id = s.seller_id and p.user_id = a.user_id)
   on conflict (id) do nothing`,
);

const lock = statement<[id: string], ReferralRow>(
  'affiliates.lock-referral',
  `select ${REFERRAL} where r.id = $1 for no key update of r`,
);

const page = statement<[affiliateId: string, before: string | null, limit: number], ReferralRow>(
  'affiliates.page-of-referrals',
  `select ${REFERRAL} where r.affiliate_id = $1 and ($2::uuid is null or r.id < $2) order by r.id desc limit $3`,
);

const noteEarned = statement<[id: string, currency: string, base: number, earned: number, endsAt: Date], never>(
  'affiliates.note-earned',
  `update affiliate_referrals set currency = $2, base = $3, earned = $4, window_ends_at = $5 where id = $1`,
);

/** A seller pays nothing of what the platform bears, so that costs no affiliate of a seller anything either. */
const gone = statement<[id: string], Gone>(
  'affiliates.gone',
  `select (coalesce((select item from affiliate_refunds where seller_order_id = r.id), 0)
           + coalesce(floor(r.base::numeric * l.absorbed / nullif(l.amount, 0)), 0))::bigint as item,
          coalesce(o.is_open, false) as "isDisputed"
     from affiliate_referrals r
     join affiliate_terms t on t.version = r.terms_version
     left join affiliate_losses o on o.seller_order_id = r.id
     left join affiliate_losses l on l.seller_order_id = r.id and t.funded_by = 'platform'
    where r.id = $1`,
);

const noteClawed = statement<[sourceId: string, id: string, amount: number, at: Date], { clawed: number }>(
  'affiliates.note-clawed',
  `with noted as (
     insert into affiliate_claw_backs (source_id, referral_id, amount, at) values ($1, $2, $3, $4)
     on conflict (source_id, referral_id) do nothing returning amount)
   update affiliate_referrals set clawed = clawed + amount, updated_at = $4 from noted where id = $2 returning clawed`,
);

@Injectable()
export class Referrals {
  constructor(private readonly db: Db) {}

  async refer(tx: Tx, { code, buyerId, orderId, sellerOrderIds, sellerIds }: Referred, at: Date): Promise<void> {
    await query(tx, refer, [code, buyerId, orderId, [...sellerOrderIds], [...sellerIds], at]);
  }

  lock = (tx: Tx, sellerOrderId: string): Promise<ReferralRow | undefined> => queryOne(tx, lock, [sellerOrderId]);

  page(affiliateId: string, before: string | undefined, limit: number): Promise<ReferralRow[]> {
    return this.db.query(page, [affiliateId, before ?? null, limit]);
  }

  async noteEarned(tx: Tx, id: string, currency: string, base: number, earned: number, endsAt: Date): Promise<void> {
    await query(tx, noteEarned, [id, currency, base, earned, endsAt]);
  }

  async gone(tx: Tx, id: string): Promise<Gone> {
    return (await queryOne(tx, gone, [id])) ?? { item: 0, isDisputed: false };
  }

  /** False when it was counted before. */
  async noteClawed(tx: Tx, sourceId: string, id: string, amount: number, at: Date): Promise<boolean> {
    return (await query(tx, noteClawed, [sourceId, id, amount, at])).length === 1;
  }
}
