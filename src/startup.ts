import type { AddressInfo } from 'node:net';
import { loadConfig, BadSettings, type Config } from './platform/config/index.js';
import { migrate } from './platform/database/index.js';
import { StartFailure, startEmbeddedPostgres } from './platform/embedded-postgres/index.js';

/** Without its database a process has nothing to finish. */
const COLLAPSE_MS = 5_000;
/** Ctrl-C reaches a process of `npm start` twice: from the terminal, and from npm, which hands it on. */
const ECHO_MS = 1_000;

type Stop = () => Promise<void>;

/** What has been started, to be stopped in the opposite order. */
export class Running {
  private readonly stops: Stop[] = [];
  private stopping: Promise<void> | undefined;

  /** `collapse` ends the process: something went away that nothing works without. */
  constructor(readonly collapse: (cause: Error) => void) {}

  add(stop: Stop): void {
    this.stops.push(stop);
  }

  stop(): Promise<void> {
    this.stopping ??= this.stopAll();
    return this.stopping;
  }

  private async stopAll(): Promise<void> {
    for (const stop of this.stops.reverse()) await stop();
  }
}

/**
 * A migrated database: the one that `DATABASE_URL` names, or the embedded one in the data folder. `beforeStart` runs
 * once nothing else can have the folder.
 */
export async function startDatabase(
  config: Config,
  running: Running,
  beforeStart?: () => Promise<unknown>,
): Promise<string> {
  if (config.databaseUrl) {
    await beforeStart?.();
    await migrate(config.databaseUrl);
    return config.databaseUrl;
  }
  const postgres = await startEmbeddedPostgres({ dataDir: config.dataDir, port: config.embeddedPort, beforeStart });
  running.add(postgres.stop);
  void postgres.lost.then(running.collapse);
  await migrate(postgres.url);
  return postgres.url;
}

/** A sandbox brings the stand-in for a payment provider along, unless it is told of one. */
export const hasOwnProvider = ({ sandbox, providerUrl }: Config): boolean => sandbox && !providerUrl;

export function portOf(address: AddressInfo | string | null): number {
  return typeof address === 'object' && address ? address.port : 0;
}

/**
 * Runs `start` as the whole process: one clear line per fault and exit code 1 when it cannot, a clean stop on
 * SIGINT and SIGTERM; a second signal, a second later, does not wait.
 */
export async function runProcess(start: (config: Config, running: Running) => Promise<void>): Promise<void> {
  const running: Running = new Running((cause) => {
    setTimeout(() => process.exit(1), COLLAPSE_MS);
    complain(cause);
    void running.stop().then(
      () => process.exit(1),
      () => process.exit(1),
    );
  });
  const stop = (): void => {
    const askedAt = performance.now();
    const again = (): void => {
      if (performance.now() - askedAt > ECHO_MS) process.exit(1);
    };
    for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, again);
    void running.stop().then(
      () => process.exit(0),
      (error: unknown) => fail(error),
    );
  };
  process.once('SIGINT', stop);
  process.once('SIGTERM', stop);
  // Nest asks for one variable at each of its look-ups while it starts, and the system's own list is slow to ask.
  process.env = { ...process.env };
  try {
    await start(loadConfig(process.env), running);
  } catch (error) {
    await running.stop().catch(() => {});
    fail(error);
  }
}

function fail(error: unknown): never {
  complain(error);
  process.exit(1);
}

function complain(error: unknown): void {
  if (error instanceof BadSettings) process.stderr.write(error.faults.map((fault) => `${fault}\n`).join(''));
  else if (error instanceof StartFailure) process.stderr.write(`${error.message}\n`);
  else process.stderr.write(`${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`);
}
