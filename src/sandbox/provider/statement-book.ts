import { randomUUID } from 'node:crypto';
import { notFound, ok, refusal, type Answer } from './answer.js';
import type { BookPool } from './book-pool.js';
import type { BalanceLine, BankLine } from './statement-lines.js';

/** Of each charge the provider keeps 2.5 % and 25 minor units. */
const FEE = 'c.captured * 250 / 10000 + 25';

const BOOK_BALANCE = `
insert into sandbox_provider.balance_transactions (id, type, currency, gross, fee, source_id, reference, created_at)
select * from (
  select 'txn_' || substr(c.id, 4) as id, 'charge', c.currency, c.captured, ${FEE}, c.id, c.reference, c.created_at
    from sandbox_provider.charges c where c.captured > 0
  union all
  select 'txn_' || substr(r.id, 4), 'refund', r.currency, -r.amount, 0, r.id, r.reference, r.created_at
    from sandbox_provider.refunds r where r.state = 'succeeded'
  union all
  select 'txn_' || substr(d.id, 4), 'dispute', d.currency, -d.amount, d.fee + d.fee_returned, d.id, null, d.created_at
    from sandbox_provider.disputes d
  union all
  select 'txn_' || substr(d.id, 4) || '_won', 'dispute_reversal', d.currency, d.amount, -d.fee_returned, d.id, null,
         coalesce(d.ended_at, d.created_at)
    from sandbox_provider.disputes d where d.state = 'won') as facts(id, type, currency, gross, fee, source_id, reference, created_at)
 order by created_at, id
on conflict (id) do nothing`;

const BOOK_BANK = `
insert into sandbox_provider.bank_lines (id, type, currency, amount, end_to_end, counterparty, body, created_at)
select * from (
  select 'bk_' || substr(p.id, 4) as id, 'payout', p.currency, -p.amount, replace(p.reference, '-', ''), 'Händler & Söhne',
         'PAYOUT ' || p.id, p.created_at
    from sandbox_provider.payouts p where p.state = 'paid'
  union all
  select 'bk_' || substr(p.id, 4) || '_back', 'return', p.currency, p.amount, replace(p.reference, '-', ''),
         'Händler & Söhne', 'RETURN ' || p.id, p.returned_at
    from sandbox_provider.payouts p where p.returned_at is not null) as facts(id, type, currency, amount, end_to_end, counterparty, body, created_at)
 order by created_at, id
on conflict (id) do nothing`;

/** What is on the balance goes to the bank, currency by currency, as one settlement that names what it consists of. */
const SETTLE = `
with due as (
    select currency, sum(gross - fee)::bigint as amount, 'st_' || replace(gen_random_uuid()::text, '-', '') as id
      from sandbox_provider.balance_transactions where settlement_id is null and type <> 'settlement'
     group by currency having sum(gross - fee) > 0),
  made as (
    insert into sandbox_provider.settlements (id, currency, amount) select id, currency, amount from due
    returning id, currency, amount),
  named as (
    update sandbox_provider.balance_transactions t set settlement_id = made.id from made
     where t.currency = made.currency and t.settlement_id is null and t.type <> 'settlement'),
  left_balance as (
    insert into sandbox_provider.balance_transactions (id, type, currency, gross, fee, source_id, settlement_id)
    select 'txn_' || substr(id, 4), 'settlement', currency, -amount, 0, id, id from made),
  arrived as (
    insert into sandbox_provider.bank_lines (id, type, currency, amount, end_to_end, counterparty, body)
    select 'bk_' || substr(id, 4), 'settlement', currency, amount, id, 'Sandbox Provider', 'SETTLEMENT ' || id from made)
select id, currency, amount::float8 as amount from made order by currency`;

const RETURN = `
update sandbox_provider.payouts t set returned_at = now() where id = $1 and state = 'paid' and returned_at is null
returning sandbox_provider.payout_view(t) as view`;

const WITHIN = `($1::date is null or created_at >= $1::date) and ($2::date is null or created_at < $2::date + 1)`;

const BALANCE = `
select id, type, currency, gross::float8 as gross, fee::float8 as fee, source_id as "sourceId", reference,
       settlement_id as "settlementId", to_char(created_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"') as created
  from sandbox_provider.balance_transactions where ${WITHIN} order by seq`;

const BANK = `
select id, type, currency, amount::float8 as amount, end_to_end as "endToEnd", counterparty, body as text,
       to_char(created_at at time zone 'UTC', 'YYYY-MM-DD') as day
  from sandbox_provider.bank_lines where ${WITHIN} order by seq`;

const OPENING = `
select currency, coalesce(sum(amount) filter (where $1::date is not null and created_at < $1::date), 0)::float8 as opening
  from sandbox_provider.bank_lines group by currency order by currency`;

/** Days, both included; none: since the beginning, until now. */
export interface Days {
  readonly from?: string;
  readonly to?: string;
}

/** Reports of the provider and statements of its bank, from what really happened to charges and payouts. */
export class StatementBook {
  constructor(private readonly books: BookPool) {}

  async balanceLines({ from, to }: Days): Promise<BalanceLine[]> {
    await this.bookAll();
    return this.books.rows<BalanceLine>('statement.balance', BALANCE, [from ?? null, to ?? null]);
  }

  async bankLines({ from, to }: Days): Promise<BankLine[]> {
    await this.bookAll();
    return this.books.rows<BankLine>('statement.bank', BANK, [from ?? null, to ?? null]);
  }

  /** What each currency had before the first day. */
  openings({ from }: Days): Promise<{ currency: string; opening: number }[]> {
    return this.books.rows('statement.openings', OPENING, [from ?? null]);
  }

  async settle(): Promise<Answer> {
    await this.bookAll();
    return ok({ data: await this.books.rows('statement.settle', SETTLE, []) });
  }

  /** Somebody paid who nobody knows. */
  async credit(amount: number, currency: string, text: string): Promise<Answer> {
    const sql = `insert into sandbox_provider.bank_lines (id, type, currency, amount, counterparty, body)
                 values ($1, 'credit', $2, $3, 'Unbekannter Zahler', $4)`;
    const id = `bk_${randomUUID()}`;
    await this.books.row('statement.credit', sql, [id, currency, amount, text]);
    return ok({ id });
  }

  /** The bank of the seller sends a payout back; nobody is told but by the statement. */
  async returnPayout(id: string): Promise<Answer> {
    const returned = await this.books.row<{ view: object }>('statement.return', RETURN, [id]);
    if (returned) return ok(returned.view);
    const known = await this.books.row('statement.payout', 'select id from sandbox_provider.payouts where id = $1', [
      id,
    ]);
    return known ? refusal(409, 'wrong_state', 'The payout was not paid, or came back before.') : notFound('payout');
  }

  private async bookAll(): Promise<void> {
    await this.books.row('statement.book-balance', BOOK_BALANCE, []);
    await this.books.row('statement.book-bank', BOOK_BANK, []);
  }
}
