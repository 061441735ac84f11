import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Two-phase money: a hold keeps an amount from being spent until it is posted, given up, or has expired. */
export class LedgerHolds1700000100300 implements MigrationInterface {
  async up(q: QueryRunner): Promise<void> {
    await q.query(TABLE);
    await q.query(PLACE);
    await q.query(POST);
    await q.query(END);
    await q.query('revoke execute on all functions in schema ledger from public');
  }

  async down(q: QueryRunner): Promise<void> {
    await q.query(`
      drop function ledger.pending_drift();
      drop function ledger.expire_hold(uuid, timestamptz);
      drop function ledger.void_hold(uuid);
      drop function ledger.post_hold(uuid, jsonb);
      drop function ledger.place_hold(jsonb);
      drop function ledger.move_pending(uuid, bigint);
      drop table ledger.hold;
      drop function ledger.hold_ends_once();
    `);
  }
}

const TABLE = `
  create table ledger.hold (
    id uuid primary key,
    account_id uuid not null constraint hold_account references ledger.account,
    amount bigint not null constraint hold_amount check (amount > 0),
    status text not null default 'pending'
      constraint hold_status check (status in ('pending', 'posted', 'voided', 'expired')),
    posted_amount bigint,
    journal_id uuid constraint hold_journal references ledger.journal,
    source_type text not null,
    source_id text not null,
    kind text not null,
    actor_type text not null,
    actor_id text not null,
    expires_at timestamptz not null,
    placed_at timestamptz not null default clock_timestamp(),
    ended_at timestamptz,
    constraint hold_source unique (source_type, source_id, kind),
    constraint hold_posted_at_most check (posted_amount between 1 and amount),
    constraint hold_posted check ((status = 'posted') = (posted_amount is not null)
                              and (status = 'posted') = (journal_id is not null)),
    constraint hold_ended check ((status = 'pending') = (ended_at is null))
  );
  create index hold_pending on ledger.hold (account_id) where status = 'pending';

  create function ledger.hold_ends_once() returns trigger language plpgsql as $$
  begin
    if old.status <> 'pending' or new.status = 'pending'
       or (to_jsonb(old) - '{status,posted_amount,journal_id,ended_at}'::text[])
          <> (to_jsonb(new) - '{status,posted_amount,journal_id,ended_at}'::text[]) then
      raise exception 'the hold % ends once and changes in nothing else', old.id
        using errcode = '23514', constraint = 'hold_ends_once';
    end if;
    return new;
  end $$;
  create trigger hold_ends_once before update on ledger.hold
    for each row execute function ledger.hold_ends_once();
  create trigger immutable before delete or truncate on ledger.hold
    for each statement execute function ledger.immutable();

  -- What leaves an account is on the side that is not its normal one.
  create function ledger.move_pending(account uuid, change bigint) returns boolean
  language plpgsql security definer set search_path = ledger, pg_temp as $$
  begin
    update ledger.balance
       set debit_pending = debit_pending + case normal_side when 'C' then change else 0 end,
           credit_pending = credit_pending + case normal_side when 'D' then change else 0 end,
           updated_at = clock_timestamp()
     where account_id = account;
    return found;
  end $$;

  -- Accounts whose pending amounts are not the sum of their pending holds: none.
  create function ledger.pending_drift() returns table (account_id uuid, pending bigint, held bigint)
  language sql stable as $$
    select b.account_id, b.debit_pending + b.credit_pending, coalesce(h.held, 0)
      from ledger.balance b
      left join (select account_id, sum(amount)::bigint as held from ledger.hold
                  where status = 'pending' group by account_id) h on h.account_id = b.account_id
     where case b.normal_side when 'C' then b.debit_pending else b.credit_pending end <> coalesce(h.held, 0)
        or case b.normal_side when 'C' then b.credit_pending else b.debit_pending end <> 0
  $$;
`;

/** Takes `{id, account, owner, currency, amount, sourceType, sourceId, kind, actorType, actorId, expiresAt}`. */
const PLACE = `
  create function ledger.place_hold(doc jsonb) returns table (hold_id uuid, placed boolean)
  language plpgsql security definer set search_path = ledger, pg_temp as $$
  #variable_conflict use_column
  declare
    wanted record;
    kept ledger.hold;
    account record;
  begin
    select * into wanted from jsonb_to_record(doc) as d("id" uuid, "account" text, "owner" uuid, "currency" char(3),
      "amount" bigint, "sourceType" text, "sourceId" text, "kind" text, "actorType" text, "actorId" text,
      "expiresAt" timestamptz);
    select a.id, a.status into account from ledger.account a
     where a.type_code = wanted.account and a.owner_id = wanted.owner and a.currency = wanted.currency;
    if not found then
      raise exception 'the account % was never used', wanted.account
        using errcode = '23514', constraint = 'balance_floor';
    end if;
    if account.status <> 'open' then
      raise exception 'the account % is not open', wanted.account
        using errcode = '23514', constraint = 'account_open';
    end if;

    insert into ledger.hold (id, account_id, amount, source_type, source_id, kind, actor_type, actor_id, expires_at)
    values (wanted.id, account.id, wanted.amount, wanted."sourceType", wanted."sourceId", wanted.kind,
            wanted."actorType", wanted."actorId", wanted."expiresAt")
    on conflict on constraint hold_source do nothing;
    if found then
      if not ledger.move_pending(account.id, wanted.amount) then
        raise exception 'the account % keeps no balance to hold', wanted.account
          using errcode = '23514', constraint = 'hold_on_strict';
      end if;
      return query select wanted.id, true;
      return;
    end if;

    select * into kept from ledger.hold h
     where h.source_type = wanted."sourceType" and h.source_id = wanted."sourceId" and h.kind = wanted.kind;
    if kept.account_id <> account.id or kept.amount <> wanted.amount then
      raise exception 'the source %:%:% has another hold', kept.source_type, kept.source_id, kept.kind
        using errcode = '23505', constraint = 'ledger_conflict';
    end if;
    return query select kept.id, false;
  end $$;
`;

/**
 * Ends the hold and posts the journal, which takes all or less of the amount from the held account. The balance rows
 * are locked in the order of `ledger.post`. The same journal again finds what it has done.
 */
const POST = `
  create function ledger.post_hold(held uuid, journal jsonb) returns table (journal_id uuid, posted boolean)
  language plpgsql security definer set search_path = ledger, pg_temp as $$
  #variable_conflict use_column
  declare
    kept ledger.hold;
    taken bigint;
    made record;
  begin
    select * into kept from ledger.hold h where h.id = held for update;
    if kept.status = 'posted' and exists (
         select from ledger.journal j where j.id = kept.journal_id and j.source_type = journal ->> 'sourceType'
            and j.source_id = journal ->> 'sourceId' and j.kind = journal ->> 'kind') then
      return query select * from ledger.post(jsonb_build_array(journal));
      return;
    end if;
    if kept.status is distinct from 'pending' or kept.expires_at <= (journal ->> 'effectiveAt')::timestamptz then
      raise exception 'the hold % is not pending', held using errcode = '23514', constraint = 'hold_is_pending';
    end if;

    select sum(case l.side when t.normal_side then -l.amount else l.amount end) into taken
      from ledger.account a join ledger.account_type t on t.code = a.type_code
      join jsonb_to_recordset(journal -> 'lines')
             as l(account text, owner uuid, currency char(3), side char(1), amount bigint)
        on l.account = a.type_code and l.owner is not distinct from a.owner_id and l.currency = a.currency
     where a.id = kept.account_id;
    if taken is null or taken not between 1 and kept.amount then
      raise exception 'the hold % is over %, the journal takes %', held, kept.amount, coalesce(taken, 0)
        using errcode = '23514', constraint = 'hold_posted_at_most';
    end if;

    perform from ledger.balance b
      where b.account_id in (
        select a.id from ledger.account a
          join jsonb_to_recordset(journal -> 'lines') as l(account text, owner uuid, currency char(3))
            on l.account = a.type_code and l.owner = a.owner_id and l.currency = a.currency)
      order by b.account_id for no key update;
    perform ledger.move_pending(kept.account_id, -kept.amount);
    select p.journal_id, p.posted into made from ledger.post(jsonb_build_array(journal)) p;
    if not made.posted then
      raise exception 'the journal was posted without the hold %', held
        using errcode = '23505', constraint = 'ledger_conflict';
    end if;
    update ledger.hold h
       set status = 'posted', posted_amount = taken, journal_id = made.journal_id, ended_at = clock_timestamp()
     where h.id = held;
    return query select made.journal_id, true;
  end $$;
`;

const END = `
  -- Gives the hold up; false when it was given up before.
  create function ledger.void_hold(held uuid) returns boolean
  language plpgsql security definer set search_path = ledger, pg_temp as $$
  declare
    kept ledger.hold;
  begin
    select * into kept from ledger.hold h where h.id = held for update;
    if kept.status = 'voided' then return false; end if;
    if kept.status is distinct from 'pending' then
      raise exception 'the hold % is not pending', held using errcode = '23514', constraint = 'hold_is_pending';
    end if;
    update ledger.hold set status = 'voided', ended_at = clock_timestamp() where id = held;
    return ledger.move_pending(kept.account_id, -kept.amount);
  end $$;

  -- Ends the hold when it is still pending at its end; false otherwise.
  create function ledger.expire_hold(held uuid, at timestamptz) returns boolean
  language plpgsql security definer set search_path = ledger, pg_temp as $$
  declare
    kept ledger.hold;
  begin
    update ledger.hold set status = 'expired', ended_at = clock_timestamp()
     where id = held and status = 'pending' and expires_at <= at returning * into kept;
    if not found then return false; end if;
    return ledger.move_pending(kept.account_id, -kept.amount);
  end $$;
`;
