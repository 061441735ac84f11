import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { connect } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Bench } from './bench.js';
import { Caller } from './caller.js';
import { pairsOf, readyCarts, type ReadyCart } from './carts.js';
import { openLoop } from './load.js';
import { freePort } from '../support/free-port.js';
import { placeOrder } from './phase-orders.js';
import { authorise } from './phase-trade.js';
import type { Row } from './rows.js';

const ORDERS_PER_SECOND = 100;
/** What 100 orders in a second are of the limit on the machine that the time was set for. */
const SHARE_OF_LIMIT = 0.02;
const HANDLED_WITHIN_MS = 30_000;

interface Handling {
  readonly count: number;
  readonly open: number;
  readonly p50: number;
  readonly p95: number;
  readonly p99: number;
}

/** From the writing of each event until its consumer was done, by the clock of the database. */
const HANDLING = `
  select count(*)::int as count, (count(*) filter (where done_at is null))::int as open,
         percentile_cont(0.5) within group (order by ms) as p50, percentile_cont(0.95) within group (order by ms) as p95,
         percentile_cont(0.99) within group (order by ms) as p99
    from (select done_at, extract(epoch from coalesce(done_at, clock_timestamp()) - created_at)::float8 * 1000 as ms
            from outbox_deliveries where event_id is not null and created_at >= $1) d`;

/** Orders that are paid at a fixed rate, and how long their events wait for their consumers. */
export async function measureEvents(bench: Bench): Promise<Row[]> {
  const onPostgres = await atBothRates(bench, 'PostgreSQL');
  const redis = await startRedis(bench.folder);
  if (!redis) return onPostgres;
  try {
    await bench.restart({ REDIS_URL: redis.url });
    return [...onPostgres, ...(await atBothRates(bench, 'Redis'))];
  } finally {
    await bench.restart({});
    redis.process.kill('SIGTERM');
    await once(redis.process, 'exit');
  }
}

/** The rate that the time was set for, and the one that is as much of this machine's limit. */
async function atBothRates(bench: Bench, backend: string): Promise<Row[]> {
  const { rate } = await bench.checkoutLimit();
  const fair = Math.max(1, Math.round(rate * SHARE_OF_LIMIT));
  return [await handling(bench, backend, fair), await handling(bench, backend, ORDERS_PER_SECOND)];
}

async function handling({ db, market, server, options }: Bench, backend: string, perSecond: number): Promise<Row> {
  const count = Math.ceil(options.seconds * perSecond);
  const carts = await readyCarts(db, market.buyers, pairsOf(market.offers, count + perSecond));
  const api = new Caller(server.url);
  const buy = async (cart: ReadyCart): Promise<void> => {
    const { paymentId } = await placeOrder(api, cart);
    await authorise(api, cart.buyer, paymentId);
  };
  await openLoop(perSecond, carts.splice(0, perSecond), buy);
  const now = await db.query<{ at: Date }>('select clock_timestamp() as at');
  const before = server.cpuSeconds();
  const load = await openLoop(perSecond, carts, buy);
  api.close();
  const result = await whenHandled(db, now.rows[0]?.at);
  return {
    phase: 'events',
    work: `event published → handled at ${perSecond} paid orders/s, queues on ${backend}`,
    measured: result.p95,
    unit: 'ms',
    targets: [{ of: 'measured', atMost: 500 }],
    p50: result.p50,
    p99: result.p99,
    cpuPer1000: server.cpuPer1000(before, load.count),
    rssMiB: server.rssMiB(),
    note: `p95 of ${result.count}, reached ${load.rate.toFixed(0)} paid orders/s`,
  };
}

async function whenHandled(db: Bench['db'], since: Date | undefined): Promise<Handling> {
  const until = performance.now() + HANDLED_WITHIN_MS;
  for (;;) {
    const found = await db.query<Handling>(HANDLING, [since]);
    const [result] = found.rows;
    if (!result || result.count === 0) throw new Error('No event had a consumer');
    if (result.open === 0) return result;
    if (performance.now() > until) throw new Error(`${result.open} events of ${result.count} were not handled`);
    await sleep(100);
  }
}

interface Redis {
  readonly url: string;
  readonly process: ChildProcess;
}

/** `undefined` where the machine has no Redis. */
async function startRedis(folder: string): Promise<Redis | undefined> {
  if (spawnSync('redis-server', ['--version']).status !== 0) return undefined;
  const port = await freePort();
  const process = spawn(
    'redis-server',
    ['--port', String(port), '--bind', '127.0.0.1', '--dir', folder, '--save', ''],
    {
      stdio: 'ignore',
    },
  );
  while (!(await canConnect(port))) {
    if (process.exitCode !== null) throw new Error('Redis did not start');
    await sleep(20);
  }
  return { url: `redis://127.0.0.1:${port}`, process };
}

async function canConnect(port: number): Promise<boolean> {
  const socket = connect(port, '127.0.0.1');
  const isOpen = await Promise.race([once(socket, 'connect'), once(socket, 'error')]).then(
    () => !socket.connecting && !socket.errored,
    () => false,
  );
  socket.destroy();
  return isOpen;
}
