import { Injectable } from '@nestjs/common';
import { query, queryOne, statement, type Tx } from '../../platform/database/index.js';
import type { RefundedAmounts } from './earning.domain.js';

export interface NewEarningRefund extends RefundedAmounts {
  readonly refundId: string;
  readonly sellerOrderId: string;
  readonly sellerId: string;
  readonly currency: string;
  readonly stage: 'escrow' | 'pending' | 'released';
  readonly fromPending: number;
  readonly fromHeld: number;
  readonly fromAvailable: number;
  readonly fromReserve: number;
  readonly owed: number;
  readonly at: Date;
}

const note = statement<unknown[], never>(
  'settlement.note-refund',
  `insert into earning_refunds (refund_id, seller_order_id, seller_id, currency, stage, item, tax, shipping, commission,
     fee_tax, from_pending, from_held, from_available, from_reserve, owed, taken_at)
   values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16)`,
);

const takePending = statement<[id: string, amount: number, at: Date], never>(
  'settlement.take-pending',
  `update earnings set taken = taken + $2, updated_at = $3 where id = $1`,
);

/**
 * Takes lots of the seller that are not released, the seller order's own first, until the amount is reached. One that
 * is being released at this moment is passed over: its money is about to be available.
 */
const takeReserve = statement<
  [sellerId: string, currency: string, sellerOrderId: string, amount: number],
  { taken: number }
>(
  'settlement.take-reserve',
  `with free as materialized (
     select id, amount - taken as rest, seller_order_id, release_at from reserve_lots
      where seller_id = $1 and currency = $2 and released_at is null and amount > taken
      order by (seller_order_id = $3) desc, release_at, id for no key update skip locked
   ), cut as (
     select id, least(rest, greatest(0, $4::bigint - coalesce(sum(rest) over (order by (seller_order_id = $3) desc,
              release_at, id rows between unbounded preceding and 1 preceding), 0)))::bigint as part from free
   ), drawn as (
     update reserve_lots l set taken = l.taken + cut.part from cut where l.id = cut.id and cut.part > 0
     returning cut.part
   )
   select coalesce(sum(part), 0)::bigint as taken from drawn`,
);

@Injectable()
export class EarningRefunds {
  async note(tx: Tx, refund: NewEarningRefund): Promise<void> {
    const { refundId, sellerOrderId, sellerId, currency, stage, item, tax, shipping, commission, feeTax } = refund;
    const { fromPending, fromHeld, fromAvailable, fromReserve, owed, at } = refund;
    const what = [refundId, sellerOrderId, sellerId, currency, stage, item, tax, shipping, commission, feeTax];
    await query(tx, note, [...what, fromPending, fromHeld, fromAvailable, fromReserve, owed, at]);
  }

  async takePending(tx: Tx, sellerOrderId: string, amount: number, at: Date): Promise<void> {
    if (amount > 0) await query(tx, takePending, [sellerOrderId, amount, at]);
  }

  /** How much of the amount the seller's lots had; minor units. */
  async takeReserve(tx: Tx, of: Pick<NewEarningRefund, 'sellerId' | 'currency' | 'sellerOrderId'>, amount: number) {
    if (amount === 0) return 0;
    return (await queryOne(tx, takeReserve, [of.sellerId, of.currency, of.sellerOrderId, amount]))?.taken ?? 0;
  }
}
