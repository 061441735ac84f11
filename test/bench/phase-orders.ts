import type { Bench } from './bench.js';
import { Caller } from './caller.js';
import { pairsOf, readyCarts, type ReadyCart } from './carts.js';
import { closedLoop, type Load } from './load.js';
import type { Row, Target } from './rows.js';

/** The paths of an order are compiled to machine code in its first thousands; a server that runs has them. */
const WARM_ORDERS = 2_000;
const WARM_ROUNDS = 3;

/** More than any machine places in a second; carts that are left over cost nothing. */
export const CARTS_PER_SECOND = 1_500;

interface OrderAnswer {
  readonly paymentId: string;
}

export const placeOrder = (api: Caller, cart: ReadyCart): Promise<OrderAnswer> =>
  api.made<OrderAnswer>('/v1/orders', cart.buyer.token, cart.order);

/** Orders of two lines from two sellers, out of baskets that are ready, against PostgreSQL alone. */
export async function measureOrders(bench: Bench): Promise<Row[]> {
  const rows: Row[] = [];
  for (const clients of [8, 32]) rows.push(await placing(bench, clients));
  return rows;
}

async function placing(bench: Bench, clients: number): Promise<Row> {
  const { options, server, market, db } = bench;
  const { rate, by } = await bench.checkoutLimit();
  const count = Math.ceil(options.seconds * CARTS_PER_SECOND);
  const carts = await readyCarts(db, market.buyers, pairsOf(market.offers, count));
  const api = new Caller(server.url);
  const warm = carts.splice(0, Math.min(WARM_ORDERS, carts.length / 4));
  await closedLoop(clients, WARM_ROUNDS * options.seconds, warm, async (cart) => void (await placeOrder(api, cart)));
  const before = server.cpuSeconds();
  const load: Load = await closedLoop(clients, options.seconds, carts, async (cart) => {
    await placeOrder(api, cart);
  });
  api.close();
  const share: Target = { of: 'ratio', atLeast: 0.15 };
  return {
    phase: 'orders',
    work: `place an order, two sellers, ${clients} clients`,
    measured: load.rate,
    unit: '/s',
    limit: rate,
    limitIs: `${by}, minimal checkout, 8 clients`,
    ratio: load.rate / rate,
    targets: clients === 8 ? [share] : [{ of: 'p99', atMost: 100 }],
    note: `p99 is the time of ${((load.p99 * rate) / 1_000).toFixed(0)} minimal checkouts`,
    p50: load.p50,
    p99: load.p99,
    cpuPer1000: server.cpuPer1000(before, load.count),
    rssMiB: server.rssMiB(),
  };
}
