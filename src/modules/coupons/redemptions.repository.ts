import { Injectable } from '@nestjs/common';
import { query, queryOne, statement, violatedConstraint, type Tx } from '../../platform/database/index.js';
import type { CouponRefusal } from './coupon.domain.js';
import { CouponUnusable } from './coupons.errors.js';

/** Use of a coupon by an order. */
export interface Redemption {
  readonly couponId: string;
  readonly orderId: string;
  readonly buyerId: string;
  /** Minor units, for each currency in which it takes something off. */
  readonly parts: readonly {
    readonly currency: string;
    readonly platform: number;
    readonly seller: number;
  }[];
}

type Redeem = [
  couponId: string,
  orderId: string,
  buyerId: string,
  at: Date,
  currencies: string[],
  platform: number[],
  seller: number[],
];

/** The counters of the coupon and of the buyer have the last word: their checks refuse one use too many. */
const redeem = statement<Redeem, { couponId: string }>(
  'coupons.redeem',
  `with used as (
     update coupons set redeemed = redeemed + 1
      where id = $1 and starts_at <= $4 and (ends_at is null or ends_at > $4) returning id, buyer_limit
   ), counted as (
     insert into coupon_buyers as b (coupon_id, buyer_id, used, most) select id, $3, 1, buyer_limit from used
     on conflict (coupon_id, buyer_id) do update set used = b.used + 1
   )
   insert into coupon_redemptions (order_id, coupon_id, buyer_id, currency, platform_part, seller_part, redeemed_at)
   select $2, id, $3, c, p, s, $4 from used, unnest($5::text[], $6::bigint[], $7::bigint[]) as part(c, p, s)
   returning coupon_id as "couponId"`,
);

const giveBack = statement<[orderId: string, at: Date], never>(
  'coupons.give-back',
  `with returned as (
     update coupon_redemptions set returned_at = $2 where order_id = $1 and returned_at is null
     returning coupon_id, buyer_id
   ), uses as (
     select distinct coupon_id, buyer_id from returned
   ), counted as (
     update coupon_buyers b set used = used - 1 from uses r
      where b.coupon_id = r.coupon_id and b.buyer_id = r.buyer_id
   )
   update coupons c set redeemed = redeemed - 1 from uses r where c.id = r.coupon_id`,
);

const LIMITS: Readonly<Record<string, CouponRefusal>> = {
  coupons_within_limit: 'used_up',
  coupon_buyers_within_limit: 'used_by_you',
};

@Injectable()
export class RedemptionsRepository {
  /** @throws CouponUnusable when it is over, used up, or used up by the buyer */
  async redeem(tx: Tx, use: Redemption, at: Date): Promise<void> {
    const { couponId, orderId, buyerId, parts } = use;
    const platform = parts.map((part) => part.platform);
    const seller = parts.map((part) => part.seller);
    try {
      const values: Redeem = [couponId, orderId, buyerId, at, parts.map(({ currency }) => currency), platform, seller];
      if (!(await queryOne(tx, redeem, values))) throw new CouponUnusable({ reason: 'ended' });
    } catch (error) {
      const reason = LIMITS[violatedConstraint(error) ?? ''];
      throw reason ? new CouponUnusable({ reason }) : error;
    }
  }

  async giveBack(tx: Tx, orderId: string, at: Date): Promise<void> {
    await query(tx, giveBack, [orderId, at]);
  }
}
