import { Injectable } from '@nestjs/common';
import type { Id } from '../../kernel/index.js';
import { query, queryOne, statement, type Tx } from '../../platform/database/index.js';
import { CONVERSION, type PartConversion } from './conversions.repository.js';
import type { PartRow } from './payments.rows.js';
import type { PaidWays } from './store-credit.domain.js';

export interface CreditShare {
  readonly sellerOrderId: string;
  readonly amount: number;
  readonly holdId: Id<'hld'>;
}

const use = statement<
  [paymentId: string, sellerOrders: string[], amounts: number[], holds: string[], total: number],
  never
>(
  'payments.use-store-credit',
  `with paid as (update payments set amount = amount - $5, store_credit = $5 where id = $1)
   update payment_parts s set amount = s.amount - c.amount, store_credit = c.amount, credit_hold_id = c.hold
     from unnest($2::uuid[], $3::bigint[], $4::uuid[]) as c(seller_order_id, amount, hold)
    where s.payment_id = $1 and s.seller_order_id = c.seller_order_id`,
);

const PART = `s.payment_id as "paymentId", s.seller_order_id as "sellerOrderId", s.seller_id as "sellerId", s.amount,
  s.captured, s.refunded, s.promotion, s.store_credit as "storeCredit", s.credit_hold_id as "creditHoldId",
  ${CONVERSION}`;

const parts = statement<[paymentId: string], PartRow>(
  'payments.parts-to-cover',
  `select ${PART} from payment_parts s where s.payment_id = $1 order by s.seller_order_id`,
);

const covered = statement<[paymentId: string, at: Date], never>(
  'payments.record-covered',
  `update payments set captured_at = $2 where id = $1`,
);

/** How a part was paid, and how it is settled where that is in another currency. */
export type PaidPart = PaidWays & { readonly conversion: PartConversion | null };

const lockPart = statement<[paymentId: string, sellerOrderId: string], PaidPart>(
  'payments.lock-part',
  `select amount, store_credit as "storeCredit", refunded, charged_back as "chargedBack",
          store_credit_returned as "storeCreditReturned", ${CONVERSION} from payment_parts s
    where payment_id = $1 and seller_order_id = $2 for no key update`,
);

/** Which of the store credit pays for what. */
@Injectable()
export class StoreCredits {
  /** The card pays so much less of the payment and of its parts. */
  async use(tx: Tx, paymentId: string, shares: readonly CreditShare[]): Promise<void> {
    const amounts = shares.map(({ amount }) => amount);
    const [ids, holds] = [shares.map(({ sellerOrderId }) => sellerOrderId), shares.map(({ holdId }) => holdId)];
    const total = amounts.reduce((sum, amount) => sum + amount, 0);
    await query(tx, use, [paymentId, ids, amounts, [...holds], total]);
  }

  parts = (tx: Tx, paymentId: string): Promise<PartRow[]> => query(tx, parts, [paymentId]);

  async recordCovered(tx: Tx, paymentId: string, at: Date): Promise<void> {
    await query(tx, covered, [paymentId, at]);
  }

  lockPart(tx: Tx, paymentId: string, sellerOrderId: string): Promise<PaidPart | undefined> {
    return queryOne(tx, lockPart, [paymentId, sellerOrderId]);
  }
}
