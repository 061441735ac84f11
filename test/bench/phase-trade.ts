import { toWire } from '../../src/kernel/index.js';
import type { Bench } from './bench.js';
import { Caller } from './caller.js';
import { addressOf, cardOf, pairsOf, type Buyer } from './carts.js';
import type { Offer } from './listings.js';
import { closedLoop } from './load.js';
import type { Row } from './rows.js';

interface Basket {
  readonly buyer: Buyer;
  readonly offers: readonly Offer[];
}

const TRADES_PER_SECOND = 800;
const MANY = 8;
/** As with orders: what is measured is a server that has run for a while. */
const WARM_TRADES = 800;
const WARM_ROUNDS = 3;

/** Fails unless the payment is captured, which it is only together with its entries in the ledger. */
async function trade(api: Caller, { buyer, offers }: Basket): Promise<void> {
  const lines = offers.map(({ variantId }) => ({ variantId: toWire('var', variantId), quantity: 1 }));
  const cart = await api.made<{ id: string }>('/v1/carts', buyer.token, { lines });
  const request = { cartId: cart.id, shippingAddress: addressOf(buyer) };
  const { paymentId } = await api.made<{ paymentId: string }>('/v1/orders', buyer.token, request);
  await authorise(api, buyer, paymentId);
}

/** @throws Error unless the payment is captured. */
export async function authorise(api: Caller, buyer: Buyer, paymentId: string): Promise<void> {
  const path = `/v1/payments/${paymentId}/authorisation`;
  const { state } = await api.made<{ state: string }>(path, buyer.token, cardOf(buyer));
  if (state !== 'captured') throw new Error(`The payment is ${state}`);
}

/** Basket, order, authorisation and capture over HTTP, with the provider's part and the ledger's. */
export async function measureTrade(bench: Bench): Promise<Row[]> {
  const alone = await trading(bench, 1);
  const many = await trading(bench, MANY);
  const limitMs = await bench.checkoutAloneMs();
  const times = ((alone.p50 ?? NaN) / limitMs).toFixed(1);
  const note = `p50 is ${times} times the ${limitMs.toFixed(2)} ms of the limit with one client`;
  return [
    { ...alone, targets: [{ of: 'p50', atMost: 15 }], note },
    { ...many, targets: [{ of: 'ratio', atLeast: 0.05 }] },
  ];
}

async function trading(bench: Bench, clients: number): Promise<Row> {
  const { options, server, market } = bench;
  const { rate, by } = await bench.checkoutLimit();
  const baskets = pairsOf(market.offers, Math.ceil(options.seconds * TRADES_PER_SECOND)).map((offers, i) => {
    const buyer = market.buyers[i % market.buyers.length];
    if (!buyer) throw new Error('There is no buyer');
    return { buyer, offers };
  });
  const api = new Caller(server.url);
  const warm = baskets.splice(0, Math.min(WARM_TRADES, baskets.length / 4));
  await closedLoop(MANY, WARM_ROUNDS * options.seconds, warm, (basket) => trade(api, basket));
  const before = server.cpuSeconds();
  const load = await closedLoop(clients, options.seconds, baskets, (basket) => trade(api, basket));
  api.close();
  return {
    phase: 'trade',
    work: `whole trade, ${clients} ${clients === 1 ? 'shopper' : 'shoppers'}`,
    measured: load.rate,
    unit: '/s',
    limit: rate,
    limitIs: `${by}, minimal checkout, 8 clients`,
    ratio: load.rate / rate,
    targets: [],
    p50: load.p50,
    p99: load.p99,
    cpuPer1000: server.cpuPer1000(before, load.count),
    rssMiB: server.rssMiB(),
  };
}
