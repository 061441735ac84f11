import { createHash } from 'node:crypto';
import { join, resolve } from 'node:path';
import { stat } from 'node:fs/promises';
import type { ApiClient } from '../api-client.js';
import { Progress } from '../progress.js';
import { Cast } from './cast.js';
import { DayBook, type Checkpoint } from './day-book.js';
import { OLIST_FILES, pathOf } from './olist.js';
import { compare, type Report } from './report.js';
import { print } from './print-report.js';
import { Shelf } from './shelf.js';
import { stage } from './stage.js';
import { Teller } from './teller.js';
import { FileTruth } from './truth.js';

const DAY_MS = 86_400_000;
/** After the last day of the files: holds run out, reserves are released, sellers are paid. */
const TAIL_DAYS = 120;
const TAIL_STRIDE_DAYS = 5;
const LONGEST_TRANSIT_DAYS = 180;
/** Years are told a day at a time: what falls due in it is handled together, in its order. */
const REST_EVERY = 'P1D';

interface Category {
  readonly id: string;
  readonly slug: string;
}

/**
 * Tells a folder to the marketplace and compares the outcome with the files. State is kept in `dataDir`, so
 * that a second run goes on where the first one stopped.
 */
export async function replay(folder: string, api: ApiClient, dataDir: string): Promise<Report> {
  const home = await homeOf(folder, dataDir);
  const book = new DayBook(home);
  const started = Date.now();
  const isContinued = (await book.read<object>('truth.json')) !== undefined;
  const truth = await staged(folder, home, book);
  const cast = new Cast(api, home);
  await letParcelsTravel(api, cast);
  const { data } = await api.get<{ data: Category[] }>('/v1/categories');
  const shelf = new Shelf(api, cast, data[0]?.id ?? '', home, isContinued);
  await tellDays(api, new Teller(api, cast, shelf, book), book, truth);
  const report = await compare(api, cast, book, truth);
  print(report, truth, { calls: api.calls, seconds: (Date.now() - started) / 1000 }, home);
  return report;
}

/** The files say when parcels arrived; no delivery is taken for granted before. */
async function letParcelsTravel(api: ApiClient, cast: Cast): Promise<void> {
  const finance = await cast.accountant();
  const terms = await api.get<{ data: { maxTransitDays: number }[] }>('/v1/finance/transit-terms?limit=1', finance);
  if (terms.data[0]?.maxTransitDays === LONGEST_TRANSIT_DAYS) return;
  const body = { maxTransitDays: LONGEST_TRANSIT_DAYS, domesticGraceDays: 60, crossBorderGraceDays: 60 };
  await api.post('/v1/finance/transit-terms', { token: finance, body });
}

/** Where a replay of this very folder keeps its state. */
async function homeOf(folder: string, dataDir: string): Promise<string> {
  const sizes = await Promise.all(OLIST_FILES.map(async (file) => (await stat(pathOf(folder, file))).size));
  const name = createHash('sha1')
    .update(`${resolve(folder)}:${sizes.join(',')}`)
    .digest('hex')
    .slice(0, 12);
  return join(resolve(dataDir), 'replay', name);
}

async function staged(folder: string, home: string, book: DayBook): Promise<FileTruth> {
  const known = await book.read<object>('truth.json');
  if (known) return FileTruth.from(known);
  const progress = new Progress('Reading', 1);
  let rows = 0;
  const truth = await stage(folder, home, () => progress.show(0, `${(rows += 1)} rows`, Date.now()));
  await book.write('truth.json', truth);
  progress.show(1, `${rows} rows`, Date.now());
  return truth;
}

async function tellDays(api: ApiClient, teller: Teller, book: DayBook, truth: FileTruth): Promise<void> {
  const before = await book.read<Checkpoint>('checkpoint.json');
  const first = Date.parse(truth.firstDay);
  const last = Date.parse(truth.lastDay);
  const progress = new Progress('Trading', (last - first) / DAY_MS + TAIL_DAYS);
  let orders = before?.orders ?? 0;
  for (let at = before ? Date.parse(before.doneThrough) + DAY_MS : first; at <= last; at += DAY_MS) {
    const day = new Date(at).toISOString().slice(0, 10);
    await setClock(api, at);
    orders += await teller.tell(day);
    await book.write('checkpoint.json', { doneThrough: day, orders } satisfies Checkpoint);
    progress.show((at - first) / DAY_MS + 1, `${day} · ${orders} orders · ${api.calls} calls`, Date.now());
  }
  const waited = before?.tailDays ?? 0;
  for (let days = waited + TAIL_STRIDE_DAYS; days <= TAIL_DAYS; days += TAIL_STRIDE_DAYS) {
    await setClock(api, last + days * DAY_MS);
    await book.write('checkpoint.json', { doneThrough: truth.lastDay, orders, tailDays: days } satisfies Checkpoint);
    progress.show((last - first) / DAY_MS + days, 'holds, releases and payouts run out', Date.now());
  }
}

/** Moves the marketplace's time and waits until everything that fell due on the way has been handled. */
async function setClock(api: ApiClient, at: number): Promise<void> {
  const now = new Date(at).toISOString();
  await api.post('/v1/sandbox/clock', { body: { now, frozen: true, drain: true, restEvery: REST_EVERY } });
}
