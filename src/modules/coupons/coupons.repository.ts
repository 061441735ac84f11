import { Injectable } from '@nestjs/common';
import type { Id } from '../../kernel/index.js';
import { Db, query, queryOne, statement, violatedConstraint, type Tx } from '../../platform/database/index.js';
import type { Coupon } from './coupon.domain.js';
import { CouponCodeTaken } from './coupons.errors.js';

export interface CouponRow extends Coupon {
  readonly owner: 'platform' | 'seller';
  readonly version: number;
  readonly createdAt: Date;
}

const COLUMNS = `c.id, c.code, c.owner, c.seller_id as "sellerId", c.platform_bps as "platformBps",
  c.percent_bps as "percentBps", c.amounts, c.starts_at as "startsAt", c.ends_at as "endsAt",
  c.total_limit as "totalLimit", c.buyer_limit as "buyerLimit", c.redeemed, c.version, c.created_at as "createdAt"`;

const byCode = statement<[code: string, buyerId: string], CouponRow & { usedByBuyer: number }>(
  'coupons.by-code',
  `select ${COLUMNS}, coalesce(b.used, 0) as "usedByBuyer"
     from coupons c left join coupon_buyers b on b.coupon_id = c.id and b.buyer_id = $2 where c.code = $1`,
);

const find = statement<[id: string], CouponRow>('coupons.find', `select ${COLUMNS} from coupons c where c.id = $1`);

const page = statement<[sellerId: string | null, before: string | null, limit: number], CouponRow>(
  'coupons.page',
  `select ${COLUMNS} from coupons c
    where ($1::uuid is null or c.seller_id = $1) and ($2::uuid is null or c.id < $2) order by c.id desc limit $3`,
);

const insert = statement<unknown[], never>(
  'coupons.insert',
  `insert into coupons (id, code, owner, seller_id, platform_bps, percent_bps, amounts, starts_at, ends_at,
                        total_limit, buyer_limit, created_at, created_by)
   values ($1, $2, $3, $4, $5, $6, $7::jsonb, $8, $9, $10, $11, $12, $13)`,
);

const end = statement<[id: string, version: number, at: Date], { id: string }>(
  'coupons.end',
  `update coupons set ends_at = $3, version = version + 1
    where id = $1 and version = $2 and (ends_at is null or ends_at > $3) returning id`,
);

@Injectable()
export class CouponsRepository {
  constructor(private readonly db: Db) {}

  /** The coupon and how often the buyer has used it. */
  byCode(tx: Tx, code: string, buyerId: string): Promise<(CouponRow & { usedByBuyer: number }) | undefined> {
    return queryOne(tx, byCode, [code, buyerId]);
  }

  find(tx: Tx, id: string): Promise<CouponRow | undefined> {
    return queryOne(tx, find, [id]);
  }

  /** The latest first; those of every seller and of the platform, when no seller is named. */
  page(sellerId: string | null, before: string | undefined, limit: number): Promise<CouponRow[]> {
    return this.db.query(page, [sellerId, before ?? null, limit]);
  }

  /** @throws CouponCodeTaken */
  async insert(tx: Tx, coupon: CouponRow, createdBy: string): Promise<void> {
    const { id, code, owner, sellerId, platformBps, percentBps, amounts, startsAt, endsAt } = coupon;
    const { totalLimit, buyerLimit, createdAt } = coupon;
    const charges = [platformBps, percentBps, JSON.stringify(amounts)];
    const bounds = [startsAt, endsAt, totalLimit, buyerLimit, createdAt, createdBy];
    try {
      await query(tx, insert, [id, code, owner, sellerId, ...charges, ...bounds]);
    } catch (error) {
      if (violatedConstraint(error) === 'coupons_code') throw new CouponCodeTaken({});
      throw error;
    }
  }

  /** Whether the coupon had the version, was not over, and is now. */
  async end(tx: Tx, id: Id<'cpn'>, version: number, at: Date): Promise<boolean> {
    return (await query(tx, end, [id, version, at])).length === 1;
  }
}
