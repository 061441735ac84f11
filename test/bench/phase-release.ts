import type { MoneyBench } from './bench.js';
import type { Released, Releases } from './release-worker.js';
import type { Row } from './rows.js';
import { gatherStatistics } from './statistics.js';
import { Worker } from './worker.js';

const SELLERS = 20;
/** Of each seller, in one measured run. */
const ORDERS_PER_SECOND = 10;
/** As many as the worker of the marketplace handles of this queue at once. */
const CLIENTS = 4;

/** Earnings whose hold is over, net 90.00 and a tenth of it to be reserved, with the deadlines that release them. */
const DUE = [
  `create temp table due as
     select ledger.new_id() as id, seller_id, nth
       from unnest($1::uuid[]) seller_id cross join generate_series(1, $2::int) nth`,
  `insert into earnings (id, order_id, seller_id, payment_id, currency, item, tax, shipping, commission, shipping_to, net,
                         fee_rule_version, policy_tier, policy_version, delivered_at, release_at, updated_at, hold_days,
                         confirmed_hold_days, reserve_bps, reserve_days, cap_days, hold_reasons)
   select id, ledger.new_id(), seller_id, ledger.new_id(), 'USD', 10000, 2000, 1000, 1000, 'platform', 9000, '1', 'T0', 1,
          now() - interval '15 days', now() - nth * interval '1 minute', now(), 14, 1, 1000, 90, 90, '{tier}'
     from due`,
  `select count(*) from ledger.post((select jsonb_agg(jsonb_build_object(
     'id', ledger.new_id(), 'sourceType', 'bench', 'sourceId', id, 'kind', 'delivered', 'effectiveAt', now(),
     'actorType', 'system', 'actorId', 'bench', 'lines', jsonb_build_array(
       jsonb_build_object('account', 'psp_clearing', 'side', 'D', 'amount', 9000, 'currency', 'USD'),
       jsonb_build_object('account', 'seller_pending', 'owner', seller_id, 'side', 'C', 'amount', 9000,
                          'currency', 'USD')))) from due))`,
  `insert into deadlines (kind, subject_id, due_at) select 'settlement.release', id, now() from due`,
];

/** The job that ends holds: everything of a seller that is due in one transaction, against one order at a time. */
export async function measureRelease(bench: MoneyBench): Promise<Row[]> {
  await bench.server.stop();
  const worker = Worker.start('release-worker.ts', { DATABASE_URL: bench.databaseUrl });
  try {
    await released(bench, worker, 5, 1);
    await released(bench, worker, 5);
    const orders = bench.options.seconds * ORDERS_PER_SECOND;
    const single = await released(bench, worker, orders, 1);
    const batched = await released(bench, worker, orders);
    return [
      {
        phase: 'release',
        work: 'release escrow, everything of a seller at once, orders',
        measured: batched.rate,
        unit: '/s',
        limit: single.rate,
        limitIs: 'the same job, one order at a time',
        ratio: batched.rate / single.rate,
        targets: [{ of: 'ratio', atLeast: 2 }],
        cpuPer1000: batched.cpuPer1000,
        note: `${orders} of each seller, each with a journal of its own; one at a time: ${single.cpuPer1000.toFixed(2)} CPU s`,
      },
    ];
  } finally {
    await worker.stop();
  }
}

/** @throws Error unless every order is released. */
async function released(bench: MoneyBench, worker: Worker, ordersOfEach: number, atMost?: number): Promise<Released> {
  const { db, market } = bench;
  const sellers = market.sellers.slice(0, SELLERS);
  const orders = sellers.length * ordersOfEach;
  for (const text of DUE) await db.query(text, text.includes('$1') ? [sellers, ordersOfEach] : []);
  await gatherStatistics(db);
  const first = await db.query<{ id: string }>('select id from due where nth = 1');
  const sellerOrderIds = first.rows.map(({ id }) => id);
  const asked: Releases = { sellerOrderIds, orders, clients: CLIENTS, atMost };
  const answer = await worker.ask<Released>(asked);
  const { rows } = await db.query<{ left: number }>(
    `select count(*)::int as left from due join earnings e using (id) where e.state <> 'available'`,
  );
  await db.query('drop table due');
  if (rows[0]?.left !== 0) throw new Error(`${rows[0]?.left} of ${orders} orders were not released`);
  return answer;
}
