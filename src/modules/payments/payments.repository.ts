import { Injectable } from '@nestjs/common';
import type { Id } from '../../kernel/index.js';
import { Db, query, queryOne, statement, type Tx } from '../../platform/database/index.js';
import { CONVERSION } from './conversions.repository.js';
import type { PartRow, PaymentRow } from './payments.rows.js';

export interface NewPayment {
  readonly id: Id<'pay'>;
  readonly orderId: Id<'ord'>;
  readonly buyerId: Id<'usr'>;
  readonly currency: string;
  readonly amount: number;
  readonly provider: string;
  readonly accountId: string | null;
  readonly riskFacts: object;
  readonly expiresAt: Date;
  readonly at: Date;
  readonly parts: readonly {
    readonly sellerOrderId: string;
    readonly sellerId: string;
    readonly amount: number;
    readonly promotion: number;
  }[];
}

export const PAYMENT_COLUMNS = `p.id, p.order_id as "orderId", p.buyer_id as "buyerId", p.state, p.version, p.currency, p.amount,
  p.store_credit as "storeCredit",
  p.authorised, p.captured, p.refunded, p.attempts, p.provider_ref as "providerRef", p.risk_facts as "riskFacts",
  p.end_reason as "endReason", p.account_id as "accountId", p.expires_at as "expiresAt", p.created_at as "createdAt"`;

const open = statement<
  [
    string,
    string,
    string,
    string,
    number,
    string,
    string,
    Date,
    Date,
    string[],
    string[],
    number[],
    number[],
    string | null,
  ],
  never
>(
  'payments.open',
  `with p as (insert into payments
       (id, order_id, buyer_id, currency, amount, provider, risk_facts, expires_at, created_at, updated_at, account_id)
     values ($1, $2, $3, $4, $5, $6, $7::jsonb, $8, $9, $9, $14) returning id)
   insert into payment_parts (payment_id, seller_order_id, seller_id, amount, promotion)
   select p.id, s.* from p, unnest($10::uuid[], $11::uuid[], $12::bigint[], $13::bigint[]) as s`,
);

const findMany = statement<[ids: readonly string[]], PaymentRow>(
  'payments.find-many',
  `select ${PAYMENT_COLUMNS} from payments p where p.id = any($1::uuid[])`,
);

const partsOf = statement<[ids: readonly string[]], PartRow>(
  'payments.parts',
  `select payment_id as "paymentId", seller_order_id as "sellerOrderId", seller_id as "sellerId",
          amount, captured, refunded, promotion, store_credit as "storeCredit", credit_hold_id as "creditHoldId",
          ${CONVERSION}
     from payment_parts s where payment_id = any($1::uuid[]) order by payment_id, seller_order_id`,
);

const lock = statement<[id: string], PaymentRow>(
  'payments.lock',
  `select ${PAYMENT_COLUMNS} from payments p where p.id = $1 for no key update`,
);

const end = statement<[id: string, reason: string], never>(
  'payments.end',
  `update payments set end_reason = $2 where id = $1`,
);

const recordCaptured = statement<[attemptId: string, id: string, version: number, at: Date], PartRow>(
  'payments.record-captured',
  `with attempt as (update payment_attempts set state = 'succeeded', settled_at = $4 where id = $1),
        p as (update payments set captured = amount, captured_at = $4, provider_version = $3 where id = $2)
   update payment_parts s set captured = amount where payment_id = $2
   returning payment_id as "paymentId", seller_order_id as "sellerOrderId", seller_id as "sellerId",
             amount, captured, refunded, promotion, store_credit as "storeCredit", credit_hold_id as "creditHoldId",
             ${CONVERSION}`,
);

@Injectable()
export class PaymentsRepository {
  constructor(private readonly db: Db) {}

  async open(tx: Tx, payment: NewPayment): Promise<void> {
    const { id, orderId, buyerId, currency, amount, provider, riskFacts, expiresAt, at, parts, accountId } = payment;
    await query(tx, open, [
      ...([id, orderId, buyerId, currency, amount, provider, JSON.stringify(riskFacts), expiresAt, at] as const),
      parts.map((part) => part.sellerOrderId),
      parts.map((part) => part.sellerId),
      parts.map((part) => part.amount),
      parts.map((part) => part.promotion),
      accountId,
    ]);
  }

  findMany(ids: readonly string[]): Promise<PaymentRow[]> {
    return this.db.query(findMany, [ids]);
  }

  partsOf(ids: readonly string[]): Promise<PartRow[]> {
    return this.db.query(partsOf, [ids]);
  }

  lock(tx: Tx, id: string): Promise<PaymentRow | undefined> {
    return queryOne(tx, lock, [id]);
  }

  /** Why the payment ends without money. */
  async end(tx: Tx, id: string, reason: string): Promise<void> {
    await query(tx, end, [id, reason]);
  }

  /** Settles the capture attempt and fills the counters of the payment and its parts; returns the parts. */
  async recordCaptured(tx: Tx, attemptId: string, id: string, version: number, at: Date): Promise<PartRow[]> {
    const parts = await query(tx, recordCaptured, [attemptId, id, version, at]);
    return parts.sort((a, b) => (a.sellerOrderId < b.sellerOrderId ? -1 : 1));
  }
}
