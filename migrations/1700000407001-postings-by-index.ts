import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * A posting finds its accounts, balances and journals by their ids, one after the other, however many there are. Plans
 * are kept, and one that was made while there were few rows, or that took the lines of one posting for hundreds, read
 * whole tables for every posting.
 */
export class PostingsByIndex1700000407001 implements MigrationInterface {
  async up(q: QueryRunner): Promise<void> {
    await q.query(sealedBy(EACH));
    for (const name of FUNCTIONS) await q.query(`alter function ${name} ${settings((each) => `set ${each} = off`)}`);
  }

  async down(q: QueryRunner): Promise<void> {
    for (const name of FUNCTIONS) await q.query(`alter function ${name} ${settings((each) => `reset ${each}`)}`);
    await q.query(sealedBy('join ledger.journal on journal.id = fresh.journal_id'));
  }
}

const FUNCTIONS = ['ledger.post(jsonb)', 'ledger.lock_balances(uuid, char, text[])'];

const settings = (of: (name: string) => string): string =>
  ['enable_seqscan', 'enable_hashjoin', 'enable_mergejoin'].map(of).join(' ');

const EACH = `cross join lateral
           -- The offset keeps the planner from making a join of it.
           (select xid, effective_at from ledger.journal where id = fresh.journal_id offset 0) as journal`;

const sealedBy = (journals: string): string => `
  create or replace function ledger.journal_sealed() returns trigger language plpgsql as $$
  declare
    wrong record;
  begin
    select journal.xid <> pg_current_xact_id() as is_sealed,
           journal.effective_at < (select max(ends_at) from ledger.period_lock) as is_closed into wrong
      from (select journal_id, count(*) as lines from added group by journal_id) as fresh
      ${journals}
     where journal.xid <> pg_current_xact_id()
        or fresh.lines <> (select count(*) from ledger.entry where entry.journal_id = fresh.journal_id)
        or journal.effective_at < (select max(ends_at) from ledger.period_lock)
     limit 1;
    if found then
      if wrong.is_closed and not wrong.is_sealed then
        raise exception 'the period is closed: post a correcting journal that takes effect today'
          using errcode = '23514', constraint = 'period_open';
      end if;
      raise exception 'the journal %', case when wrong.is_sealed then 'is already sealed' else 'has its lines already' end
        using errcode = '23514', constraint = 'journal_sealed';
    end if;
    return null;
  end $$;
`;
