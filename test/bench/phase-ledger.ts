import type { MoneyBench } from './bench.js';
import type { Posted, Postings } from './ledger-worker.js';
import { limitOf, type Limit, type Script } from './pgbench.js';
import type { Row } from './rows.js';
import { Worker } from './worker.js';

const CLIENTS = [1, 8, 32] as const;
const ROUNDS = 3;

/** The journal that the worker posts, made in the database. */
const scriptOf = (sellers: number): Script => ({
  name: 'posting',
  randoms: { seller: [1, sellers] },
  statements: [
    `select p.* from bench.sellers s, ledger.post(jsonb_build_array(jsonb_build_object(
       'id', gen_random_uuid(), 'sourceType', 'pgbench', 'sourceId', :id::bigint, 'kind', 'sale', 'effectiveAt', now(),
       'actorType', 'system', 'actorId', 'bench', 'sellerId', s.id, 'lines', jsonb_build_array(
         jsonb_build_object('account', 'psp_clearing', 'side', 'D', 'amount', 2980, 'currency', 'USD'),
         jsonb_build_object('account', 'seller_pending', 'owner', s.id, 'side', 'C', 'amount', 2500, 'currency', 'USD'),
         jsonb_build_object('account', 'commission_revenue', 'side', 'C', 'amount', 249, 'currency', 'USD'),
         jsonb_build_object('account', 'tax_payable', 'side', 'C', 'amount', 231, 'currency', 'USD'))))) p
      where s.n = :seller::int`,
  ],
});

/** One round: the limit, and then ours. */
interface Round {
  readonly limit: Limit;
  readonly ours: Posted;
}

/** Posting through the ledger's face from the application's pool, against the same SQL function called by PostgreSQL's own tool. */
export async function measureLedger(bench: MoneyBench): Promise<Row[]> {
  await bench.db.query('create schema if not exists bench');
  await bench.db.query('create table bench.sellers (n int primary key, id uuid not null)');
  await bench.db.query('insert into bench.sellers select n, id from unnest($1::uuid[]) with ordinality s(id, n)', [
    bench.market.sellers,
  ]);
  const worker = Worker.start('ledger-worker.ts', { DATABASE_URL: bench.databaseUrl });
  try {
    await worker.ask<Posted>(asking(bench, 8, 2));
    const rounds = new Map<number, Round[]>(CLIENTS.map((clients) => [clients, []]));
    for (let n = 0; n < ROUNDS; n += 1) {
      for (const clients of CLIENTS) rounds.get(clients)?.push(await round(bench, worker, clients));
    }
    const rows = CLIENTS.map((clients) => rowOf(clients, rounds.get(clients) ?? []));
    return [...rows, besideFewer(rows[1], rows[2])].filter((row) => row !== undefined);
  } finally {
    await worker.stop();
  }
}

const asking = ({ market }: MoneyBench, clients: number, seconds: number): Postings => ({
  clients,
  seconds,
  sellers: market.sellers,
});

/** Half the time of other measurements, three times: what else the machine does is not in all of them. */
async function round(bench: MoneyBench, worker: Worker, clients: number): Promise<Round> {
  const { folder, databaseUrl: url, market, options } = bench;
  const seconds = Math.max(2, Math.round(options.seconds / 2));
  const limit = await limitOf(scriptOf(market.sellers.length), { url, folder, clients, seconds });
  return { limit, ours: await worker.ask<Posted>(asking(bench, clients, seconds)) };
}

function rowOf(clients: number, rounds: readonly Round[]): Row {
  const of = (pick: (round: Round) => number): number => median(rounds.map(pick));
  const [rate, limit] = [of(({ ours }) => ours.rate), of((each) => each.limit.rate)];
  return {
    phase: 'ledger',
    work: `post a journal of four lines, ${clients} ${clients === 1 ? 'client' : 'clients'}`,
    measured: rate,
    unit: '/s',
    limit,
    limitIs: `${rounds[0]?.limit.by}, the same function, as many clients`,
    ratio: rate / limit,
    targets: [{ of: 'ratio', atLeast: 0.6 }],
    p50: of(({ ours }) => ours.p50),
    p99: of(({ ours }) => ours.p99),
    cpuPer1000: of(({ ours }) => ours.cpuPer1000),
    note: `medians of ${rounds.length}`,
  };
}

/** Every journal has a line on three platform-wide accounts, which cost nothing if more clients are no slower. */
function besideFewer(few: Row | undefined, many: Row | undefined): Row | undefined {
  if (!few || !many) return undefined;
  return {
    phase: 'ledger',
    work: 'the same, 32 clients beside 8',
    measured: many.measured,
    unit: '/s',
    limit: few.measured,
    limitIs: 'ours with 8 clients',
    ratio: many.measured / few.measured,
    targets: [{ of: 'ratio', atLeast: 0.95 }],
  };
}

function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? NaN;
}
