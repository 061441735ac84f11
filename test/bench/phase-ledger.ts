import type { Bench } from './bench.js';
import type { Load } from './load.js';
import { limitOf, type Script } from './pgbench.js';
import type { Row, Target } from './rows.js';
import { startNode } from '../support/process.js';

/** The journal that the worker posts, made in the database. */
const scriptOf = (sellers: number): Script => ({
  name: 'posting',
  randoms: { seller: [1, sellers] },
  statements: [
    `select * from ledger.post(jsonb_build_array(jsonb_build_object(
       'id', gen_random_uuid(), 'sourceType', 'pgbench', 'sourceId', :id::bigint, 'kind', 'sale', 'effectiveAt', now(),
       'actorType', 'system', 'actorId', 'bench', 'lines', jsonb_build_array(
         jsonb_build_object('account', 'psp_clearing', 'side', 'D', 'amount', 2980, 'currency', 'USD'),
         jsonb_build_object('account', 'seller_pending', 'side', 'C', 'amount', 2500, 'currency', 'USD',
           'owner', (select id from bench.sellers where n = :seller::int)),
         jsonb_build_object('account', 'commission_revenue', 'side', 'C', 'amount', 249, 'currency', 'USD'),
         jsonb_build_object('account', 'tax_payable', 'side', 'C', 'amount', 231, 'currency', 'USD')))))`,
  ],
});

type Posting = Load & { readonly cpuPer1000: number };

/** Posting through the ledger's face from the application's pool, against the same SQL function called by PostgreSQL's own tool. */
export async function measureLedger(bench: Bench): Promise<Row[]> {
  const { db, folder, databaseUrl: url, market, options } = bench;
  await db.query('create table bench.sellers (n int primary key, id uuid not null)');
  await db.query('insert into bench.sellers select n, id from unnest($1::uuid[]) with ordinality s(id, n)', [
    market.sellers,
  ]);
  const rows: Row[] = [];
  for (const clients of [8, 32]) {
    const script = scriptOf(market.sellers.length);
    const limit = await limitOf(script, { url, folder, clients, seconds: options.seconds });
    const ours = await posting(bench, clients);
    const half: Target = { of: 'ratio', atLeast: 0.5 };
    const notSlower: Target = { of: 'measured', atLeast: Math.round((rows[0]?.measured ?? 0) * 0.95) };
    rows.push({
      phase: 'ledger',
      work: `post a journal of four lines, ${clients} clients`,
      measured: ours.rate,
      unit: '/s',
      limit: limit.rate,
      limitIs: `${limit.by}, the same function, ${clients} clients`,
      ratio: ours.rate / limit.rate,
      targets: clients === 8 ? [half] : [half, notSlower],
      p50: ours.p50,
      p99: ours.p99,
      cpuPer1000: ours.cpuPer1000,
    });
  }
  return rows;
}

async function posting({ databaseUrl, market, options }: Bench, clients: number): Promise<Posting> {
  const worker = startNode(['--import', './scripts/typescript.js', 'test/bench/ledger-worker.ts'], {
    DATABASE_URL: databaseUrl,
    LOG_LEVEL: 'error',
    BENCH_CLIENTS: String(clients),
    BENCH_SECONDS: String(options.seconds),
    BENCH_SELLERS: market.sellers.join(','),
  });
  const { out, err } = await worker.ended;
  const [, json] = /^load (.*)$/m.exec(out) ?? [];
  if (json === undefined) throw new Error(`The ledger's worker failed: ${err}`);
  return JSON.parse(json) as Posting;
}
