import { Injectable } from '@nestjs/common';
import { query, statement, type Tx } from '../../platform/database/index.js';
import { charge, type LineBasis } from '../fees/index.js';

/** What one rule charged of a seller order; minor units. */
export interface FeeShare {
  readonly component: string;
  /** Basis points; null for an amount a unit, and where the rule was not kept. */
  readonly bps: number | null;
  readonly taxBps: number | null;
  readonly fee: number;
  readonly tax: number;
  /** Whether the platform keeps the fee when the goods are refunded. */
  readonly isKept: boolean;
}

interface LineRow {
  readonly sellerOrderId: string;
  readonly currency: string;
  readonly basis: LineBasis | null;
  readonly commission: number;
  readonly fixedFee: number;
  readonly paymentFee: number;
  readonly feeTax: number;
}

const lines = statement<[ids: readonly string[]], LineRow>(
  'orders.lines-with-fee-basis',
  `select l.seller_order_id as "sellerOrderId", s.currency, l.fee_basis as basis, l.commission,
          l.fixed_fee as "fixedFee", l.payment_fee as "paymentFee", l.fee_tax as "feeTax"
     from order_lines l join seller_orders s on s.id = l.seller_order_id
    where l.seller_order_id = any($1::uuid[]) order by l.seller_order_id, l.position`,
);

/** Which rules charged seller orders how much, computed again from what was frozen with them. */
@Injectable()
export class FeeShares {
  /** By seller order; orders that do not exist are missing. */
  async of(tx: Tx, sellerOrderIds: readonly string[]): Promise<Map<string, FeeShare[]>> {
    const rows = sellerOrderIds.length === 0 ? [] : await query(tx, lines, [sellerOrderIds]);
    const orders = new Map<string, LineRow[]>();
    for (const row of rows) orders.set(row.sellerOrderId, [...(orders.get(row.sellerOrderId) ?? []), row]);
    return new Map([...orders].map(([id, of]) => [id, sharesOf(of)]));
  }
}

function sharesOf(rows: readonly LineRow[]): FeeShare[] {
  const bases = rows.map(({ basis }) => basis).filter((basis) => basis !== null);
  if (bases.length < rows.length) return unexplained(rows);
  return charge(bases, rows[0]?.currency ?? '').sheets.map(({ component, rule, fees, taxes }) => ({
    component,
    bps: rule.bps,
    taxBps: rule.taxBps,
    fee: total(fees),
    tax: total(taxes),
    isKept: rule.isKept,
  }));
}

/** Of orders that did not keep what they were charged by. */
function unexplained(rows: readonly LineRow[]): FeeShare[] {
  const of = (component: string, fee: number, tax = 0): FeeShare => {
    return { component, bps: null, taxBps: null, fee, tax, isKept: false };
  };
  return [
    of('commission', total(rows.map((row) => row.commission)), total(rows.map((row) => row.feeTax))),
    of('fixed_fee', total(rows.map((row) => row.fixedFee))),
    of('payment_fee', total(rows.map((row) => row.paymentFee))),
  ];
}

const total = (amounts: readonly number[]): number => amounts.reduce((a, b) => a + b, 0);
