import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { freshDatabase, type TestDatabase } from '../support/database.js';
import type { MoneyBench } from './bench.js';
import type { Posted, Postings } from './ledger-worker.js';
import { measurePayoutRun } from './phase-payout-run.js';
import { measureRelease } from './phase-release.js';
import { Worker } from './worker.js';

const SELLERS = 3;
const PAYEES = 12;

let database: TestDatabase;
let db: pg.Client;
let bench: MoneyBench;

beforeAll(async () => {
  database = await freshDatabase();
  db = new pg.Client({ connectionString: database.url });
  await db.connect();
  const { rows } = await db.query<{ id: string }>(
    `insert into sellers (id, kind, state, display_name, country, currency, tier, created_at, updated_at)
     select ledger.new_id(), 'business', 'active', 'Seller ' || n, 'US', 'USD', 'T0', '2025-01-01', '2025-01-01'
       from generate_series(1, $1::int) n returning id`,
    [SELLERS],
  );
  bench = {
    databaseUrl: database.url,
    folder: await mkdtemp(join(tmpdir(), 'souk-bench-')),
    db,
    options: { seconds: 1, payees: PAYEES },
    market: { sellers: rows.map(({ id }) => id) },
    server: { stop: () => Promise.resolve() },
  };
});
afterAll(async () => {
  await db.end();
  await database.drop();
  await rm(bench.folder, { recursive: true, force: true });
});

const one = async (text: string): Promise<unknown> => (await db.query<Record<string, unknown>>(text)).rows[0];

describe('the bench of money, at its smallest', () => {
  it('releases the same orders one at a time and everything of a seller at once, with a journal for each', async () => {
    const rows = await measureRelease(bench);

    const released = await one(
      `select count(*)::int as journals, count(distinct source_id)::int as orders
         from ledger.journal where kind = 'released'`,
    );
    const orders = SELLERS * (5 + 5 + 10 + 10);
    expect(rows).toEqual([expect.objectContaining({ phase: 'release', ratio: expect.any(Number) })]);
    expect(released).toEqual({ journals: orders, orders });
    expect(await one(`select count(*)::int as held from earnings where state <> 'available'`)).toEqual({ held: 0 });
  }, 240_000);

  it('pays every seller once, in a run whose payouts explain themselves', async () => {
    const rows = await measurePayoutRun(bench);

    const paid = await one(
      `select count(*)::int as payouts, count(distinct seller_id)::int as sellers, sum(amount)::int as amount,
              (select count(*)::int from payout_items) as items
         from payouts where seller_id in (select id from sellers where display_name like 'Payee %')`,
    );
    expect(rows.map(({ work }) => work)).toEqual([
      `payouts of ${PAYEES} sellers`,
      'the same, slowest transaction',
      'the same, the last quarter',
      'the same, peak memory above the memory before',
    ]);
    expect(paid).toEqual({ payouts: PAYEES, sellers: PAYEES, amount: PAYEES * 1_500, items: PAYEES * 3 });
  }, 240_000);

  it('posts journals with several clients until the time is over', async () => {
    const worker = Worker.start('ledger-worker.ts', { DATABASE_URL: bench.databaseUrl });
    const asked: Postings = { clients: 8, seconds: 1, sellers: bench.market.sellers };

    const { count } = await worker.ask<Posted>(asked).finally(() => worker.stop());

    const posted = await one(`select count(*)::int as posted from ledger.journal where kind = 'sale'`);
    expect(posted).toEqual({ posted: count });
    expect(await one(`select count(*)::int as wrong from ledger.drift()`)).toEqual({ wrong: 0 });
  }, 240_000);
});
