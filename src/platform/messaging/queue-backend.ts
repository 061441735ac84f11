import { createPostgresBackend, runMigrations, type QueueOptions, type WorkerOptions } from 'bullmq';
import { Redis } from 'ioredis';
import pg from 'pg';
import type { RunningConfig } from '../config/index.js';
import { QUEUES } from './handlers.js';

/** The schema in which BullMQ keeps its own tables. */
const SCHEMA = 'bullmq';
/** Each worker holds one connection for its wake-ups; the rest is shared by all statements of all queues. */
const SHARED_CONNECTIONS = 3;

/** Where the queues live, PostgreSQL or Redis; everything else is the same for both. */
export interface QueueBackend {
  /** `undefined`: BullMQ's own, Redis. */
  readonly factory: typeof createPostgresBackend | undefined;
  /** What each queue and worker connects with; shared, and closed by `close`. */
  readonly connection: WorkerOptions['connection'];
  readonly prefix: QueueOptions['prefix'];
  close(): Promise<void>;
}

export const QUEUE_BACKEND = Symbol('QUEUE_BACKEND');

export async function openQueueBackend(config: RunningConfig): Promise<QueueBackend> {
  return config.redisUrl ? openRedis(config.redisUrl) : openPostgres(config);
}

/** Creates or upgrades BullMQ's tables; does nothing when they are current. */
async function openPostgres(config: RunningConfig): Promise<QueueBackend> {
  const pool = new pg.Pool({
    connectionString: config.databaseUrl,
    max: QUEUES.length + SHARED_CONNECTIONS,
    application_name: `souk-${config.role}-queues`,
    options: `-c search_path=${SCHEMA}`,
    keepAlive: true,
  });
  pool.on('error', () => {});
  const client = await pool.connect();
  try {
    await runMigrations(client, SCHEMA);
  } finally {
    client.release();
  }
  return {
    factory: createPostgresBackend,
    connection: pool as unknown as WorkerOptions['connection'],
    prefix: undefined,
    close: () => pool.end(),
  };
}

function openRedis(url: string): QueueBackend {
  const connection = new Redis(url, { maxRetriesPerRequest: null });
  connection.on('error', () => {});
  return {
    factory: undefined,
    connection,
    prefix: 'souk',
    close: async () => connection.disconnect(),
  };
}
