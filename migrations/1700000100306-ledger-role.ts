import type { MigrationInterface, QueryRunner } from 'typeorm';

/** The rights an application needs over the books, and the role `souk_app` that has them and no others. */
export class LedgerRole1700000100306 implements MigrationInterface {
  async up(q: QueryRunner): Promise<void> {
    await q.query(LOCK);
    await q.query(RIGHTS);
    await q.query('revoke execute on all functions in schema ledger from public');
    await q.query(ROLE);
  }

  /** The role stays: it may have rights in other databases. */
  async down(q: QueryRunner): Promise<void> {
    await q.query(`
      do $$ begin
        if exists (select from pg_roles where rolname = 'souk_app') then drop owned by souk_app; end if;
      end $$;
      drop function ledger.grant_books(name);
      drop function ledger.lock_balances(uuid, char, text[]);
    `);
  }
}

const LOCK = `
  -- Locking a row takes the right to update it, which nobody but the owner has.
  create function ledger.lock_balances(owner uuid, currency char(3), types text[])
  returns table (account text, version bigint, balance bigint)
  language plpgsql security definer set search_path = ledger, pg_temp as $$
  begin
    return query
      select a.type_code, b.version, case b.normal_side when 'D' then b.debit_posted - b.credit_posted
                                                        else b.credit_posted - b.debit_posted end
        from ledger.account a join ledger.balance b on b.account_id = a.id
       where a.owner_id = lock_balances.owner and a.currency = lock_balances.currency
         and a.type_code = any(lock_balances.types)
       order by b.account_id for no key update of b;
  end $$;
`;

const RIGHTS = `
  -- No right to change or remove a row of the books, to make or alter anything in them, or to call what the posting
  -- functions call.
  create function ledger.grant_books(role name) returns void language plpgsql as $$
  begin
    perform ledger.grant_application(role);
    execute format('grant insert on ledger.check_run to %I', role);
    execute format('grant execute on function ledger.lock_balances(uuid, char, text[]), ledger.place_hold(jsonb), '
      || 'ledger.post_hold(uuid, jsonb), ledger.void_hold(uuid), ledger.expire_hold(uuid, timestamptz), '
      || 'ledger.close_period(date, timestamptz, text, text), ledger.take_snapshot(date), '
      || 'ledger.seal_next(integer) to %I', role);
    execute format('grant execute on function ledger.balance_at(uuid, timestamptz), ledger.pending_drift(), '
      || 'ledger.snapshot_drift(), ledger.snapshot_hash(bytea, uuid, date, bigint, bigint, timestamptz), '
      || 'ledger.sealed_differences(), ledger.chain_faults(), ledger.marks(text[]), ledger.content_hash(text[]), '
      || 'ledger.seal_hash(bytea, bigint, xid8, xid8, bigint, timestamptz, bytea), '
      || 'ledger.uncleared(timestamptz), ledger.coverage() to %I', role);
  end $$;
`;

const ROLE = `
  do $$
  begin
    if not exists (select from pg_roles where rolname = 'souk_app')
       and (select rolsuper or rolcreaterole from pg_roles where rolname = current_user) then
      begin
        create role souk_app nologin;
      exception when duplicate_object or unique_violation then
        null; -- another database of the cluster was migrated at the same time
      end;
    end if;
    if exists (select from pg_roles where rolname = 'souk_app') then
      perform ledger.grant_books('souk_app');
      grant select, insert, update, delete on all tables in schema public to souk_app;
      grant usage, select on all sequences in schema public to souk_app;
      alter default privileges in schema public grant select, insert, update, delete on tables to souk_app;
      alter default privileges in schema public grant usage, select on sequences to souk_app;
    end if;
  end $$;
`;
