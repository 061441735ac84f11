import autocannon from 'autocannon';
import { setTimeout as sleep } from 'node:timers/promises';

/** Latencies are milliseconds. */
export interface Load {
  readonly rate: number;
  readonly count: number;
  readonly seconds: number;
  readonly p50: number;
  readonly p99: number;
}

const WARM_UP_SECONDS = 2;

/** Reads the paths for a moment, without measuring. */
export async function warmUp(url: string, paths: readonly string[], seconds: number): Promise<void> {
  await cannon(url, paths, Math.min(WARM_UP_SECONDS, seconds));
}

/** Reads the paths in turn over 32 connections. @throws Error when an answer is not a success. */
export async function readLoad(url: string, paths: readonly string[], seconds: number): Promise<Load> {
  const result = await cannon(url, paths, seconds);
  if (result.non2xx + result.errors > 0) {
    throw new Error(`${result.non2xx} refusals and ${result.errors} errors from ${url}${paths[0] ?? ''}`);
  }
  const { p50, p99 } = result.latency;
  const { duration } = result;
  return { rate: result['2xx'] / duration, count: result['2xx'], seconds: duration, p50, p99 };
}

function cannon(url: string, paths: readonly string[], duration: number): Promise<autocannon.Result> {
  let client = 0;
  return autocannon({
    url,
    connections: 32,
    duration,
    setupClient: (connection) => {
      client += 1;
      const from = (client * 7) % paths.length;
      const turned = [...paths.slice(from), ...paths.slice(0, from)];
      connection.setRequests(turned.map((path) => ({ method: 'GET', path })));
    },
  });
}

function summary(latencies: number[], seconds: number): Load {
  const sorted = latencies.sort((a, b) => a - b);
  const at = (part: number): number => sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * part))] ?? NaN;
  const { length } = sorted;
  return { rate: length / seconds, count: length, seconds, p50: at(0.5), p99: at(0.99) };
}

/** Does one piece of work after the other with each of the clients, until the time or the pieces run out. */
export async function closedLoop<P>(
  clients: number,
  seconds: number,
  pieces: readonly P[],
  work: (piece: P) => Promise<void>,
): Promise<Load> {
  const latencies: number[] = [];
  const begin = performance.now();
  const end = begin + seconds * 1000;
  const queue = pieces.values();
  const client = async (): Promise<void> => {
    for (const piece of queue) {
      const start = performance.now();
      await work(piece);
      latencies.push(performance.now() - start);
      if (performance.now() >= end) return;
    }
  };
  await Promise.all(Array.from({ length: clients }, client));
  return summary(latencies, (performance.now() - begin) / 1000);
}

/** Begins a piece of work at each tick of the rate, whether or not the earlier ones are done. */
export async function openLoop<P>(
  rate: number,
  pieces: readonly P[],
  work: (piece: P) => Promise<void>,
): Promise<Load> {
  const latencies: number[] = [];
  const begin = performance.now();
  const running = pieces.map(async (piece, i) => {
    const due = begin + (i * 1000) / rate;
    await sleep(Math.max(0, due - performance.now()));
    await work(piece);
    latencies.push(performance.now() - due);
  });
  await Promise.all(running);
  return summary(latencies, (performance.now() - begin) / 1000);
}

/** Does everything, a few pieces at a time. */
export async function inParallel<P, R>(
  width: number,
  pieces: readonly P[],
  work: (piece: P) => Promise<R>,
): Promise<R[]> {
  const results = new Array<R>(pieces.length);
  const queue = pieces.entries();
  const lane = async (): Promise<void> => {
    for (const [i, piece] of queue) results[i] = await work(piece);
  };
  await Promise.all(Array.from({ length: width }, lane));
  return results;
}
