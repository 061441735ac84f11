import { Injectable } from '@nestjs/common';
import type { Id, Money } from '../../kernel/index.js';
import { query, queryOne, statement, type Tx } from '../../platform/database/index.js';
import type { CreditLineState } from './credit-line.lifecycle.js';

export interface CreditToReserve {
  readonly paymentId: Id<'pay'>;
  readonly orderId: Id<'ord'>;
  readonly companyId: Id<'cmp'>;
  /** Who orders. */
  readonly userId: Id<'usr'>;
  readonly amount: Money;
  /** An approver has confirmed it: the person's own limit does not count. */
  readonly isApproved?: boolean;
  readonly at: Date;
}

/** What an order may owe, on the terms of the line when it was placed. */
export interface Reservation {
  readonly paymentId: Id<'pay'>;
  readonly orderId: Id<'ord'>;
  readonly companyId: Id<'cmp'>;
  readonly currency: string;
  readonly amount: number;
  readonly termDays: number;
  readonly isFinanced: boolean;
  readonly legalEntity: string;
}

export interface CreditToFree {
  readonly paymentId: string;
  /** Minor units; everything that is left, when absent. */
  readonly amount?: number;
  /** The cause; it frees once. */
  readonly source: { readonly type: string; readonly id: string };
  readonly at: Date;
}

type Reserve = [
  companyId: string,
  currency: string,
  userId: string,
  paymentId: string,
  orderId: string,
  amount: number,
  at: Date,
  isApproved: boolean,
];

/**
 * The rows decide: orders that come at once wait for the line, and each sees what the one before has used; whoever
 * changes the member's limits waits, or was first.
 */
const reserve = statement<Reserve, { lineId: string }>(
  'companies.reserve-credit',
  `with who as (
     select m.company_id from company_members m
      where m.company_id = $1 and m.user_id = $3
        and ($8 or m.spending_limits is null or (m.spending_limits ->> $2::text)::bigint >= $6) for share),
   line as (
     update credit_lines l set used = l.used + $6, updated_at = $7 from who
      where l.company_id = who.company_id and l.currency = $2
        and l.state = 'active' and l.used + $6 <= l.credit_limit returning l.*)
   insert into credit_reservations (payment_id, order_id, line_id, line_version, company_id, currency, amount, term_days,
     is_financed, legal_entity, reserved_by, reserved_at)
   select $4, $5, id, version, company_id, currency, $6, term_days, is_financed, legal_entity, $3, $7 from line
   returning line_id as "lineId"`,
);

/** Why an order cannot be taken of a line. */
export interface CreditRefusal {
  /** Null: there is no line in the currency. */
  readonly state: CreditLineState | null;
  readonly isAbovePersonal: boolean;
}

const refusal = statement<
  [companyId: string, currency: string, userId: string, amount: number, isApproved: boolean],
  CreditRefusal
>(
  'companies.why-no-credit',
  `select l.state,
          not ($5 or m.spending_limits is null or coalesce((m.spending_limits ->> $2::text)::bigint, -1) >= $4) as "isAbovePersonal"
     from company_members m
     left join credit_lines l on l.company_id = m.company_id and l.currency = $2
    where m.company_id = $1 and m.user_id = $3`,
);

const free = statement<[type: string, source: string, paymentId: string, amount: number | null, at: Date], never>(
  'companies.free-credit',
  `with made as (
     insert into credit_releases (source_type, source_id, payment_id, amount, freed_at)
     select $1, $2, payment_id, coalesce($4, amount - freed), $5 from credit_reservations
      where payment_id = $3 and coalesce($4, amount - freed) > 0
     on conflict do nothing returning payment_id, amount),
   kept as (update credit_reservations r set freed = r.freed + made.amount from made
             where r.payment_id = made.payment_id returning r.line_id, made.amount)
   update credit_lines l set used = l.used - kept.amount, ceiling = greatest(l.credit_limit, l.used - kept.amount),
          updated_at = $5 from kept where l.id = kept.line_id`,
);

const find = statement<[paymentId: string], Reservation>(
  'companies.credit-reservation',
  `select payment_id as "paymentId", order_id as "orderId", company_id as "companyId", currency, amount,
          term_days as "termDays", is_financed as "isFinanced", legal_entity as "legalEntity"
     from credit_reservations where payment_id = $1`,
);

@Injectable()
export class CreditUses {
  /** False when the line does not allow it. */
  async reserve(tx: Tx, order: CreditToReserve): Promise<boolean> {
    const { companyId, amount, userId, paymentId, orderId, at, isApproved = false } = order;
    const values: Reserve = [companyId, amount.currency, userId, paymentId, orderId, amount.amount, at, isApproved];
    return (await query(tx, reserve, values)).length === 1;
  }

  /** `undefined` when the person is no member. */
  refusal(
    tx: Tx,
    { companyId, amount, userId, isApproved = false }: CreditToReserve,
  ): Promise<CreditRefusal | undefined> {
    return queryOne(tx, refusal, [companyId, amount.currency, userId, amount.amount, isApproved]);
  }

  async free(tx: Tx, { paymentId, amount, source, at }: CreditToFree): Promise<void> {
    await query(tx, free, [source.type, source.id, paymentId, amount ?? null, at]);
  }

  find = (tx: Tx, paymentId: string): Promise<Reservation | undefined> => queryOne(tx, find, [paymentId]);
}
