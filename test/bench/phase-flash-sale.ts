import type { Bench } from './bench.js';
import { Caller } from './caller.js';
import { readyCarts, type ReadyCart } from './carts.js';
import type { Offer } from './listings.js';
import { closedLoop } from './load.js';
import type { Row } from './rows.js';

const SHOPPERS = 32;
/** Carts per second of the time given: few enough that the stock runs out before the time does. */
const CARTS_PER_SECOND = 150;

interface Sale {
  readonly sold: number;
  readonly refused: number;
  /** Sold in a second, until the last one. */
  readonly rate: number;
  readonly p50: number;
  readonly p99: number;
}

/** 32 shoppers at one variant until its stock is gone, against as many at variants of their own. */
export async function measureFlashSale(bench: Bench): Promise<Row[]> {
  const { options, market } = bench;
  const count = Math.max(64, Math.ceil(options.seconds * CARTS_PER_SECOND));
  const [hot, ...others] = market.offers.slice(-(count + 1)).reverse();
  if (!hot) throw new Error('There is no listing');
  const distinct = await sell(
    bench,
    Array.from({ length: count }, (_, i) => others[i % others.length] ?? hot),
  );
  if (distinct.refused > 0) throw new Error(`${distinct.refused} orders of distinct variants were refused`);

  const units = count - SHOPPERS;
  await market.stock(hot, units);
  const before = bench.server.cpuSeconds();
  const sale = await sell(
    bench,
    Array.from({ length: count }, () => hot),
  );
  await assertSoldOnce(bench, hot, sale, units);
  return [
    {
      phase: 'flash-sale',
      work: `flash sale, ${SHOPPERS} shoppers on ${units} units of one variant`,
      measured: sale.rate,
      unit: '/s',
      limit: distinct.rate,
      limitIs: 'ours, distinct variants',
      ratio: sale.rate / distinct.rate,
      targets: [{ of: 'ratio', atLeast: 0.5 }],
      p50: sale.p50,
      p99: sale.p99,
      cpuPer1000: bench.server.cpuPer1000(before, count),
      rssMiB: bench.server.rssMiB(),
      note: `${sale.sold} sold, ${sale.refused} refused, none oversold`,
    },
  ];
}

async function sell({ db, market, server }: Bench, wanted: readonly Offer[]): Promise<Sale> {
  const carts = await readyCarts(
    db,
    market.buyers,
    wanted.map((offer) => [offer]),
  );
  const api = new Caller(server.url);
  const begin = performance.now();
  let [sold, refused, lastAt] = [0, 0, begin];
  const buy = async ({ buyer, order }: ReadyCart): Promise<void> => {
    const { status, body } = await api.post('/v1/orders', buyer.token, order);
    if (status === 201) {
      sold += 1;
      lastAt = performance.now();
    } else if (status === 409 && (body as { code: string }).code === 'out_of_stock') refused += 1;
    else throw new Error(`An order was answered with ${status}: ${JSON.stringify(body)}`);
  };
  const { p50, p99 } = await closedLoop(SHOPPERS, Infinity, carts, buy);
  api.close();
  return { sold, refused, rate: sold / ((lastAt - begin) / 1000), p50, p99 };
}

async function assertSoldOnce({ db }: Bench, offer: Offer, sale: Sale, units: number): Promise<void> {
  const found = await db.query<{ left: number; reserved: number }>(
    'select on_hand - reserved as left, reserved from stock_counters where variant_id = $1',
    [offer.variantId],
  );
  const stock = found.rows[0];
  if (stock?.left === 0 && stock.reserved === units && sale.sold === units && sale.refused === SHOPPERS) return;
  throw new Error(`${units} units became ${JSON.stringify({ ...stock, ...sale })}`);
}
