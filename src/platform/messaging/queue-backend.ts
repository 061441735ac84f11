import { createPostgresBackend, runMigrations, type QueueOptions, type WorkerOptions } from 'bullmq';
import { Redis } from 'ioredis';
import type { RunningConfig } from '../config/index.js';
import { StartFailure } from '../embedded-postgres/index.js';
import { QUEUE_SCHEMA, type RelayDb } from './relay-db.js';

/** Where the queues live, PostgreSQL or Redis; everything else is the same for both. */
export interface QueueBackend {
  /** `undefined`: BullMQ's own, Redis. */
  readonly factory: typeof createPostgresBackend | undefined;
  /** What each queue and worker connects with; shared, and closed by `close`. */
  readonly connection: WorkerOptions['connection'];
  readonly prefix: QueueOptions['prefix'];
  /** Fails while the backend cannot be reached. */
  ping(): Promise<unknown>;
  close(): Promise<void>;
}

export const QUEUE_BACKEND = Symbol('QUEUE_BACKEND');

export async function openQueueBackend(config: RunningConfig, db: RelayDb): Promise<QueueBackend> {
  return config.redisUrl ? openRedis(config.redisUrl) : openPostgres(db);
}

/** Creates or upgrades BullMQ's tables; does nothing when they are current. */
async function openPostgres({ pool }: RelayDb): Promise<QueueBackend> {
  const client = await pool.connect();
  try {
    await runMigrations(client, QUEUE_SCHEMA);
  } finally {
    client.release();
  }
  return {
    factory: createPostgresBackend,
    connection: pool as unknown as WorkerOptions['connection'],
    prefix: undefined,
    ping: () => pool.query('select 1'),
    close: async () => {},
  };
}

/** @throws StartFailure when Redis cannot be reached at the start; later it is reconnected to for ever. */
async function openRedis(url: string): Promise<QueueBackend> {
  const connection = new Redis(url, { maxRetriesPerRequest: null });
  connection.on('error', () => {});
  await new Promise<void>((resolve, reject) => {
    const giveUp = (error: Error): void => {
      connection.disconnect();
      reject(new StartFailure(`Redis (REDIS_URL) cannot be reached: ${error.message}`));
    };
    connection.once('error', giveUp);
    connection.once('ready', () => {
      connection.off('error', giveUp);
      resolve();
    });
  });
  return {
    factory: undefined,
    connection,
    prefix: 'souk',
    ping: () => connection.ping(),
    close: async () => connection.disconnect(),
  };
}
