import { cpus, totalmem } from 'node:os';
import { Bench, newFolder } from './bench.js';
import { addPastOrders, addRatings } from './history.js';
import { readOptions, type Options } from './options.js';
import { measureEvents } from './phase-events.js';
import { measureFlashSale } from './phase-flash-sale.js';
import { measureLedger } from './phase-ledger.js';
import { measureOrders } from './phase-orders.js';
import { measurePayoutRun } from './phase-payout-run.js';
import { measureReads } from './phase-reads.js';
import { measureRelease } from './phase-release.js';
import { measureScaling } from './phase-scaling.js';
import { measureStart, memoryAfterLoad } from './phase-start.js';
import { measureStatement } from './phase-statement.js';
import { measureTrade } from './phase-trade.js';
import { reportOf, tableOf, type Row } from './rows.js';

type Phase = (bench: Bench) => Promise<Row[]>;

/** What is measured on the full marketplace, in this order. */
const PHASES: Readonly<Record<string, Phase>> = {
  reads: measureReads,
  orders: measureOrders,
  trade: measureTrade,
  'flash-sale': measureFlashSale,
  ledger: measureLedger,
  statement: measureStatement,
  memory: (bench) => Promise.resolve([memoryAfterLoad(bench.server.rssMiB())]),
  events: measureEvents,
  // These stop the server: what they measure has the machine to itself.
  release: measureRelease,
  'payout-run': measurePayoutRun,
};

const say = (text: string): void => void process.stderr.write(`${text}\n`);

/** What was measured, and the phases that could not be. */
interface Outcome {
  readonly rows: readonly Row[];
  readonly failed: readonly string[];
}

async function run(options: Options): Promise<Outcome> {
  const wanted = (phase: string): boolean => options.only.length === 0 || options.only.includes(phase);
  const folder = await newFolder();
  const rows: Row[] = [];
  const failed: string[] = [];
  const add = async (phase: string, measure: () => Promise<Row[]>): Promise<void> => {
    if (!wanted(phase)) return;
    say(`${phase} …`);
    try {
      rows.push(...(await measure()));
    } catch (error) {
      failed.push(phase);
      say(error instanceof Error ? (error.stack ?? error.message) : String(error));
    }
  };
  await add('start', () => measureStart(folder, options.seconds));
  say('a marketplace …');
  const bench = await Bench.open(options, folder);
  try {
    await addRatings(bench.db);
    await add('scaling', () => measureScaling(bench));
    say(`${options.listings} listings and ${options.pastOrders} past orders …`);
    await bench.market.growTo(options.listings);
    const buyers = bench.market.buyers.map(({ userId }) => userId);
    await addPastOrders(bench.db, options.pastOrders, buyers);
    for (const [name, phase] of Object.entries(PHASES)) await add(name, () => phase(bench));
  } finally {
    await bench.close();
  }
  return { rows, failed };
}

const options = readOptions(process.argv.slice(2), process.env);
const known = ['start', 'scaling', ...Object.keys(PHASES)];
const unknown = options.only.filter((phase) => !known.includes(phase));
if (unknown.length > 0) throw new Error(`No such phase: ${unknown.join(', ')}; there are ${known.join(', ')}`);
const { rows, failed } = await run(options);
const [cpu] = cpus();
const machine = {
  node: process.version,
  processors: `${cpus().length} × ${cpu?.model ?? 'unknown'}`,
  memoryGiB: Math.round(totalmem() / 2 ** 30),
  ...options,
};
console.log(options.isJson ? JSON.stringify({ machine, failed, rows: reportOf(rows) }, null, 2) : tableOf(rows));
if (failed.length > 0) {
  say(`Not measured: ${failed.join(', ')}`);
  process.exitCode = 1;
}
