import { Injectable } from '@nestjs/common';
import { Db, query, statement, type Tx } from '../../platform/database/index.js';
import { POSITIVE_FROM } from './rating.domain.js';
import type { Stars } from './reviews.repository.js';

/** The running sums of a seller, with the sums of all sellers beside them. */
export interface RatingSums {
  readonly sellerId: string;
  readonly count: number;
  readonly sum: number;
  /** Reviews of four stars or more. */
  readonly positive: number;
  readonly itemAsDescribed: number;
  readonly communication: number;
  readonly shippingSpeed: number;
  /** Reviews of one star, of two, … of five. */
  readonly stars: readonly number[];
  readonly decayedWeight: number;
  readonly decayedSum: number;
  readonly decayedAt: Date;
  readonly allCount: number;
  readonly allSum: number;
}

const FIVE = [1, 2, 3, 4, 5];

/** The same arithmetic as \`addRating\`: what is there loses half its weight in 180 days, a late arrival comes aged. */
const add = statement<
  [string, overall: number, positive: number, item: number, communication: number, shipping: number, number[], Date],
  never
>(
  'reviews.add-rating',
  `insert into seller_ratings as r (seller_id, n, total, positive, item_as_described, communication, shipping_speed,
                                    stars, decayed_weight, decayed_sum, decayed_at)
   values ($1, 1, $2::int, $3, $4, $5, $6, $7::int[], 1, $2::int, $8)
   on conflict (seller_id) do update set
     n = r.n + 1,
     total = r.total + excluded.total,
     positive = r.positive + excluded.positive,
     item_as_described = r.item_as_described + excluded.item_as_described,
     communication = r.communication + excluded.communication,
     shipping_speed = r.shipping_speed + excluded.shipping_speed,
     stars = array(select a + b from unnest(r.stars, excluded.stars) with ordinality as s(a, b, i) order by i),
     decayed_weight = r.decayed_weight * rating_decay(r.decayed_at, greatest(r.decayed_at, excluded.decayed_at))
                      + rating_decay(excluded.decayed_at, greatest(r.decayed_at, excluded.decayed_at)),
     decayed_sum = r.decayed_sum * rating_decay(r.decayed_at, greatest(r.decayed_at, excluded.decayed_at))
                   + excluded.total * rating_decay(excluded.decayed_at, greatest(r.decayed_at, excluded.decayed_at)),
     decayed_at = greatest(r.decayed_at, excluded.decayed_at)`,
);

const addToAll = statement<[overall: number], never>(
  'reviews.add-to-all',
  'update rating_totals set n = n + 1, total = total + $1',
);

const sums = statement<[sellerIds: string[]], RatingSums>(
  'reviews.rating-sums',
  `select r.seller_id as "sellerId", r.n as count, r.total as sum, r.positive,
          r.item_as_described as "itemAsDescribed", r.communication, r.shipping_speed as "shippingSpeed", r.stars,
          r.decayed_weight as "decayedWeight", r.decayed_sum as "decayedSum", r.decayed_at as "decayedAt",
          t.n as "allCount", t.total as "allSum"
     from seller_ratings r cross join rating_totals t where r.seller_id = any($1::uuid[])`,
);

@Injectable()
export class RatingsRepository {
  constructor(private readonly db: Db) {}

  /** Adds a review to the sums of its seller, and last to those of all, whose one row everybody writes. */
  async add(tx: Tx, sellerId: string, stars: Stars, at: Date): Promise<void> {
    const { overall, itemAsDescribed, communication, shippingSpeed } = stars;
    const oneHot = FIVE.map((count) => Number(count === overall));
    const positive = Number(overall >= POSITIVE_FROM);
    const values = [sellerId, overall, positive, itemAsDescribed, communication, shippingSpeed, oneHot, at] as const;
    await query(tx, add, [...values]);
    await query(tx, addToAll, [overall]);
  }

  sums(sellerIds: readonly string[]): Promise<RatingSums[]> {
    return this.db.query(sums, [[...sellerIds]]);
  }
}
