import { Injectable } from '@nestjs/common';
import type { Id } from '../../kernel/index.js';
import { query, queryOne, statement, type Tx } from '../../platform/database/index.js';
import { CONVERSION, type PartConversion } from './conversions.repository.js';
import type { PaymentPart } from './payments.events.js';

/** One seller order's share of a payment on account; minor units of `currency`, which is what the company owes. */
export interface AccountPart {
  readonly orderId: Id<'ord'>;
  readonly sellerId: Id<'sel'>;
  readonly accountId: string;
  readonly currency: string;
  /** What is owed for it since the seller accepted: the share without what was refunded before. */
  readonly amount: number;
  /** What the platform adds to the escrow, in the currency that the seller settles in. */
  readonly coupon: number;
  /** What `amount` is in the currency that the seller settles in, then; null where it is the same. */
  readonly settledBooked: number | null;
  /** Null where the seller settles in the currency that is owed. */
  readonly conversion: PartConversion | null;
}

const take = statement<[paymentId: string, at: Date], PaymentPart>(
  'payments.take-on-account',
  `with p as (update payments set authorised = amount, captured = amount, captured_at = $2 where id = $1)
   update payment_parts set captured = amount where payment_id = $1
   returning seller_order_id as "sellerOrderId", seller_id as "sellerId", amount`,
);

const PART = `p.order_id as "orderId", s.seller_id as "sellerId", p.account_id as "accountId", p.currency,
  s.booked as amount, s.settled_booked as "settledBooked", s.promotion - s.promotion_returned as coupon, ${CONVERSION}`;

const book = statement<[paymentId: string, sellerOrderId: string], AccountPart>(
  'payments.book-terms',
  `update payment_parts s set booked = s.amount - s.refunded, settled_booked = s.settled - s.settled_back from payments p
    where p.id = s.payment_id and s.payment_id = $1 and s.seller_order_id = $2 and s.booked is null
      and p.account_id is not null returning ${PART}`,
);

const partOf = statement<[paymentId: string, sellerOrderId: string], AccountPart>(
  'payments.part-on-account',
  `select ${PART} from payment_parts s join payments p on p.id = s.payment_id
    where s.payment_id = $1 and s.seller_order_id = $2 and s.booked is not null`,
);

@Injectable()
export class OnAccountRepository {
  /** All of the payment counts as taken; returns its parts in the order of their seller orders. */
  async take(tx: Tx, paymentId: string, at: Date): Promise<PaymentPart[]> {
    const parts = await query(tx, take, [paymentId, at]);
    return parts.sort((a, b) => (a.sellerOrderId < b.sellerOrderId ? -1 : 1));
  }

  /** Fixes what is owed for a part, once; `undefined` when it was fixed before, and for other payments. */
  book(tx: Tx, paymentId: string, sellerOrderId: string): Promise<AccountPart | undefined> {
    return queryOne(tx, book, [paymentId, sellerOrderId]);
  }

  partOf(tx: Tx, paymentId: string, sellerOrderId: string): Promise<AccountPart | undefined> {
    return queryOne(tx, partOf, [paymentId, sellerOrderId]);
  }
}
