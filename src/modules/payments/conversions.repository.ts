import { Injectable } from '@nestjs/common';
import type { Id } from '../../kernel/index.js';
import { query, statement, violatedConstraint, type Tx } from '../../platform/database/index.js';
import { RefundExceedsCapture } from './payments.errors.js';

/** How a share that is paid in one currency is settled in another; minor units. */
export interface PartConversion {
  readonly quoteId: Id<'fxq'>;
  /** What the buyer pays in. */
  readonly paidCurrency: string;
  /** What the seller settles in. */
  readonly currency: string;
  readonly settled: number;
  /** Of that currency; what the platform keeps of the conversion. */
  readonly spread: number;
  readonly settledBack: number;
  /** Of what was paid. */
  readonly paidBack: number;
}

/** The column `conversion` of a part that goes by `s`; null where it is paid in the currency that it is settled in. */
export const CONVERSION = `case when s.quote_id is not null then jsonb_build_object('quoteId', s.quote_id,
  'paidCurrency', (select currency from payments where id = s.payment_id), 'currency', s.settled_currency,
  'settled', s.settled, 'spread', s.spread, 'settledBack', s.settled_back, 'paidBack', s.paid_back) end as conversion`;

export interface NewConversion {
  readonly sellerOrderId: string;
  readonly quoteId: string;
  readonly currency: string;
  readonly settled: number;
  readonly spread: number;
}

const put = statement<[paymentId: string, conversions: string], never>(
  'payments.put-conversions',
  `update payment_parts s set quote_id = c."quoteId", settled_currency = c.currency, settled = c.settled, spread = c.spread
     from jsonb_to_recordset($2::jsonb) as c("sellerOrderId" uuid, "quoteId" uuid, currency text, settled bigint, spread bigint)
    where s.payment_id = $1 and s.seller_order_id = c."sellerOrderId"`,
);

export interface ConversionBack {
  readonly paymentId: string;
  readonly sellerOrderId: string;
  readonly refundId?: string;
  readonly currency: string;
  readonly paid: number;
  readonly settled: number;
  readonly spread: number;
}

const takeBack = statement<
  [
    paymentId: string,
    part: string,
    refundId: string | null,
    currency: string,
    paid: number,
    settled: number,
    spread: number,
  ],
  never
>(
  'payments.convert-back',
  `with refund as (update refunds set settled_currency = $4, settled = $6, spread = $7 where id = $3)
   update payment_parts set settled_back = settled_back + $6, paid_back = paid_back + $5
    where payment_id = $1 and seller_order_id = $2`,
);

/** Which parts of payments are settled in another currency, and what of them went back. */
@Injectable()
export class ConversionsRepository {
  async put(tx: Tx, paymentId: string, conversions: readonly NewConversion[]): Promise<void> {
    await query(tx, put, [paymentId, JSON.stringify(conversions)]);
  }

  /** @throws RefundExceedsCapture when more would go back than was converted */
  async takeBack(tx: Tx, { paymentId, sellerOrderId, refundId, ...back }: ConversionBack): Promise<void> {
    const { currency, paid, settled, spread } = back;
    try {
      await query(tx, takeBack, [paymentId, sellerOrderId, refundId ?? null, currency, paid, settled, spread]);
    } catch (error) {
      const broken = violatedConstraint(error) ?? '';
      if (['payment_parts_settled_back', 'payment_parts_paid_back'].includes(broken))
        throw new RefundExceedsCapture({});
      throw error;
    }
  }
}
