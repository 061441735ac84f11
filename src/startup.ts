import type { AddressInfo } from 'node:net';
import { loadConfig, BadSettings, type Config } from './platform/config/index.js';
import { migrate } from './platform/database/index.js';
import { StartFailure, startEmbeddedPostgres } from './platform/embedded-postgres/index.js';

type Stop = () => Promise<void>;

/** What has been started, to be stopped in the opposite order. */
export class Running {
  private readonly stops: Stop[] = [];
  private stopping: Promise<void> | undefined;

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

/** A migrated database: the one that `DATABASE_URL` names, or the embedded one in the data folder. */
export async function startDatabase(config: Config, running: Running): Promise<string> {
  if (config.databaseUrl) {
    await migrate(config.databaseUrl);
    return config.databaseUrl;
  }
  const postgres = await startEmbeddedPostgres({ dataDir: config.dataDir, port: config.embeddedPort });
  running.add(postgres.stop);
  await migrate(postgres.url);
  return postgres.url;
}

export function portOf(address: AddressInfo | string | null): number {
  return typeof address === 'object' && address ? address.port : 0;
}

/**
 * Runs `start` as the whole process: one clear line per fault and exit code 1 when it cannot, a clean stop on
 * SIGINT and SIGTERM; a second signal does not wait.
 */
export async function runProcess(start: (config: Config, running: Running) => Promise<void>): Promise<void> {
  const running = new Running();
  const stop = (): void => {
    for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => process.exit(1));
    void running.stop().then(
      () => process.exit(0),
      (error: unknown) => fail(error),
    );
  };
  process.once('SIGINT', stop);
  process.once('SIGTERM', stop);
  try {
    await start(loadConfig(process.env), running);
  } catch (error) {
    await running.stop().catch(() => {});
    fail(error);
  }
}

function fail(error: unknown): never {
  if (error instanceof BadSettings) process.stderr.write(error.faults.map((fault) => `${fault}\n`).join(''));
  else if (error instanceof StartFailure) process.stderr.write(`${error.message}\n`);
  else process.stderr.write(`${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`);
  process.exit(1);
}
