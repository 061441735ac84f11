import { toWire } from '../../src/kernel/index.js';
import type { Bench } from './bench.js';
import { readLoad, warmUp } from './load.js';
import { startServer, type Server } from './machine.js';
import type { Row, Target } from './rows.js';
import { CHINESE_QUERIES, ENGLISH_QUERIES } from './titles.js';

interface Read {
  readonly work: string;
  readonly paths: readonly string[];
  readonly target: Target;
}

const searches = (words: readonly string[]): string[] =>
  words.map((q) => `/v1/listings/search?limit=20&q=${encodeURIComponent(q)}`);

/** Pages of everything and of single sellers. */
export const browsePaths = ({ market }: Bench): string[] =>
  market.sellers
    .slice(0, 40)
    .flatMap((id) => ['/v1/listings?limit=20', `/v1/listings?limit=20&sellerId=${toWire('sel', id)}`]);

export const englishPaths = (): string[] => searches(ENGLISH_QUERIES);
export const chinesePaths = (): string[] => searches(CHINESE_QUERIES);

/** Public reads at 32 connections against bare Fastify, each beside the other in time. */
export async function measureReads(bench: Bench): Promise<Row[]> {
  const step = Math.max(1, Math.floor(bench.market.offers.length / 500));
  const some = bench.market.offers.filter((_, i) => i % step === 0);
  const details = some.map(({ listingId }) => `/v1/listings/${toWire('lst', listingId)}`);
  const reads: Read[] = [
    { work: 'listing detail', paths: details, target: { of: 'ratio', atLeast: 0.5 } },
    { work: 'browse page of 20', paths: browsePaths(bench), target: { of: 'ratio', atLeast: 0.45 } },
    { work: 'search, English', paths: englishPaths(), target: { of: 'ratio', atLeast: 0.35 } },
    { work: 'search, Chinese', paths: chinesePaths(), target: { of: 'ratio', atLeast: 0.35 } },
  ];
  const bare = await startServer(['--import', './scripts/typescript.js', 'test/bench/bare-server.ts'], {
    DATABASE_URL: bench.databaseUrl,
  });
  try {
    const rows: Row[] = [];
    for (const read of reads) rows.push(await measure(bench, bare, read));
    return rows;
  } finally {
    await bare.stop();
  }
}

async function measure({ server, options }: Bench, bare: Server, { work, paths, target }: Read): Promise<Row> {
  for (const path of paths.slice(0, 3)) await assertSame(server, bare, path);
  const { seconds } = options;
  await warmUp(bare.url, paths, seconds);
  const limit = await readLoad(bare.url, paths, seconds);
  await warmUp(server.url, paths, seconds);
  const before = server.cpuSeconds();
  const load = await readLoad(server.url, paths, seconds);
  return {
    phase: 'reads',
    work,
    measured: load.rate,
    unit: '/s',
    limit: limit.rate,
    limitIs: 'bare Fastify',
    ratio: load.rate / limit.rate,
    targets: [target],
    p50: load.p50,
    p99: load.p99,
    cpuPer1000: server.cpuPer1000(before, load.count),
    rssMiB: server.rssMiB(),
  };
}

interface Body {
  readonly data?: unknown;
}

async function assertSame(server: Server, bare: Server, path: string): Promise<void> {
  const [ours, theirs] = await Promise.all(
    [server, bare].map(async ({ url }) => (await (await fetch(url + path)).json()) as Body),
  );
  const part = (body: Body | undefined): string => JSON.stringify(body?.data ?? body);
  if (part(ours) !== part(theirs)) throw new Error(`Ours and the limit differ at ${path}`);
  if (part(ours).length < 100) throw new Error(`Nothing is found at ${path}: ${part(ours)}`);
}
