import type { MigrationInterface, QueryRunner } from 'typeorm';

/** A chain of hashes over journals and their entries, in blocks, so that who alters history has to alter all of it. */
export class LedgerSeals1700000100303 implements MigrationInterface {
  async up(q: QueryRunner): Promise<void> {
    await q.query(TABLES);
    await q.query(CONTENT);
    await q.query(SEAL);
    await q.query(FAULTS);
    await q.query('revoke execute on all functions in schema ledger from public');
  }

  async down(q: QueryRunner): Promise<void> {
    await q.query(`
      drop function ledger.chain_faults();
      drop function ledger.sealed_differences();
      drop function ledger.seal_next(integer);
      drop function ledger.seal_hash(bytea, bigint, xid8, xid8, bigint, timestamptz, bytea);
      drop view ledger.journal_content;
      drop function ledger.marks(text[]);
      drop function ledger.content_hash(text[]);
      drop table ledger.seal_leaf;
      drop table ledger.seal;
    `);
  }
}

const TABLES = `
  -- A block is every journal of the transactions from from_xid (included) to to_xid (not included). All of them had
  -- ended when it was sealed, so a block never gains a journal, and blocks have no gap between them.
  create table ledger.seal (
    seq bigint primary key,
    from_xid xid8 not null,
    to_xid xid8 not null,
    from_journal uuid not null,
    to_journal uuid not null,
    count bigint not null constraint seal_count check (count > 0),
    prev_hash bytea not null constraint seal_follows unique,
    hash bytea not null,
    sealed_at timestamptz not null,
    constraint seal_range check (from_xid < to_xid)
  );

  -- What each journal of a block hashed to, and a short mark of every field: marks prove nothing, they find the
  -- field that no longer is what the hash says.
  create table ledger.seal_leaf (
    journal_id uuid primary key,
    seq bigint not null constraint seal_leaf_block references ledger.seal,
    nth integer not null,
    hash bytea not null,
    marks integer[] not null,
    constraint seal_leaf_place unique (seq, nth)
  );

  create trigger immutable before update or delete or truncate on ledger.seal
    for each statement execute function ledger.immutable();
  create trigger immutable before update or delete or truncate on ledger.seal_leaf
    for each statement execute function ledger.immutable();
`;

/** The order of the fields is known to the code that names them: 19 of the journal, then 10 of each line. */
const CONTENT = `
  create view ledger.journal_content as
  select j.id as journal_id, j.xid, j.posted_at,
         array[j.id::text, j.source_type, j.source_id, j.kind, encode(j.fingerprint, 'hex'), j.reverses_id::text,
               j.corrects_id::text, j.order_id::text, j.seller_order_id::text, j.seller_id::text, j.payment_id::text,
               j.payout_id::text, extract(epoch from j.effective_at)::text, extract(epoch from j.posted_at)::text,
               j.xid::text, j.actor_type, j.actor_id, j.rule_version, j.metadata::text]
         || coalesce(l.fields, '{}') as fields
    from ledger.journal j
    left join lateral (
      select array_agg(field order by e.line, nth) as fields
        from ledger.entry e join ledger.account a on a.id = e.account_id,
             unnest(array[e.line::text, e.account_id::text, a.type_code, a.owner_id::text, e.currency::text,
                          e.side::text, e.amount::text, e.balance_after::text, e.account_version::text, e.memo_code])
               with ordinality as f(field, nth)
       where e.journal_id = j.id) l on true;

  create function ledger.content_hash(fields text[]) returns bytea language sql immutable as $$
    select sha256(convert_to(array_to_json(fields)::text, 'UTF8'))
  $$;

  create function ledger.marks(fields text[]) returns integer[] language sql immutable as $$
    select array_agg(hashtext(coalesce('=' || field, '')) order by nth) from unnest(fields) with ordinality f(field, nth)
  $$;
`;

const SEAL = `
  create function ledger.seal_hash(prev_hash bytea, seq bigint, from_xid xid8, to_xid xid8, count bigint,
    sealed_at timestamptz, leaves bytea) returns bytea language sql stable as $$
    select sha256(prev_hash || convert_to(concat_ws('|', seq, from_xid, to_xid, count, extract(epoch from sealed_at)),
                                          'UTF8') || leaves)
  $$;

  -- Seals the next block of at least "most" journals, or of all there are; returns their number. A journal is written
  -- within the hour in which its transaction began, so those of an earlier hour are in earlier blocks.
  create function ledger.seal_next(most integer) returns bigint
  language plpgsql security definer set search_path = ledger, pg_temp as $$
  declare
    last ledger.seal;
    ended xid8;
    next_xid xid8;
    unsealed_from timestamptz;
    now_at timestamptz := clock_timestamp();
    sealed bigint;
  begin
    perform pg_advisory_xact_lock(hashtext('ledger.seal_next'));
    select * into last from ledger.seal order by seq desc limit 1;
    ended := pg_snapshot_xmin(pg_current_snapshot());
    last.to_xid := coalesce(last.to_xid, '0'::xid8);
    unsealed_from := coalesce(last.sealed_at - interval '1 hour', '-infinity');
    select min(j.xid) into next_xid from ledger.journal j
     where j.posted_at >= unsealed_from and j.xid < ended
       and j.xid > (select x.xid from ledger.journal x
                     where x.posted_at >= unsealed_from and x.xid >= last.to_xid and x.xid < ended
                     order by x.xid offset most - 1 limit 1);
    next_xid := coalesce(next_xid, ended);

    with content as (
           select journal_id, fields, row_number() over (order by journal_id) as nth
             from ledger.journal_content
            where posted_at >= unsealed_from and xid >= last.to_xid and xid < next_xid),
         leaf as materialized (
           select journal_id, nth, ledger.content_hash(fields) as hash, ledger.marks(fields) as marks from content),
         block as (
           insert into ledger.seal (seq, from_xid, to_xid, from_journal, to_journal, count, prev_hash, hash, sealed_at)
           select coalesce(last.seq, 0) + 1, last.to_xid, next_xid, (array_agg(journal_id order by nth))[1],
                  (array_agg(journal_id order by nth desc))[1], count(*), coalesce(last.hash, ''),
                  ledger.seal_hash(coalesce(last.hash, ''), coalesce(last.seq, 0) + 1, last.to_xid, next_xid, count(*),
                                   now_at, string_agg(hash, '' order by nth)), now_at
             from leaf having count(*) > 0
           returning seq),
         kept as (
           insert into ledger.seal_leaf (journal_id, seq, nth, hash, marks)
           select journal_id, seq, nth, hash, marks from leaf cross join block
           returning 1)
    select count(*) into sealed from kept;
    return sealed;
  end $$;
`;

const FAULTS = `
  -- Journals that are gone, that were not there when their block was sealed, or that are not what they were.
  create function ledger.sealed_differences() returns table (journal_id uuid, seq bigint, sealed integer[],
    found integer[])
  language sql stable as $$
    select coalesce(l.journal_id, c.journal_id), l.seq, l.marks, ledger.marks(c.fields)
      from ledger.seal_leaf l
      full join (select * from ledger.journal_content
                  where xid < (select to_xid from ledger.seal order by seq desc limit 1)
                     or journal_id in (select s.journal_id from ledger.seal_leaf s)) c on c.journal_id = l.journal_id
     where l.journal_id is null or c.journal_id is null or l.hash <> ledger.content_hash(c.fields)
     order by 1
  $$;

  -- Blocks that are gone, out of order, or whose hash is not that of the block before and of their journals.
  create function ledger.chain_faults() returns table (seq bigint, field text)
  language sql stable as $$
    select s.seq, case when s.seq <> s.expected then 'seq' when s.from_xid <> s.previous_xid then 'from_xid'
                       when s.prev_hash <> s.previous then 'prev_hash'
                       when l.count is distinct from s.count then 'count'
                       when not l.in_order then 'nth' else 'hash' end
      from (select seal.*, row_number() over w as expected, coalesce(lag(hash) over w, '') as previous,
                   coalesce(lag(to_xid) over w, '0'::xid8) as previous_xid
              from ledger.seal window w as (order by seq)) s
      left join lateral (
        select count(*) as count, string_agg(hash, '' order by nth) as hashes,
               bool_and(nth = rank) as in_order
          from (select hash, nth, row_number() over (order by journal_id) as rank
                  from ledger.seal_leaf where seal_leaf.seq = s.seq) ranked) l on true
     where s.seq <> s.expected or s.from_xid <> s.previous_xid or s.prev_hash <> s.previous
        or l.count is distinct from s.count or not coalesce(l.in_order, false)
        or s.hash <> ledger.seal_hash(s.prev_hash, s.seq, s.from_xid, s.to_xid, s.count, s.sealed_at,
                                      coalesce(l.hashes, ''))
     order by s.seq
  $$;
`;
