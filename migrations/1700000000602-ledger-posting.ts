import type { MigrationInterface, QueryRunner } from 'typeorm';

/** The only ways to write: `ledger.post`, `ledger.ensure_accounts` and the roll-up of delta rows. */
export class LedgerPosting1700000000602 implements MigrationInterface {
  async up(q: QueryRunner): Promise<void> {
    await q.query(`
      create type ledger.line as (nth integer, line integer, journal_id uuid, type_code text, owner_id uuid,
        currency char(3), side char(1), amount bigint, memo_code text, account_id uuid, strict boolean, status text);

      -- UUIDv7 (RFC 9562): PostgreSQL has its own only from 18.
      create function ledger.new_id() returns uuid language sql volatile as $$
        select (lpad(to_hex(floor(extract(epoch from clock_timestamp()) * 1000)::bigint), 12, '0')
          || '7' || substr(random, 14, 3) || substr(random, 17, 16))::uuid
        from (select replace(gen_random_uuid()::text, '-', '') as random) as v4
      $$;

      create function ledger.fingerprint(journal jsonb) returns bytea language sql stable as $$
        select sha256(convert_to((journal -> 'lines')::text || coalesce(journal ->> 'reversesId', ''), 'UTF8'))
      $$;

      -- Lines of the journals whose ids are given, in order, with the accounts that exist.
      create function ledger.resolve(journals jsonb, fresh uuid[]) returns ledger.line[] language plpgsql as $$
      begin
        return (
          select array_agg(row(given.nth, line.nth, given.id, line.account, line.owner, line.currency, line.side,
                               line.amount, line.memo, found.id, type.mode = 'strict', found.status)::ledger.line
                           order by given.nth, line.nth)
            from (select (doc ->> 'id')::uuid as id, doc -> 'lines' as lines, nth
                    from jsonb_array_elements(journals) with ordinality as g(doc, nth)) as given,
                 rows from (jsonb_to_recordset(given.lines) as
                   (account text, owner uuid, currency char(3), side char(1), amount bigint, memo text))
                   with ordinality as line(account, owner, currency, side, amount, memo, nth)
            left join ledger.account_type type on type.code = line.account
            -- Two branches because an index cannot answer "is not distinct from".
            left join lateral (
              select a.id, a.status from ledger.account a where line.owner is not null
                 and a.type_code = line.account and a.owner_id = line.owner and a.currency = line.currency
              union all
              select a.id, a.status from ledger.account a where line.owner is null
                 and a.type_code = line.account and a.owner_id is null and a.currency = line.currency) found on true
           where given.id = any(fresh));
      end $$;
    `);
    await q.query(ENSURE_ACCOUNTS);
    await q.query(POST);
    await q.query(ROLL_UP);
  }

  async down(q: QueryRunner): Promise<void> {
    await q.query(`
      drop function ledger.roll_up(integer);
      drop function ledger.post(jsonb);
      drop function ledger.ensure_accounts(ledger.line[]);
      drop function ledger.resolve(jsonb, uuid[]);
      drop function ledger.fingerprint(jsonb);
      drop function ledger.new_id();
      drop type ledger.line;
    `);
  }
}

const ENSURE_ACCOUNTS = `
  create function ledger.ensure_accounts(lines ledger.line[]) returns void language plpgsql as $$
  declare
    wrong text;
  begin
    select l.type_code into wrong
      from unnest(lines) l left join ledger.account_type t on t.code = l.type_code
     where t.code is null
        or (t.owner_dimension = 'none' and l.owner_id is not null)
        or (t.owner_dimension not in ('none', 'psp', 'bank', 'jurisdiction', 'carrier') and l.owner_id is null)
     limit 1;
    if found then
      raise exception 'the chart has no account % with that owner', wrong
        using errcode = '23514', constraint = 'account_fits_chart';
    end if;
    with made as (
      insert into ledger.account (id, type_code, owner_id, currency)
      select ledger.new_id(), type_code, owner_id, currency
        from (select distinct l.type_code, l.owner_id, l.currency
                from unnest(lines) l where l.account_id is null) as missing
       order by type_code, owner_id, currency
      on conflict on constraint account_once do nothing
      returning id, type_code)
    insert into ledger.balance (account_id, normal_side, floor_minor)
    select made.id, t.normal_side, t.floor_minor
      from made join ledger.account_type t on t.code = made.type_code where t.mode = 'strict';
  end $$;
`;

/**
 * Takes journals as JSON: `[{id, sourceType, sourceId, kind, effectiveAt, actorType, actorId, …, lines: [{account,
 * owner, currency, side, amount, memo}]}]`. Returns, in the order given, the id each source has and whether this call
 * posted it. All strict balance rows of the call are locked in the order of their ids before one of them changes.
 * Generic plans: planning these statements for every call costs more than running them.
 */
const POST = `
  create function ledger.post(journals jsonb) returns table (journal_id uuid, posted boolean)
  language plpgsql security definer set search_path = ledger, pg_temp set plan_cache_mode = force_generic_plan as $$
  #variable_conflict use_column
  declare
    fresh uuid[];
    lines ledger.line[];
    wrong text;
  begin
    with made as (
      insert into ledger.journal (id, source_type, source_id, kind, fingerprint, reverses_id, corrects_id, order_id,
        seller_order_id, seller_id, payment_id, payout_id, effective_at, actor_type, actor_id, rule_version, metadata)
      select g."id", g."sourceType", g."sourceId", g."kind", ledger.fingerprint(doc), g."reversesId", g."correctsId",
             g."orderId", g."sellerOrderId", g."sellerId", g."paymentId", g."payoutId", g."effectiveAt",
             g."actorType", g."actorId", g."ruleVersion", coalesce(g."metadata", '{}')
        from jsonb_array_elements(journals) as doc, jsonb_to_record(doc) as g("id" uuid, "sourceType" text,
             "sourceId" text, "kind" text, "reversesId" uuid, "correctsId" uuid, "orderId" uuid,
             "sellerOrderId" uuid, "sellerId" uuid, "paymentId" uuid, "payoutId" uuid, "effectiveAt" timestamptz,
             "actorType" text, "actorId" text, "ruleVersion" text, "metadata" jsonb)
       order by g."sourceType", g."sourceId", g."kind"
      on conflict (source_type, source_id, kind) do nothing
      returning id)
    select coalesce(array_agg(id), '{}') into fresh from made;

    if cardinality(fresh) > 0 then
      lines := ledger.resolve(journals, fresh);
      if exists (select from unnest(lines) l where l.account_id is null) then
        perform ledger.ensure_accounts(lines);
        lines := ledger.resolve(journals, fresh);
      end if;
      select l.type_code into wrong from unnest(lines) l where l.status <> 'open' limit 1;
      if found then
        raise exception 'the account % is not open', wrong using errcode = '23514', constraint = 'account_open';
      end if;

      perform from ledger.balance b
        where b.account_id = any(array(select l.account_id from unnest(lines) l where l.strict))
        order by b.account_id for no key update;

      with moved as (
        update ledger.balance b
           set debit_posted = b.debit_posted + s.debit, credit_posted = b.credit_posted + s.credit,
               version = b.version + s.entries, updated_at = clock_timestamp()
          from (select l.account_id, count(*) as entries,
                       sum(case l.side when 'D' then l.amount else 0 end)::bigint as debit,
                       sum(case l.side when 'C' then l.amount else 0 end)::bigint as credit
                  from unnest(lines) l where l.strict group by l.account_id) s
         where b.account_id = s.account_id),
      noted as (
        insert into ledger.delta (account_id, debit, credit)
        select l.account_id, sum(case l.side when 'D' then l.amount else 0 end),
               sum(case l.side when 'C' then l.amount else 0 end)
          from unnest(lines) l where not l.strict group by l.account_id)
      insert into ledger.entry (journal_id, line, account_id, currency, side, amount, balance_after, account_version,
        memo_code)
      select l.journal_id, l.line, l.account_id, l.currency, l.side, l.amount,
             case b.normal_side when 'D' then b.debit_posted - b.credit_posted
                                when 'C' then b.credit_posted - b.debit_posted end
               + sum(case when l.side = b.normal_side then l.amount else -l.amount end) over running,
             b.version + row_number() over running, l.memo_code
        from unnest(lines) l left join ledger.balance b on b.account_id = l.account_id
      window running as (partition by l.account_id order by l.nth, l.line);
    end if;

    if cardinality(fresh) = jsonb_array_length(journals) then
      return query select (doc ->> 'id')::uuid, true from jsonb_array_elements(journals) as doc;
      return;
    end if;
    select concat_ws(':', j.source_type, j.source_id, j.kind) into wrong
      from jsonb_array_elements(journals) as doc
      join ledger.journal j on j.source_type = doc ->> 'sourceType' and j.source_id = doc ->> 'sourceId'
       and j.kind = doc ->> 'kind'
     where j.fingerprint <> ledger.fingerprint(doc) limit 1;
    if found then
      raise exception 'the source % was posted with other lines', wrong
        using errcode = '23505', constraint = 'ledger_conflict';
    end if;
    return query
      select j.id, (doc ->> 'id')::uuid = any(fresh)
        from jsonb_array_elements(journals) with ordinality as g(doc, nth)
        join ledger.journal j on j.source_type = doc ->> 'sourceType' and j.source_id = doc ->> 'sourceId'
         and j.kind = doc ->> 'kind'
       order by g.nth;
  end $$;
`;

/**
 * Moves delta rows, oldest first, into the roll-up rows in one statement; returns how many it moved. Readers see each
 * row in one place or the other, and a sequence number that commits late is simply moved later.
 */
const ROLL_UP = `
  create function ledger.roll_up(most integer default 50000) returns bigint
  language sql security definer set search_path = ledger, pg_temp as $$
    with gone as (
           delete from ledger.delta
            where id in (select id from ledger.delta order by id limit most for update skip locked)
           returning account_id, debit, credit),
         added as (
           insert into ledger.balance_rollup as r (account_id, debit, credit, as_of)
           select account_id, sum(debit), sum(credit), clock_timestamp() from gone
            group by account_id order by account_id
           on conflict (account_id) do update
             set debit = r.debit + excluded.debit, credit = r.credit + excluded.credit, as_of = excluded.as_of)
    select count(*) from gone
  $$;
`;
