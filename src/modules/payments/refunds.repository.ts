import { Injectable } from '@nestjs/common';
import type { Id } from '../../kernel/index.js';
import { Db, query, queryOne, statement, violatedConstraint, type Tx } from '../../platform/database/index.js';
import { RefundExceedsCapture } from './payments.errors.js';
import type { RefundRow } from './payments.rows.js';

const COLUMNS = `r.id, r.payment_id as "paymentId", p.order_id as "orderId", p.buyer_id as "buyerId",
  r.seller_order_id as "sellerOrderId", s.seller_id as "sellerId", r.state, r.currency,
  r.amount - r.charged_back as amount, r.charged_back as "chargedBack", r.overtaken, r.paid_twice as "paidTwice",
  r.provider_ref as "providerRef",
  p.provider, p.provider_ref as "chargeRef", p.account_id as "accountId", s.booked`;
const JOINS = `join payments p on p.id = r.payment_id
  join payment_parts s on s.payment_id = r.payment_id and s.seller_order_id = r.seller_order_id`;

/** What other modules may know of a refund; amounts are minor units of its currency. */
export interface RefundSummary {
  readonly refundId: Id<'rfd'>;
  readonly sellerOrderId: Id<'sor'>;
  readonly state: RefundRow['state'];
  readonly currency: string;
  /** To the buyer, all in all. */
  readonly amount: number;
  /** Of it, as store credit. */
  readonly storeCredit: number;
  /** Back to the platform, in the currency that the seller settles in. */
  readonly promotion: number;
  /** What it takes of the sale in that currency; null where it is the currency of the refund. */
  readonly settled: { readonly amount: number; readonly currency: string } | null;
  readonly reason: string;
  readonly createdAt: Date;
}

export interface NewRefund {
  readonly id: Id<'rfd'>;
  readonly paymentId: string;
  readonly sellerOrderId: string;
  readonly sourceType: string;
  readonly sourceId: string;
  /** What the provider pays back. */
  readonly amount: number;
  /** What goes back as store credit besides. */
  readonly storeCredit: number;
  /** What the platform gets back of its part of a discount. */
  readonly promotion: number;
  readonly currency: string;
  readonly reason: string;
  readonly at: Date;
}

type Request = [string, string, string, string, string, number, string, string, Date, number, number];

const request = statement<Request, RefundRow>(
  'payments.request-refund',
  `with r as (insert into refunds
       (id, payment_id, seller_order_id, source_type, source_id, amount, currency, reason, created_at, updated_at, promotion,
        store_credit)
     select $1, s.payment_id, s.seller_order_id, $4, $5, $6, $7, $8, $9, $9, $10, $11
       from payment_parts s join payments p on p.id = s.payment_id
      where s.payment_id = $2 and s.seller_order_id = $3 and p.state = 'captured' and p.currency = $7
     on conflict (source_type, source_id, seller_order_id) do nothing returning *),
   paid as (update payments p set refunded = refunded + r.amount, updated_at = $9 from r where p.id = r.payment_id),
   part as (update payment_parts s set refunded = refunded + r.amount,
                   promotion_returned = promotion_returned + r.promotion,
                   store_credit_returned = store_credit_returned + r.store_credit from r
             where s.payment_id = r.payment_id and s.seller_order_id = r.seller_order_id)
   select ${COLUMNS} from r ${JOINS}`,
);

const ofSource = statement<[type: string, id: string, sellerOrderId: string], { id: Id<'rfd'> }>(
  'payments.refund-of-source',
  `select id from refunds where source_type = $1 and source_id = $2 and seller_order_id = $3`,
);

const find = statement<[id: string], RefundRow>(
  'payments.find-refund',
  `select ${COLUMNS} from refunds r ${JOINS} where r.id = $1`,
);

const lock = statement<[id: string], RefundRow>(
  'payments.lock-refund',
  `select ${COLUMNS} from refunds r ${JOINS} where r.id = $1 for no key update of r`,
);

const ofSellerOrder = statement<[sellerOrderId: string], RefundSummary>(
  'payments.refunds-of-seller-order',
  `select id as "refundId", seller_order_id as "sellerOrderId", state, currency, amount + store_credit as amount,
          store_credit as "storeCredit", promotion,
          case when settled is not null then jsonb_build_object('amount', settled, 'currency', settled_currency) end as settled,
          reason, created_at as "createdAt" from refunds where seller_order_id = $1 order by id`,
);

const settle = statement<[id: string, attemptId: string, ref: string | null, code: string | null, at: Date], never>(
  'payments.settle-refund',
  `with attempt as (update payment_attempts set state = case when $4::text is null then 'succeeded' else 'declined' end,
       provider_ref = $3, decline_code = $4, settled_at = $5, checked_at = $5 where id = $2)
   update refunds set provider_ref = $3, failure_code = $4, overtaken = 0 where id = $1`,
);

const noteFailure = statement<[id: string, code: string], never>(
  'payments.note-refund-failure',
  'update refunds set failure_code = $2 where id = $1',
);

const paidTwice = statement<[id: string, ref: string, at: Date], never>(
  'payments.note-paid-twice',
  `update refunds set paid_twice = charged_back, provider_ref = coalesce(provider_ref, $2), updated_at = $3 where id = $1`,
);

const COUNTERS = [
  'payments_refunded',
  'payment_parts_refunded',
  'payment_parts_promotion_returned',
  'payment_parts_store_credit_returned',
];

@Injectable()
export class RefundsRepository {
  constructor(private readonly db: Db) {}

  /**
   * Counts a refund on its payment and part; `undefined` when its source has one already or nothing was captured.
   * @throws RefundExceedsCapture when the part does not hold so much
   */
  async request(tx: Tx, refund: NewRefund): Promise<RefundRow | undefined> {
    const { id, paymentId, sellerOrderId, sourceType, sourceId, amount, currency, reason, at, promotion, storeCredit } =
      refund;
    const values: Request = [
      id,
      paymentId,
      sellerOrderId,
      sourceType,
      sourceId,
      amount,
      currency,
      reason,
      at,
      promotion,
      storeCredit,
    ];
    try {
      return await queryOne(tx, request, values);
    } catch (error) {
      if (COUNTERS.includes(violatedConstraint(error) ?? '')) throw new RefundExceedsCapture({});
      throw error;
    }
  }

  async idOfSource(tx: Tx, type: string, id: string, sellerOrderId: string): Promise<Id<'rfd'> | undefined> {
    return (await queryOne(tx, ofSource, [type, id, sellerOrderId]))?.id;
  }

  ofSellerOrder(id: string, tx?: Tx): Promise<RefundSummary[]> {
    return tx ? query(tx, ofSellerOrder, [id]) : this.db.query(ofSellerOrder, [id]);
  }

  find(id: string): Promise<RefundRow | undefined> {
    return this.db.queryOne(find, [id]);
  }

  lock = (tx: Tx, id: string): Promise<RefundRow | undefined> => queryOne(tx, lock, [id]);

  /** The card got what the bank has paid as well. */
  async notePaidTwice(tx: Tx, id: string, ref: string, at: Date): Promise<void> {
    await query(tx, paidTwice, [id, ref, at]);
  }

  async noteFailure(tx: Tx, id: string, code: string): Promise<void> {
    await query(tx, noteFailure, [id, code]);
  }

  async settle(
    tx: Tx,
    id: string,
    attemptId: string,
    ref: string | null,
    code: string | null,
    at: Date,
  ): Promise<void> {
    await query(tx, settle, [id, attemptId, ref, code, at]);
  }
}
