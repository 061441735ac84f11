import { randomUUID } from 'node:crypto';
import { notFound, ok, refusal, type Answer, type Call } from './answer.js';
import { isTakenReference, type BookPool } from './book-pool.js';
import type { CardBehaviour, CardFacts } from './magic.js';

export interface NewCharge {
  readonly reference: string;
  readonly amount: number;
  readonly currency: string;
  readonly behaviour: CardBehaviour;
  readonly card: CardFacts;
}

/** How messages about an operation travel: how many copies of each, and after how long. */
export interface Telling {
  readonly copies: number;
  readonly afterMs: number;
}

interface Booked {
  readonly answer: object;
  readonly behaviour: string;
}

const COPIES = `case c.behaviour when 'webhook_lost' then 0 when 'webhook_twice' then 2 else 1 end`;

/** Stores the answer under the call's key ($1, $2) and queues the message ($3 id, $4 type, $5 copies, $6 delay). */
const ANSWERED = `
call as (insert into sandbox_provider.calls (key, request, answer) select $1, $2, c.view from c returning answer),
hook as (insert into sandbox_provider.webhooks (event_id, family, body, due_at)
  select $3, 'payments', sandbox_provider.envelope($3, $4, c.view), now() + $6::int * interval '1 ms'
    from c, generate_series(1, ${COPIES} * $5::int))
select call.answer, c.behaviour from call, c`;

const RETURNING = 'returning sandbox_provider.charge_view(t) as view, t.behaviour';
const UNCALLED = 'not exists (select 1 from sandbox_provider.calls where key = $1)';

const AUTHORISE = `
with c as (insert into sandbox_provider.charges as t
    (id, reference, state, currency, amount, decline_code, action_id, behaviour, card)
  select $7, $8, $9, $10, $11, $12, $13, $14, $15 where ${UNCALLED} ${RETURNING}),${ANSWERED}`;

const CAPTURE = `
with c as (update sandbox_provider.charges t
  set state = 'captured', version = version + 1, captured = coalesce($8::bigint, amount)
  where id = $7 and state = 'authorised' and coalesce($8, amount) between 1 and amount and ${UNCALLED}
  ${RETURNING}),${ANSWERED}`;

const VOID = `
with c as (update sandbox_provider.charges t set state = 'voided', version = version + 1
  where id = $7 and state in ('authorised', 'requires_action') and ${UNCALLED} ${RETURNING}),${ANSWERED}`;

const COMPLETE = `
with c as (update sandbox_provider.charges t set state = $8, version = version + 1, decline_code = $9
  where action_id = $7 and state = 'requires_action' and ${UNCALLED} ${RETURNING}),${ANSWERED}`;

const DECLINES: Partial<Record<CardBehaviour, string>> = {
  decline: 'card_declined',
  insufficient_funds: 'insufficient_funds',
};

/** The card side of the provider's books. Each operation is one statement: effect, stored answer and message. */
export class ChargeBook {
  constructor(private readonly books: BookPool) {}

  async authorise(call: Call, charge: NewCharge, telling: Telling): Promise<Answer> {
    const declined = DECLINES[charge.behaviour];
    const needsAction = charge.behaviour === 'needs_action';
    const state = declined ? 'declined' : needsAction ? 'requires_action' : 'authorised';
    try {
      return await this.book('charge.authorise', AUTHORISE, call, `charge.${state}`, telling, [
        `ch_${randomUUID()}`,
        charge.reference,
        state,
        charge.currency,
        charge.amount,
        declined ?? null,
        needsAction ? `act_${randomUUID()}` : null,
        charge.behaviour,
        JSON.stringify(charge.card),
      ]);
    } catch (error) {
      if (!isTakenReference(error)) throw error;
      return (
        (await this.books.replay(call)) ?? refusal(409, 'reference_taken', 'There is a charge with the reference.')
      );
    }
  }

  /** Takes the amount, or all that was authorised; the rest is let go. */
  capture(call: Call, id: string, amount: number | null, telling: Telling): Promise<Answer> {
    return this.book('charge.capture', CAPTURE, call, 'charge.captured', telling, [id, amount]);
  }

  void(call: Call, id: string, telling: Telling): Promise<Answer> {
    return this.book('charge.void', VOID, call, 'charge.voided', telling, [id]);
  }

  /** What the holder's bank reports once the holder has approved or declined. */
  complete(actionId: string, approved: boolean, telling: Telling): Promise<Answer> {
    const state = approved ? 'authorised' : 'declined';
    const call = { key: `action:${actionId}`, request: state };
    const code = approved ? null : 'authentication_failed';
    return this.book('charge.complete', COMPLETE, call, `charge.${state}`, telling, [actionId, state, code]);
  }

  async find(id: string): Promise<Answer> {
    const sql = 'select sandbox_provider.charge_view(t) as view from sandbox_provider.charges t where id = $1';
    const found = await this.books.row<{ view: object }>('charge.find', sql, [id]);
    return found ? ok(found.view) : notFound('charge');
  }

  async findByReference(reference: string): Promise<Answer> {
    const sql = 'select sandbox_provider.charge_view(t) as view from sandbox_provider.charges t where reference = $1';
    const found = await this.books.row<{ view: object }>('charge.find-by-reference', sql, [reference]);
    return found ? ok(found.view) : notFound('charge');
  }

  private async book(
    name: string,
    sql: string,
    call: Call,
    event: string,
    telling: Telling,
    values: unknown[],
  ): Promise<Answer> {
    const eventId = `evt_${randomUUID()}`;
    const head = [call.key, call.request, eventId, event, telling.copies, telling.afterMs];
    const booked = await this.books.row<Booked>(name, sql, [...head, ...values]);
    if (booked) {
      const { answer, behaviour } = booked;
      return { ...ok(answer, behaviour === 'webhook_first' ? eventId : undefined), behaviour };
    }
    return (await this.books.replay(call)) ?? this.refuse(String(values[0]));
  }

  private async refuse(id: string): Promise<Answer> {
    const sql = 'select state from sandbox_provider.charges where id = $1 or action_id = $1';
    const found = await this.books.row<{ state: string }>('charge.state', sql, [id]);
    if (!found) return notFound('charge');
    if (found.state === 'authorised') return refusal(422, 'amount_too_large', 'More than was authorised.');
    return refusal(409, 'wrong_state', `The charge is ${found.state}.`);
  }
}
