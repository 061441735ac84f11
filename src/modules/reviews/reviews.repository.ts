import { Injectable } from '@nestjs/common';
import type { Id } from '../../kernel/index.js';
import { Db, query, queryOne, statement, violatedConstraint, type Tx } from '../../platform/database/index.js';
import { AlreadyReviewed } from './reviews.errors.js';

/** Stars, one to five. */
export interface Stars {
  readonly overall: number;
  readonly itemAsDescribed: number;
  readonly communication: number;
  readonly shippingSpeed: number;
}

export interface ReviewRow extends Stars {
  readonly id: Id<'rev'>;
  readonly sellerOrderId: Id<'sor'>;
  readonly orderId: Id<'ord'>;
  readonly sellerId: Id<'sel'>;
  readonly buyerId: Id<'usr'>;
  /** Set on reviews that were imported and not written here. */
  readonly reference: string | null;
  readonly text: string | null;
  readonly reply: string | null;
  readonly repliedAt: Date | null;
  readonly publishedAt: Date;
}

export interface Eligibility {
  readonly sellerOrderId: Id<'sor'>;
  readonly orderId: Id<'ord'>;
  readonly sellerId: Id<'sel'>;
  readonly buyerId: Id<'usr'>;
  readonly deliveredAt: Date;
  readonly closesAt: Date;
}

const COLUMNS = `id, seller_order_id as "sellerOrderId", order_id as "orderId", seller_id as "sellerId",
  buyer_id as "buyerId", reference, overall, item_as_described as "itemAsDescribed", communication,
  shipping_speed as "shippingSpeed", body as text, reply, replied_at as "repliedAt", published_at as "publishedAt"`;

const open = statement<[string, string, string, string, Date, Date], never>(
  'reviews.open-eligibility',
  `insert into review_eligibilities (seller_order_id, order_id, seller_id, buyer_id, delivered_at, closes_at)
   values ($1, $2, $3, $4, $5, $6) on conflict (seller_order_id) do nothing`,
);

const eligibility = statement<[sellerOrderId: string], Eligibility>(
  'reviews.find-eligibility',
  `select seller_order_id as "sellerOrderId", order_id as "orderId", seller_id as "sellerId", buyer_id as "buyerId",
          delivered_at as "deliveredAt", closes_at as "closesAt"
     from review_eligibilities where seller_order_id = $1`,
);

const insert = statement<
  [string, string, string, string, string, string | null, number, number, number, number, string | null, Date],
  never
>(
  'reviews.insert',
  `insert into reviews (id, seller_order_id, order_id, seller_id, buyer_id, reference, overall, item_as_described,
                        communication, shipping_speed, body, published_at)
   values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)`,
);

const reply = statement<[id: string, reply: string, at: Date], ReviewRow>(
  'reviews.reply',
  `update reviews set reply = $2, replied_at = $3, version = version + 1 where id = $1 and reply is null
   returning ${COLUMNS}`,
);

const find = statement<[id: string], ReviewRow>('reviews.find', `select ${COLUMNS} from reviews where id = $1`);

const ofSeller = statement<[sellerId: string, before: string | null, limit: number], ReviewRow>(
  'reviews.of-seller',
  `select ${COLUMNS} from reviews where seller_id = $1 and ($2::uuid is null or id < $2) order by id desc limit $3`,
);

const ONE_EACH = new Set(['reviews_one_per_seller_order', 'reviews_one_per_reference']);

@Injectable()
export class ReviewsRepository {
  constructor(private readonly db: Db) {}

  /** The first delivery opens the window; a repeated message changes nothing. */
  async open(tx: Tx, fact: Eligibility): Promise<void> {
    const { sellerOrderId, orderId, sellerId, buyerId, deliveredAt, closesAt } = fact;
    await query(tx, open, [sellerOrderId, orderId, sellerId, buyerId, deliveredAt, closesAt]);
  }

  eligibility(tx: Tx, sellerOrderId: Id<'sor'>): Promise<Eligibility | undefined> {
    return queryOne(tx, eligibility, [sellerOrderId]);
  }

  /** @throws AlreadyReviewed for the second review of a seller order (or of one reference) */
  async insert(tx: Tx, row: ReviewRow): Promise<void> {
    const { id, sellerOrderId, orderId, sellerId, buyerId, reference, text, publishedAt } = row;
    const { overall, itemAsDescribed, communication, shippingSpeed } = row;
    const ids = [id, sellerOrderId, orderId, sellerId, buyerId, reference] as const;
    const stars = [overall, itemAsDescribed, communication, shippingSpeed] as const;
    try {
      await query(tx, insert, [...ids, ...stars, text, publishedAt]);
    } catch (error) {
      if (ONE_EACH.has(violatedConstraint(error) ?? '')) throw new AlreadyReviewed({});
      throw error;
    }
  }

  /** The review with its reply; undefined when it had one. */
  reply(tx: Tx, id: Id<'rev'>, text: string, at: Date): Promise<ReviewRow | undefined> {
    return queryOne(tx, reply, [id, text, at]);
  }

  find(id: Id<'rev'>): Promise<ReviewRow | undefined> {
    return this.db.queryOne(find, [id]);
  }

  /** Newest first. */
  ofSeller(sellerId: Id<'sel'>, before: string | null, limit: number): Promise<ReviewRow[]> {
    return this.db.query(ofSeller, [sellerId, before, limit]);
  }
}
