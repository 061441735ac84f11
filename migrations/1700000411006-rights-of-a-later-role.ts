import type { MigrationInterface, QueryRunner } from 'typeorm';

/** A role that is made after the migrations gets by one call what one that was there before got from them. */
export class RightsOfALaterRole1700000411006 implements MigrationInterface {
  async up(q: QueryRunner): Promise<void> {
    await q.query(books(', ledger.overdue(timestamptz), ledger.open_inflows(uuid, char, bigint)'));
    await q.query(MARKETPLACE);
  }

  async down(q: QueryRunner): Promise<void> {
    await q.query('drop function grant_marketplace(name)');
    await q.query(books(''));
  }
}

/** No right to change or remove a row of the books, or to call what the posting functions call. */
const books = (more: string): string => `
  create or replace function ledger.grant_books(role name) returns void language plpgsql as $$
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
      || 'ledger.uncleared(timestamptz), ledger.coverage()${more} to %I', role);
  end $$;
`;

const MARKETPLACE = `
  create function grant_marketplace(role name) returns void language plpgsql as $$
  begin
    perform ledger.grant_books(role);
    execute format('grant usage on schema public to %I', role);
    execute format('grant select, insert, update, delete on all tables in schema public to %I', role);
    execute format('grant usage, select on all sequences in schema public to %I', role);
    execute format('alter default privileges in schema public grant select, insert, update, delete on tables to %I', role);
    execute format('alter default privileges in schema public grant usage, select on sequences to %I', role);
  end $$;
  revoke execute on function grant_marketplace(name) from public;
  comment on function grant_marketplace(name) is
    'Everything that the application needs, for a role that was made when the migrations had run';

  do $$ begin
    if exists (select from pg_roles where rolname = 'souk_app') then perform ledger.grant_books('souk_app'); end if;
  end $$;
`;
