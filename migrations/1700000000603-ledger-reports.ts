import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Balances of all accounts, the two checks of the books, and the rights an application role needs. */
export class LedgerReports1700000000603 implements MigrationInterface {
  async up(q: QueryRunner): Promise<void> {
    await q.query(`
      create view ledger.account_balance as
      select a.id as account_id, a.type_code, a.owner_id, a.currency, a.status, t.class, t.normal_side, t.mode,
             coalesce(b.debit_posted, coalesce(r.debit, 0) + coalesce(d.debit, 0)) as debit,
             coalesce(b.credit_posted, coalesce(r.credit, 0) + coalesce(d.credit, 0)) as credit
        from ledger.account a
        join ledger.account_type t on t.code = a.type_code
        left join ledger.balance b on b.account_id = a.id
        left join ledger.balance_rollup r on r.account_id = a.id
        left join (select account_id, sum(debit)::bigint as debit, sum(credit)::bigint as credit
                     from ledger.delta group by account_id) d on d.account_id = a.id;

      -- Accounts whose balance is not the sum of their entries, or whose version is not their number: none.
      create function ledger.drift() returns table (account_id uuid, type_code text, currency text,
        kept_debit bigint, kept_credit bigint, entry_debit bigint, entry_credit bigint)
      language sql stable as $$
        select k.account_id, k.type_code, k.currency::text, k.debit, k.credit,
               coalesce(e.debit, 0), coalesce(e.credit, 0)
          from ledger.account_balance k
          left join ledger.balance b on b.account_id = k.account_id
          left join (select account_id, count(*) as entries,
                            sum(case side when 'D' then amount else 0 end)::bigint as debit,
                            sum(case side when 'C' then amount else 0 end)::bigint as credit
                       from ledger.entry group by account_id) e on e.account_id = k.account_id
         where k.debit <> coalesce(e.debit, 0) or k.credit <> coalesce(e.credit, 0)
            or b.version <> coalesce(e.entries, 0)
      $$;

      -- Journals that do not balance in a currency: none.
      create function ledger.imbalance() returns table (journal_id uuid, currency text, difference bigint)
      language sql stable as $$
        select journal_id, currency::text, sum(case side when 'D' then amount else -amount end)::bigint
          from ledger.entry group by journal_id, currency
        having sum(case side when 'D' then amount else -amount end) <> 0
      $$;

      revoke execute on all functions in schema ledger from public;

      -- An application role may read, add journals and entries, and post; every trigger holds for the owner as well.
      create function ledger.grant_application(role name) returns void language plpgsql as $$
      begin
        execute format('grant usage on schema ledger to %I', role);
        execute format('grant select on all tables in schema ledger to %I', role);
        execute format('grant insert on ledger.journal, ledger.entry to %I', role);
        execute format('grant execute on function ledger.post(jsonb), ledger.roll_up(integer), ledger.drift(), '
          || 'ledger.imbalance() to %I', role);
      end $$;
      revoke execute on function ledger.grant_application(name) from public;
    `);
  }

  async down(q: QueryRunner): Promise<void> {
    await q.query(`
      drop function ledger.grant_application(name);
      drop function ledger.imbalance();
      drop function ledger.drift();
      drop view ledger.account_balance;
    `);
  }
}
