import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Store credit can be frozen: nothing leaves it, what comes in is booked, and what was held for an order before still
 * pays that order. Postings look at the state when they have the lock that freezing takes.
 */
export class FrozenAccounts1700000419004 implements MigrationInterface {
  async up(q: QueryRunner): Promise<void> {
    await q.query(changed('ledger.post(jsonb)', `${OPEN_BEFORE}${LOCK}`, `${LOCK}${OPEN}`));
    await q.query(changed('ledger.post_hold(uuid, jsonb)', POST, THAWED));
    await q.query(SET_FROZEN);
    await q.query(books(`${READ}, ledger.set_frozen(uuid, boolean)`));
    await q.query(GRANT);
    await q.query(FREEZES);
  }

  async down(q: QueryRunner): Promise<void> {
    await q.query(`drop table account_freezes; update ledger.account set status = 'open' where status = 'frozen'`);
    await q.query(books(READ));
    await q.query('drop function ledger.set_frozen(uuid, boolean)');
    await q.query(changed('ledger.post_hold(uuid, jsonb)', THAWED, POST));
    await q.query(changed('ledger.post(jsonb)', `${LOCK}${OPEN}`, `${OPEN_BEFORE}${LOCK}`));
  }
}

const changed = (name: string, from: string, to: string): string => `
  do $do$
  declare
    present text := pg_get_functiondef('${name}'::regprocedure);
    wanted text := replace(present, $from$${from}$from$, $to$${to}$to$);
  begin
    if wanted = present then raise exception '${name} is not what it was'; end if;
    execute wanted;
  end $do$;
`;

const REFUSE = `      if found then
        raise exception 'the account % is not open', wrong using errcode = '23514', constraint = 'account_open';
      end if;

`;
const OPEN_BEFORE = `      select l.type_code into wrong from unnest(lines) l where l.status <> 'open' limit 1;
${REFUSE}`;
const LOCK = `      perform from ledger.balance b
        where b.account_id = any(array(select l.account_id from unnest(lines) l where l.strict))
        order by b.account_id for no key update;

`;
const OPEN = `      -- Whoever freezes store credit has the same lock: what is read of it here stays so.
      select l.type_code into wrong
        from unnest(lines) l join ledger.account a on a.id = l.account_id
       where (l.status <> 'open' or l.type_code = 'buyer_credit')
         and (a.status = 'closed' or (a.status = 'frozen' and l.side <> (
               select t.normal_side from ledger.account_type t where t.code = l.type_code)))
       limit 1;
${REFUSE}`;

const POST = `    select p.journal_id, p.posted into made from ledger.post(jsonb_build_array(journal)) p;
`;
const THAWED = `    -- What was held before the account was frozen was promised; nobody else sees it open.
    update ledger.account a set status = 'open' where a.id = kept.account_id and a.status = 'frozen';
    if found then
      select p.journal_id, p.posted into made from ledger.post(jsonb_build_array(journal)) p;
      update ledger.account a set status = 'frozen' where a.id = kept.account_id;
    else
      select p.journal_id, p.posted into made from ledger.post(jsonb_build_array(journal)) p;
    end if;
`;

const SET_FROZEN = `
  -- Of store credit alone: on all other accounts facts are booked, whatever anybody thinks of their owner. False when
  -- there is nothing to change.
  create function ledger.set_frozen(account uuid, frozen boolean) returns boolean
  language plpgsql security definer set search_path = ledger, pg_temp as $$
  begin
    perform from ledger.balance b where b.account_id = account for no key update;
    update ledger.account a set status = case when frozen then 'frozen' else 'open' end
     where a.id = account and a.type_code = 'buyer_credit' and a.status = case when frozen then 'open' else 'frozen' end;
    return found;
  end $$;
  revoke execute on function ledger.set_frozen(uuid, boolean) from public;
`;

const READ = ', ledger.overdue(timestamptz), ledger.open_inflows(uuid, char, bigint)';

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

const GRANT = `
  do $$ begin
    if exists (select from pg_roles where rolname = 'souk_app') then perform ledger.grant_books('souk_app'); end if;
  end $$;
`;

const FREEZES = `
  create table account_freezes (
    id uuid primary key,
    account_id uuid not null references ledger.account,
    reason text not null,
    frozen_by uuid not null,
    frozen_at timestamptz not null,
    lift_reason text,
    lifted_by uuid,
    lifted_at timestamptz,
    constraint account_freezes_lifted
      check ((lifted_at is null) = (lifted_by is null) and (lifted_at is null) = (lift_reason is null))
  );
  create unique index account_freezes_one on account_freezes (account_id) where lifted_at is null;
`;
