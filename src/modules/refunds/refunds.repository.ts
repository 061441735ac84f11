import { Injectable } from '@nestjs/common';
import { actorRef, type Actor } from '../../kernel/index.js';
import { Db, query, statement, type Tx } from '../../platform/database/index.js';

/** Why and of what a refund was made; the amounts and what became of it are in its payment. */
export interface RefundDetail {
  readonly refundId: string;
  readonly sellerOrderId: string;
  readonly reason: string;
  readonly note: string | null;
  readonly lines: readonly { readonly lineId: string; readonly units: number }[];
  /** Minor units. */
  readonly shipping: number;
}

const insert = statement<
  [
    id: string,
    sellerOrderId: string,
    reason: string,
    note: string | null,
    lines: string,
    shipping: number,
    actorType: string,
    actorId: string,
    at: Date,
  ],
  never
>(
  'refunds.insert',
  `insert into seller_order_refunds
     (refund_id, seller_order_id, reason, note, lines, shipping, actor_type, actor_id, created_at)
   values ($1, $2, $3, $4, $5::jsonb, $6, $7, $8, $9)`,
);

const ofSellerOrder = statement<[id: string], RefundDetail>(
  'refunds.of-seller-order',
  `select refund_id as "refundId", seller_order_id as "sellerOrderId", reason, note, lines, shipping
     from seller_order_refunds where seller_order_id = $1`,
);

@Injectable()
export class RefundDetails {
  constructor(private readonly db: Db) {}

  async insert(tx: Tx, detail: RefundDetail, actor: Actor, at: Date): Promise<void> {
    const { refundId, sellerOrderId, reason, note, lines, shipping } = detail;
    const { type, id } = actorRef(actor);
    await query(tx, insert, [refundId, sellerOrderId, reason, note, JSON.stringify(lines), shipping, type, id, at]);
  }

  ofSellerOrder(id: string): Promise<RefundDetail[]> {
    return this.db.query(ofSellerOrder, [id]);
  }
}
