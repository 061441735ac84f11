import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * The next block is found by the transactions of its journals. By the hour in which they were posted, a block of a busy hour
 * read all of that hour, and a block after an outage everything since.
 */
export class SealsByIndex1700000411002 implements MigrationInterface {
  async up(q: QueryRunner): Promise<void> {
    await q.query('create index journal_xid on ledger.journal (xid)');
    await q.query(BY_TRANSACTION);
    await q.query(`alter function ledger.seal_next(integer)
      set enable_seqscan = off set enable_bitmapscan = off set enable_hashjoin = off set enable_mergejoin = off`);
  }

  async down(q: QueryRunner): Promise<void> {
    await q.query(`alter function ledger.seal_next(integer)
      reset enable_seqscan reset enable_bitmapscan reset enable_hashjoin reset enable_mergejoin`);
    await q.query(BY_HOUR);
    await q.query('drop index ledger.journal_xid');
  }
}

const BY_TRANSACTION = `
  -- Seals the next block of at least "most" journals, or of all there are; returns their number. It reads the journals
  -- of the block and no others, however many wait.
  create or replace function ledger.seal_next(most integer) returns bigint
  language plpgsql security definer set search_path = ledger, pg_temp as $$
  declare
    last ledger.seal;
    ended xid8;
    next_xid xid8;
    now_at timestamptz := clock_timestamp();
    sealed bigint;
  begin
    perform pg_advisory_xact_lock(hashtext('ledger.seal_next'));
    select * into last from ledger.seal order by seq desc limit 1;
    ended := pg_snapshot_xmin(pg_current_snapshot());
    last.to_xid := coalesce(last.to_xid, '0'::xid8);
    select min(j.xid) into next_xid from ledger.journal j
     where j.xid < ended
       and j.xid > (select x.xid from ledger.journal x where x.xid >= last.to_xid and x.xid < ended
                     order by x.xid offset most - 1 limit 1);
    next_xid := coalesce(next_xid, ended);

    with content as (
           select journal_id, fields, row_number() over (order by journal_id) as nth
             from ledger.journal_content
            where xid >= last.to_xid and xid < next_xid),
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

const BY_HOUR = `
  -- Seals the next block of at least "most" journals, or of all there are; returns their number. A journal is written
  -- within the hour in which its transaction began, so those of an earlier hour are in earlier blocks.
  create or replace function ledger.seal_next(most integer) returns bigint
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
