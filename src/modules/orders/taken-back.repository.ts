import { Injectable } from '@nestjs/common';
import { query, statement, violatedConstraint, type Tx } from '../../platform/database/index.js';
import { RefundExceedsOrder } from './orders.errors.js';
import type { KeptFees, Wanted } from './taken-back.domain.js';

const count = statement<[id: string, lines: string[], units: number[], shipping: number], never>(
  'orders.count-refunded',
  `with counted as (update order_lines l set refunded_units = l.refunded_units + w.units
                      from unnest($2::uuid[], $3::int[]) as w(id, units)
                     where l.id = w.id and l.seller_order_id = $1)
   update seller_orders set refunded_shipping = refunded_shipping + $4 where id = $1`,
);

const kept = statement<[id: string], { id: string; components: string[] }>(
  'orders.kept-fees',
  `select l.id, array_agg(r ->> 'component') as components
     from order_lines l cross join lateral jsonb_array_elements(l.fee_basis -> 'rules') r
    where l.seller_order_id = $1 and (r ->> 'isKept')::boolean group by l.id`,
);

const COUNTERS = ['order_lines_refunded_units', 'seller_orders_refunded_shipping'];

@Injectable()
export class TakenBackRepository {
  /** @throws RefundExceedsOrder when so much is not left */
  async count(tx: Tx, sellerOrderId: string, { lines, shipping }: Wanted): Promise<void> {
    try {
      const [ids, units] = [lines.map(({ lineId }) => lineId), lines.map((line) => line.units)];
      await query(tx, count, [sellerOrderId, ids, units, shipping]);
    } catch (error) {
      if (COUNTERS.includes(violatedConstraint(error) ?? '')) throw new RefundExceedsOrder({});
      throw error;
    }
  }

  async keptFees(tx: Tx, sellerOrderId: string): Promise<KeptFees> {
    const rows = await query(tx, kept, [sellerOrderId]);
    return new Map(rows.map(({ id, components }) => [id, components]));
  }
}
