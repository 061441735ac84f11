import { randomUUID } from 'node:crypto';
import { notFound, ok, refusal, type Answer, type Call } from './answer.js';
import type { BookPool } from './book-pool.js';
import type { Telling } from './charge-book.js';

export interface NewDispute {
  readonly chargeId: string;
  /** All that is left, when absent. */
  readonly amount?: number;
  readonly reason: string;
  readonly fee: number;
  readonly evidenceDueAt?: string;
}

const TOLD = `
call as (insert into sandbox_provider.calls (key, request, answer) select $1, $2, d.view from d returning answer),
hook as (insert into sandbox_provider.webhooks (event_id, family, body, due_at)
  select $3, 'payments', sandbox_provider.envelope($3, $4, d.view), now() + $6::int * interval '1 ms'
    from d, generate_series(1, $5::int))
select answer from call`;

const UNCALLED = 'not exists (select 1 from sandbox_provider.calls where key = $1)';
const RETURNING = 'returning sandbox_provider.dispute_view(t) as view';

const OPEN = `
with c as (select id, currency, captured - refunded - charged_back as rest from sandbox_provider.charges
            where id = $7 and state = 'captured' and ${UNCALLED} for update),
taken as (update sandbox_provider.charges t
  set version = version + 1, charged_back = charged_back + coalesce($8::bigint, c.rest)
  from c where t.id = c.id and c.rest > 0 and coalesce($8, c.rest) <= c.rest returning t.id),
d as (insert into sandbox_provider.disputes as t (id, charge_id, state, currency, amount, fee, reason, evidence_due_at)
  select $9, c.id, 'open', c.currency, coalesce($8, c.rest), $10, $11, coalesce($12::timestamptz, now() + interval '7 days')
    from c join taken on taken.id = c.id ${RETURNING}),${TOLD}`;

const END = `
with d as (update sandbox_provider.disputes t
  set state = $8, version = version + 1, ended_at = now(), fee = case when $9 then 0 else fee end,
      fee_returned = case when $9 then fee else 0 end
  where id = $7 and state = 'open' and ${UNCALLED}
  ${RETURNING}, t.charge_id, t.amount, t.state),
c as (update sandbox_provider.charges c set charged_back = charged_back - d.amount, version = version + 1
        from d where c.id = d.charge_id and d.state = 'won'),${TOLD}`;

const ARGUE = `
with d as (update sandbox_provider.disputes t set evidence = $8, version = version + 1
  where id = $7 and state = 'open' and evidence is null and ${UNCALLED} ${RETURNING}),${TOLD}`;

const CHANGE = `
with old as (select id, charge_id, amount from sandbox_provider.disputes
              where id = $7 and state = 'open' and ${UNCALLED} for update),
c as (update sandbox_provider.charges c set charged_back = charged_back + $8::bigint - old.amount, version = version + 1
        from old where c.id = old.charge_id and refunded + charged_back + $8 - old.amount <= captured returning c.id),
d as (update sandbox_provider.disputes t set amount = $8, version = version + 1 from old, c
       where t.id = old.id ${RETURNING}),${TOLD}`;

const FEE = 1_500;

/** What banks of card holders take back, with the provider's fee; the charge knows how much of it is gone. */
export class DisputeBook {
  constructor(private readonly books: BookPool) {}

  open(call: Call, dispute: NewDispute, telling: Telling): Promise<Answer> {
    const { chargeId, amount = null, fee, reason, evidenceDueAt = null } = dispute;
    const values = [chargeId, amount, `dp_${randomUUID()}`, fee, reason, evidenceDueAt];
    const refuse = async (): Promise<Answer> =>
      refusal(409, 'nothing_to_dispute', 'So much is not left of the charge.');
    return this.book(OPEN, call, 'dispute.opened', telling, values, refuse);
  }

  /** A card with that part to play is disputed as soon as it is charged. */
  async openByCard(chargeId: string, telling: Telling): Promise<void> {
    const call = { key: `disputed-card:${chargeId}`, request: chargeId };
    await this.open(call, { chargeId, reason: 'product_not_received', fee: FEE }, telling);
  }

  end(call: Call, id: string, state: 'won' | 'lost', returnFee: boolean, telling: Telling): Promise<Answer> {
    return this.book(END, call, `dispute.${state}`, telling, [id, state, returnFee], () => this.refuse(id));
  }

  /** The bank takes more or less than it did. */
  change(call: Call, id: string, amount: number, telling: Telling): Promise<Answer> {
    return this.book(CHANGE, call, 'dispute.updated', telling, [id, amount], () => this.refuse(id));
  }

  argue(call: Call, id: string, text: string, telling: Telling): Promise<Answer> {
    return this.book(ARGUE, call, 'dispute.updated', telling, [id, text], () => this.refuse(id));
  }

  async find(id: string): Promise<Answer> {
    const sql = 'select sandbox_provider.dispute_view(t) as view from sandbox_provider.disputes t where id = $1';
    const found = await this.books.row<{ view: object }>('dispute.find', sql, [id]);
    return found ? ok(found.view) : notFound('dispute');
  }

  private async book(
    sql: string,
    call: Call,
    event: string,
    telling: Telling,
    values: unknown[],
    refuse: () => Promise<Answer>,
  ): Promise<Answer> {
    const head = [call.key, call.request, `evt_${randomUUID()}`, event, telling.copies, telling.afterMs];
    const booked = await this.books.row<{ answer: object }>(event, sql, [...head, ...values]);
    return booked ? ok(booked.answer) : ((await this.books.replay(call)) ?? (await refuse()));
  }

  private async refuse(id: string): Promise<Answer> {
    const found = await this.find(id);
    return found.status === 200 ? refusal(409, 'wrong_state', 'The dispute does not allow it any more.') : found;
  }
}
