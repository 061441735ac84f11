import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What is watched: books that are whole, money in between that moves on, and clients' money that is there. */
export class LedgerWatch1700000100305 implements MigrationInterface {
  async up(q: QueryRunner): Promise<void> {
    await q.query(CHECKS);
    await q.query(UNCLEARED);
    await q.query(COVERAGE);
    await q.query('revoke execute on all functions in schema ledger from public');
  }

  async down(q: QueryRunner): Promise<void> {
    await q.query(`
      drop function ledger.coverage();
      drop function ledger.uncleared(timestamptz);
      drop table ledger.check_run;
    `);
  }
}

const CHECKS = `
  create table ledger.check_run (
    id uuid primary key,
    ran_at timestamptz not null,
    journals bigint not null,
    sealed bigint not null,
    head text,
    fault_count integer not null constraint check_fault_count check (fault_count >= 0),
    -- The first of them.
    faults jsonb not null default '[]'
  );

  create trigger immutable before update or delete or truncate on ledger.check_run
    for each statement execute function ledger.immutable();
`;

/**
 * What flows out takes the oldest that flowed in, so a balance consists of the newest inflows that add up to it. What is
 * more than the inflows within the time that the chart gives is overdue, since the oldest of them.
 */
const UNCLEARED = `
  create function ledger.uncleared(at timestamptz) returns table (account_id uuid, type_code text, owner_id uuid,
    currency text, balance bigint, overdue bigint, must_clear_within interval, since timestamptz)
  language sql stable as $$
    select b.account_id, b.type_code, b.owner_id, b.currency::text,
           case b.normal_side when 'D' then b.net else -b.net end, abs(b.net) - recent.amount, t.must_clear_within,
           oldest.since
      from (select *, debit - credit as net from ledger.account_balance) b
      join ledger.account_type t on t.code = b.type_code and t.must_clear_within is not null
     cross join lateral (
       select coalesce(sum(e.amount), 0)::bigint as amount
         from ledger.entry e join ledger.journal j on j.id = e.journal_id
        where e.account_id = b.account_id and e.side = case when b.net > 0 then 'D' else 'C' end
          and j.effective_at > at - t.must_clear_within) recent
     cross join lateral (
       select min(x.effective_at) as since
         from (select j.effective_at, e.amount,
                      sum(e.amount) over (order by j.effective_at desc, e.journal_id desc, e.line desc) as newest
                 from ledger.entry e join ledger.journal j on j.id = e.journal_id
                where e.account_id = b.account_id and e.side = case when b.net > 0 then 'D' else 'C' end) x
        where x.newest - x.amount < abs(b.net)) oldest
     where b.net <> 0 and abs(b.net) > recent.amount
  $$;
`;

const COVERAGE = `
  create function ledger.coverage() returns table (currency text, assets bigint, liabilities bigint)
  language sql stable as $$
    select currency::text,
           coalesce(sum(debit - credit) filter (where type_code in
             ('bank_client', 'psp_clearing', 'dispute_receivable', 'buyer_receivable')), 0)::bigint,
           coalesce(sum(credit - debit) filter (where type_code in
             ('order_escrow', 'seller_pending', 'seller_available', 'seller_reserve', 'seller_held',
              'payout_in_transit', 'refund_in_transit', 'buyer_credit', 'tax_payable')), 0)::bigint
      from ledger.account_balance group by currency order by currency
  $$;
`;
