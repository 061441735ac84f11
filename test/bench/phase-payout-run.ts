import type { MoneyBench } from './bench.js';
import type { Asked, Ran } from './payout-worker.js';
import type { Row } from './rows.js';
import { gatherStatistics } from './statistics.js';
import { slowestOf } from './transactions.js';
import { Worker } from './worker.js';

/** Three sales of each seller, of 5.00: what is paid out needs no second look, and explains itself by three entries. */
const SALES = `
  select count(*) from ledger.post((select jsonb_agg(jsonb_build_object(
    'id', ledger.new_id(), 'sourceType', 'bench', 'sourceId', seller || ':' || nth, 'kind', 'payee',
    'effectiveAt', now(), 'actorType', 'system', 'actorId', 'bench', 'lines', jsonb_build_array(
      jsonb_build_object('account', 'psp_clearing', 'side', 'D', 'amount', 500, 'currency', 'USD'),
      jsonb_build_object('account', 'seller_available', 'owner', seller, 'side', 'C', 'amount', 500,
                         'currency', 'USD')))) from unnest($1::uuid[]) seller, generate_series(1, 3) nth))`;

const NO_ALARM = `
  insert into payout_terms (id, currency, version, minimum, retained, automatic_up_to, alarm_floor, proposed_by, proposed_at,
                            approved_by, approved_at)
  select gen_random_uuid(), currency, version + 1, minimum, retained, automatic_up_to, 1000000000000, 'bench', now(),
         'bench too', now()
    from payout_terms_in_force where currency = 'USD'`;
const SELLERS = `
  insert into sellers (id, kind, state, display_name, country, currency, tier, created_at, updated_at)
  select ledger.new_id(), 'business', 'active', 'Payee ' || n, 'US', 'USD', 'T1', '2025-01-01', '2025-01-01'
    from generate_series(1, $1::int) n returning id`;

const AT_ONCE = 1_000;

interface Progress {
  readonly paid: number;
  /** Payouts in a second. */
  readonly first: number;
  readonly last: number;
}

/** The first and the last quarter of the payouts, in the order in which they were made. */
const PROGRESS = `
  with paid as (select id, created_at, ntile(4) over (order by id) as quarter from payouts where seller_id = any($1::uuid[])),
       quarters as (select quarter, count(*) / nullif(extract(epoch from max(created_at) - min(created_at)), 0) as rate
                      from paid group by quarter)
  select (select count(*)::int from paid) as paid,
         (select rate::float8 from quarters where quarter = 1) as first,
         (select rate::float8 from quarters where quarter = 4) as last`;

/** A run that pays every seller: one transaction for each, whoever else there is. */
export async function measurePayoutRun(bench: MoneyBench): Promise<Row[]> {
  const { db, options } = bench;
  await bench.server.stop();
  const worker = Worker.start('payout-worker.ts', { DATABASE_URL: bench.databaseUrl });
  try {
    const sellers = await payees(bench, worker);
    const { slowestMs, done } = await slowestOf(bench.databaseUrl, () =>
      worker.ask<Ran>({ run: true } satisfies Asked),
    );
    const { rows } = await db.query<Progress>(PROGRESS, [sellers]);
    const [progress] = rows;
    if (progress?.paid !== options.payees) throw new Error(`${progress?.paid} of ${options.payees} sellers are paid`);
    return rowsOf(options.payees, slowestMs, done, progress);
  } finally {
    await worker.stop();
  }
}

function rowsOf(payees: number, slowestMs: number, ran: Ran, { first, last }: Progress): Row[] {
  const [phase, run] = ['payout-run', `payouts of ${payees} sellers`];
  const perSecond = `${Math.round(payees / ran.seconds)} payouts/s, items and journals included`;
  const cpuPer1000 = (ran.cpuSeconds / payees) * 1000;
  return [
    { phase, work: run, measured: ran.seconds, unit: 's', targets: [], cpuPer1000, rssMiB: ran.peak, note: perSecond },
    {
      phase,
      work: 'the same, slowest transaction',
      measured: slowestMs,
      unit: 'ms',
      targets: [{ of: 'measured', atMost: 1_000 }],
      note: 'of pg_stat_activity, looked at every 10 ms',
    },
    {
      phase,
      work: 'the same, the last quarter',
      measured: last,
      unit: '/s',
      limit: first,
      limitIs: 'the first quarter',
      ratio: last / first,
      targets: [{ of: 'ratio', atLeast: 0.8 }],
    },
    {
      phase,
      work: 'the same, peak memory above the memory before',
      measured: ran.peak - ran.before,
      unit: 'MiB',
      targets: [{ of: 'measured', atMost: 100 }],
      note: 'garbage included',
    },
  ];
}

/** Active sellers with a bank account that may be paid to, and money that is available. */
async function payees({ db, options }: MoneyBench, worker: Worker): Promise<string[]> {
  const { rows } = await db.query<{ id: string }>(SELLERS, [options.payees]);
  const sellers = rows.map(({ id }) => id);
  await worker.ask({ accountsOf: sellers } satisfies Asked);
  for (let from = 0; from < sellers.length; from += AT_ONCE) {
    await db.query(SALES, [sellers.slice(from, from + AT_ONCE)]);
  }
  await db.query(NO_ALARM);
  await gatherStatistics(db);
  return sellers;
}
