import { Injectable } from '@nestjs/common';
import { query, queryOne, statement, type Tx } from '../../platform/database/index.js';
import type { PartCounters } from './charge-back.domain.js';
import { CONVERSION, type PartConversion } from './conversions.repository.js';

/** A locked part, and how it is settled where that is in another currency. */
export type LockedPart = PartCounters & {
  readonly amount: number;
  readonly storeCredit: number;
  readonly conversion: PartConversion | null;
};

/** The parts are locked before their payment, as a refund does it. */
const lockParts = statement<[paymentId: string], LockedPart>(
  'payments.lock-parts',
  `with part as materialized (
     select seller_order_id, seller_id, amount, store_credit, ${CONVERSION}, captured, refunded, charged_back, lost,
            promotion - promotion_returned as promotion, store_credit - store_credit_returned as credit
       from payment_parts s where payment_id = $1 order by seller_order_id for no key update)
   select part.seller_order_id as "sellerOrderId", part.seller_id as "sellerId", part.captured, part.refunded,
          part.charged_back as "chargedBack", part.lost, part.credit, part.promotion,
          part.amount, part.store_credit as "storeCredit", part.conversion
     from part order by part.seller_order_id`,
);

const count = statement<[paymentId: string, parts: string[], amounts: number[], at: Date], never>(
  'payments.count-charged-back',
  `with change as (select * from unnest($2::uuid[], $3::bigint[]) as c(part, amount)),
        part as (update payment_parts s set charged_back = s.charged_back + c.amount from change c
                  where s.payment_id = $1 and s.seller_order_id = c.part)
   update payments set charged_back = charged_back + (select sum(amount) from change), updated_at = $4 where id = $1`,
);

const lose = statement<[paymentId: string, part: string, amount: number, promotion: number], never>(
  'payments.lose-part',
  `update payment_parts set lost = lost + $3, promotion_returned = promotion_returned + $4
    where payment_id = $1 and seller_order_id = $2`,
);

/** The counters of what banks took back. */
@Injectable()
export class ChargeBacksRepository {
  lockParts = (tx: Tx, paymentId: string): Promise<LockedPart[]> => query(tx, lockParts, [paymentId]);

  /** Minor units by seller order; negative when the money came back. */
  async count(tx: Tx, paymentId: string, parts: ReadonlyMap<string, number>, at: Date): Promise<void> {
    await query(tx, count, [paymentId, [...parts.keys()], [...parts.values()], at]);
  }

  /** Minor units: of what was charged back, and of the platform's discount with it. */
  async lose(tx: Tx, paymentId: string, sellerOrderId: string, amount: number, promotion: number): Promise<void> {
    await queryOne(tx, lose, [paymentId, sellerOrderId, amount, promotion]);
  }
}
