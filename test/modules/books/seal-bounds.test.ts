import pg from 'pg';
import { SealBooks } from '../../../src/modules/books/seal-books.js';
import type { TestApp } from '../../support/index.js';
import { sealAll, someone, startLedger } from '../ledger/ledger-app.js';

const WAITING = 2_500;
const BLOCK = 50;

let app: TestApp;
let reader: pg.Client;

beforeAll(async () => {
  app = await startLedger();
  reader = new pg.Client({ connectionString: app.config.databaseUrl });
  await reader.connect();
  await sealAll(app);
  await reader.query(`
    do $$ begin
      for n in 1..${WAITING} loop
        perform ledger.post(jsonb_build_array(jsonb_build_object(
          'id', ledger.new_id(), 'sourceType', 'test', 'sourceId', 'waiting ' || n, 'kind', 'made',
          'effectiveAt', now(), 'actorType', 'system', 'actorId', 'test', 'lines', jsonb_build_array(
            jsonb_build_object('account', 'psp_clearing', 'side', 'D', 'amount', 5, 'currency', 'USD'),
            jsonb_build_object('account', 'buyer_credit', 'owner', '${someone()}', 'side', 'C', 'amount', 5,
                               'currency', 'USD')))));
        commit;
      end loop;
    end $$`);
  await reader.query('analyze ledger.journal, ledger.entry, ledger.account');
}, 300_000);
afterAll(async () => {
  await reader.end();
  await app.stop();
});

interface Reads {
  readonly journal: number;
  readonly entry: number;
}

/** Rows that the session has read of each table; earlier transactions are among them until they are reported. */
async function reads(): Promise<Reads> {
  const { rows } = await reader.query<{ name: string; n: number }>(
    `select relname::text as name, (seq_tup_read + coalesce(idx_tup_fetch, 0))::int as n
       from pg_stat_xact_user_tables where schemaname = 'ledger' and relname in ('journal', 'entry')`,
  );
  const of = (name: string): number => rows.find((row) => row.name === name)?.n ?? 0;
  return { journal: of('journal'), entry: of('entry') };
}

/** What sealing one block reads, by table; nothing is kept of it. */
async function readBy(most: number): Promise<Reads & { sealed: number }> {
  await reader.query('begin');
  const before = await reads();
  const { rows: done } = await reader.query<{ sealed: number }>(`select ledger.seal_next(${most})::int as sealed`);
  const after = await reads();
  await reader.query('rollback');
  const read = { journal: after.journal - before.journal, entry: after.entry - before.entry };
  return { sealed: done[0]?.sealed ?? 0, ...read };
}

describe('sealing after many journals', () => {
  it('reads the journals of the block, and not all that wait', async () => {
    let read = await readBy(BLOCK);
    while (read.sealed < BLOCK) read = await readBy(BLOCK);

    expect(read.sealed).toBe(BLOCK);
    expect(read.journal).toBeLessThanOrEqual(4 * BLOCK);
    expect(read.entry).toBeLessThanOrEqual(4 * BLOCK);
  });

  it('makes blocks that a statement can hash in its time', async () => {
    while ((await app.sql('select from ledger.seal_leaf')).length < WAITING) await app.get(SealBooks).run();

    const blocks = await app.sql<{ count: number }>('select count::int from ledger.seal');
    expect(Math.max(...blocks.map(({ count }) => count))).toBe(1_000);
  });
});
