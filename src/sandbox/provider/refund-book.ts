import { randomUUID } from 'node:crypto';
import { notFound, ok, refusal, type Answer, type Call } from './answer.js';
import { isTakenReference, type BookPool } from './book-pool.js';
import type { Telling } from './charge-book.js';

export interface NewRefund {
  readonly chargeId: string;
  readonly reference: string;
  readonly amount: number;
}

const REFUND = `
with c as (update sandbox_provider.charges
    set version = version + 1, refunded = refunded + case behaviour when 'refund_fails' then 0 else $7::bigint end
  where id = $8 and state = 'captured' and refunded + charged_back + $7 <= captured
    and not exists (select 1 from sandbox_provider.calls where key = $1)
  returning id, currency, behaviour),
r as (insert into sandbox_provider.refunds as t (id, reference, charge_id, state, currency, amount, failure_code)
  select $9, $10, c.id, case c.behaviour when 'refund_fails' then 'failed' else 'succeeded' end, c.currency, $7,
         case c.behaviour when 'refund_fails' then 'card_closed' end from c
  returning sandbox_provider.refund_view(t) as view, t.state),
call as (insert into sandbox_provider.calls (key, request, answer) select $1, $2, r.view from r returning answer),
hook as (insert into sandbox_provider.webhooks (event_id, family, body, due_at)
  select $3, 'payments', sandbox_provider.envelope($3, $4 || '.' || r.state, r.view), now() + $6::int * interval '1 ms'
    from r, c, generate_series(1, case c.behaviour when 'webhook_lost' then 0 when 'webhook_twice' then 2 else 1 end
                                  * $5::int))
select answer from call`;

/** Money that goes back to cards. */
export class RefundBook {
  constructor(private readonly books: BookPool) {}

  async refund(call: Call, refund: NewRefund, telling: Telling): Promise<Answer> {
    const { chargeId, reference, amount } = refund;
    const eventId = `evt_${randomUUID()}`;
    const head = [call.key, call.request, eventId, 'refund', telling.copies, telling.afterMs];
    const values = [...head, amount, chargeId, `re_${randomUUID()}`, reference];
    try {
      const booked = await this.books.row<{ answer: object }>('refund.create', REFUND, values);
      if (booked) return ok(booked.answer);
    } catch (error) {
      if (!isTakenReference(error)) throw error;
      return (
        (await this.books.replay(call)) ?? refusal(409, 'reference_taken', 'There is a refund with the reference.')
      );
    }
    return (await this.books.replay(call)) ?? this.refuse(chargeId);
  }

  async findByReference(reference: string): Promise<Answer> {
    const sql = 'select sandbox_provider.refund_view(t) as view from sandbox_provider.refunds t where reference = $1';
    const found = await this.books.row<{ view: object }>('refund.find-by-reference', sql, [reference]);
    return found ? ok(found.view) : notFound('refund');
  }

  private async refuse(chargeId: string): Promise<Answer> {
    const sql = 'select state, charged_back > 0 as disputed from sandbox_provider.charges where id = $1';
    const found = await this.books.row<{ state: string; disputed: boolean }>('refund.charge-state', sql, [chargeId]);
    if (!found) return notFound('charge');
    if (found.state !== 'captured') return refusal(409, 'wrong_state', `The charge is ${found.state}.`);
    if (found.disputed) return refusal(409, 'charge_disputed', 'The bank of the card holder has taken the money.');
    return refusal(422, 'amount_too_large', 'More than was captured and not yet refunded.');
  }
}
