import type { Bench } from './bench.js';
import { readLoad, warmUp } from './load.js';
import { browsePaths, chinesePaths, englishPaths } from './phase-reads.js';
import type { Row } from './rows.js';

/** Requests in a second of each kind of list. */
type Rates = Readonly<Record<string, number>>;

async function ratesOf(bench: Bench): Promise<Rates> {
  const { server, options } = bench;
  const kinds = { browse: browsePaths(bench), 'search, English': englishPaths(), 'search, Chinese': chinesePaths() };
  const rates: Record<string, number> = {};
  for (const [kind, paths] of Object.entries(kinds)) {
    await warmUp(server.url, paths, options.seconds);
    rates[kind] = (await readLoad(server.url, paths, options.seconds)).rate;
  }
  return rates;
}

/** How much of the throughput stays when there are ten times as many listings. */
export async function measureScaling(bench: Bench): Promise<Row[]> {
  const all = bench.options.listings;
  const few = Math.round(all / 10);
  await bench.market.growTo(few);
  const before = await ratesOf(bench);
  await bench.market.growTo(all);
  const after = await ratesOf(bench);
  return Object.entries(after).map(([kind, rate]) => ({
    phase: 'scaling',
    work: `${kind}, ${few} → ${all} listings`,
    measured: rate,
    unit: '/s',
    limit: before[kind] ?? NaN,
    limitIs: `ours with ${few} listings`,
    ratio: rate / (before[kind] ?? NaN),
    targets: [{ of: 'ratio', atLeast: 0.8 }],
  }));
}
