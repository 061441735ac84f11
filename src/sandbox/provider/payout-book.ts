import { randomUUID } from 'node:crypto';
import { notFound, ok, refusal, type Answer, type Call } from './answer.js';
import { isTakenReference, type BookPool } from './book-pool.js';
import type { Telling } from './charge-book.js';

export interface NewPayout {
  readonly reference: string;
  readonly amount: number;
  readonly currency: string;
  readonly destination: string;
  /** `undefined`: it arrives. */
  readonly failureCode?: string;
}

/** The caller is told `in_transit` while the books already know the end: the message and the next look tell it. */
const PAYOUT = `
with p as (insert into sandbox_provider.payouts as t (id, reference, state, currency, amount, destination, failure_code)
  select $7, $8, case when $12::text is null then 'paid' else 'failed' end, $9, $10, $11, $12
   where not exists (select 1 from sandbox_provider.calls where key = $1)
  returning sandbox_provider.payout_view(t) as view, t.state),
call as (insert into sandbox_provider.calls (key, request, answer)
  select $1, $2, (p.view - 'failureCode') || '{"state": "in_transit", "version": 1}' from p returning answer),
hook as (insert into sandbox_provider.webhooks (event_id, family, body, due_at)
  select $3, 'payouts', sandbox_provider.envelope($3, $4 || '.' || p.state, p.view), now() + $6::int * interval '1 ms'
    from p, generate_series(1, $5::int))
select answer from call`;

/** The bank side of the provider's books. */
export class PayoutBook {
  constructor(private readonly books: BookPool) {}

  async create(call: Call, payout: NewPayout, telling: Telling): Promise<Answer> {
    const head = [call.key, call.request, `evt_${randomUUID()}`, 'payout', telling.copies, telling.afterMs];
    const { reference, currency, amount, destination, failureCode } = payout;
    const values = [...head, `po_${randomUUID()}`, reference, currency, amount, destination, failureCode ?? null];
    try {
      const booked = await this.books.row<{ answer: object }>('payout.create', PAYOUT, values);
      if (booked) return ok(booked.answer);
    } catch (error) {
      if (!isTakenReference(error)) throw error;
    }
    return (await this.books.replay(call)) ?? refusal(409, 'reference_taken', 'There is a payout with the reference.');
  }

  async find(id: string): Promise<Answer> {
    const sql = 'select sandbox_provider.payout_view(t) as view from sandbox_provider.payouts t where id = $1';
    const found = await this.books.row<{ view: object }>('payout.find', sql, [id]);
    return found ? ok(found.view) : notFound('payout');
  }

  async findByReference(reference: string): Promise<Answer> {
    const sql = 'select sandbox_provider.payout_view(t) as view from sandbox_provider.payouts t where reference = $1';
    const found = await this.books.row<{ view: object }>('payout.find-by-reference', sql, [reference]);
    return found ? ok(found.view) : notFound('payout');
  }
}
