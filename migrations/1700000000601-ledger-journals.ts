import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Journals and entries that balance, are sealed by the transaction that made them, and never change. */
export class LedgerJournals1700000000601 implements MigrationInterface {
  async up(q: QueryRunner): Promise<void> {
    await q.query(TABLES);
    await q.query(GUARDS);
  }

  async down(q: QueryRunner): Promise<void> {
    await q.query(`
      drop table ledger.balance_rollup;
      drop table ledger.delta;
      drop table ledger.entry;
      drop table ledger.journal;
      drop function ledger.immutable();
      drop function ledger.journal_sealed();
      drop function ledger.journal_balances();
    `);
  }
}

const TABLES = `
  create table ledger.journal (
    id uuid primary key,
    source_type text not null,
    source_id text not null,
    kind text not null,
    fingerprint bytea not null,
    reverses_id uuid references ledger.journal,
    corrects_id uuid references ledger.journal,
    order_id uuid,
    seller_order_id uuid,
    seller_id uuid,
    payment_id uuid,
    payout_id uuid,
    effective_at timestamptz not null,
    posted_at timestamptz not null default clock_timestamp(),
    xid xid8 not null default pg_current_xact_id(),
    actor_type text not null,
    actor_id text not null,
    rule_version text,
    metadata jsonb not null default '{}',
    constraint journal_source unique (source_type, source_id, kind)
  );
  create unique index journal_reversed_once on ledger.journal (reverses_id) where reverses_id is not null;
  create index journal_order on ledger.journal (order_id) where order_id is not null;
  create index journal_payout on ledger.journal (payout_id) where payout_id is not null;

  create table ledger.entry (
    journal_id uuid not null references ledger.journal,
    line smallint not null,
    account_id uuid not null,
    currency char(3) not null,
    side char(1) not null check (side in ('D', 'C')),
    amount bigint not null constraint entry_amount check (amount > 0),
    balance_after bigint,
    account_version bigint,
    memo_code text,
    primary key (journal_id, line),
    constraint entry_account_currency foreign key (account_id, currency) references ledger.account (id, currency)
  );
  create index entry_account on ledger.entry (account_id, journal_id);

  create table ledger.delta (
    id bigint generated always as identity primary key,
    account_id uuid not null,
    debit bigint not null,
    credit bigint not null
  );

  create table ledger.balance_rollup (
    account_id uuid primary key references ledger.account,
    debit bigint not null,
    credit bigint not null,
    as_of timestamptz not null
  );
`;

const GUARDS = `
  create function ledger.journal_balances() returns trigger language plpgsql as $$
  declare
    lines bigint;
    uneven text;
  begin
    select sum(n), min(currency) filter (where difference <> 0) into lines, uneven
      from (select currency, count(*) as n, sum(case side when 'D' then amount else -amount end) as difference
              from ledger.entry where journal_id = new.id group by currency) per_currency;
    if coalesce(lines, 0) < 2 then
      raise exception 'journal % has fewer than two lines', new.id
        using errcode = '23514', constraint = 'journal_balances';
    end if;
    if uneven is not null then
      raise exception 'journal % does not balance in %', new.id, uneven
        using errcode = '23514', constraint = 'journal_balances';
    end if;
    return null;
  end $$;

  create constraint trigger journal_balances after insert on ledger.journal
    deferrable initially deferred for each row execute function ledger.journal_balances();

  -- The lines of a journal come in one statement of its own transaction. The second half matters to a writer
  -- who makes the deferred check run early and adds a line after it.
  create function ledger.journal_sealed() returns trigger language plpgsql as $$
  declare
    wrong record;
  begin
    select journal.xid <> pg_current_xact_id() as is_sealed into wrong
      from (select journal_id, count(*) as lines from added group by journal_id) as fresh
      join ledger.journal on journal.id = fresh.journal_id
     where journal.xid <> pg_current_xact_id()
        or fresh.lines <> (select count(*) from ledger.entry where entry.journal_id = fresh.journal_id)
     limit 1;
    if found then
      raise exception 'the journal %', case when wrong.is_sealed then 'is already sealed' else 'has its lines already' end
        using errcode = '23514', constraint = 'journal_sealed';
    end if;
    return null;
  end $$;

  create trigger journal_sealed after insert on ledger.entry
    referencing new table as added for each statement execute function ledger.journal_sealed();

  create function ledger.immutable() returns trigger language plpgsql as $$
  begin
    raise exception '% of % is not possible: post a correcting journal', tg_op, tg_table_name
      using errcode = '23514', constraint = 'ledger_immutable';
  end $$;

  create trigger immutable before update or delete or truncate on ledger.journal
    for each statement execute function ledger.immutable();
  create trigger immutable before update or delete or truncate on ledger.entry
    for each statement execute function ledger.immutable();
`;
