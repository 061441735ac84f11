import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What has not cleared is counted every hour without asking since when, which takes a look at every entry. */
export class LedgerOverdue1700000100307 implements MigrationInterface {
  async up(q: QueryRunner): Promise<void> {
    await q.query(`
      create function ledger.overdue(at timestamptz) returns table (account_id uuid, type_code text, owner_id uuid,
        currency text, normal_side char(1), net bigint, overdue bigint, must_clear_within interval)
      language sql stable as $$
        select b.account_id, b.type_code, b.owner_id, b.currency::text, b.normal_side, b.net,
               abs(b.net) - recent.amount, t.must_clear_within
          from (select *, debit - credit as net from ledger.account_balance) b
          join ledger.account_type t on t.code = b.type_code and t.must_clear_within is not null
         cross join lateral (
           select coalesce(sum(e.amount), 0)::bigint as amount
             from ledger.entry e join ledger.journal j on j.id = e.journal_id
            where e.account_id = b.account_id and e.side = case when b.net > 0 then 'D' else 'C' end
              and j.effective_at > at - t.must_clear_within) recent
         where b.net <> 0 and abs(b.net) > recent.amount
      $$;
      revoke execute on function ledger.overdue(timestamptz) from public;

      do $$ begin
        if exists (select from pg_roles where rolname = 'souk_app') then
          grant execute on function ledger.overdue(timestamptz) to souk_app;
        end if;
      end $$;
    `);
  }

  async down(q: QueryRunner): Promise<void> {
    await q.query('drop function ledger.overdue(timestamptz)');
  }
}
