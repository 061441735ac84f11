import { Inject, Injectable, type OnApplicationShutdown } from '@nestjs/common';
import pg from 'pg';
import { CONFIG, type RunningConfig } from '../config/index.js';
import type { Statement } from '../database/index.js';
import { QUEUES } from './handlers.js';
import { PreparingClient } from './preparing-client.js';

/** The schema in which BullMQ keeps its own tables. */
export const QUEUE_SCHEMA = 'bullmq';
const SHARED_CONNECTIONS = 4;
/**
 * Every statement here finds its rows by an index. The planner must not choose otherwise while the statistics still
 * describe the empty tables of the first minute.
 */
const INDEXES_ONLY = '-c enable_seqscan=off -c enable_hashjoin=off -c enable_mergejoin=off';
/** One plan is as good as the next, so none is made again. */
const PLANNED_ONCE = '-c plan_cache_mode=force_generic_plan';

/**
 * Connections for carrying messages, apart from those of requests and handlers. Their commits do not wait for the
 * disk: what a crash of the server undoes here, a claim or the note that something is done, is only done again.
 */
@Injectable()
export class RelayDb implements OnApplicationShutdown {
  readonly pool: pg.Pool;
  private ended: Promise<void> | undefined;

  constructor(@Inject(CONFIG) config: RunningConfig) {
    const workers = config.redisUrl || config.role === 'api' ? 0 : QUEUES.length;
    this.pool = new pg.Pool({
      connectionString: config.databaseUrl,
      Client: PreparingClient,
      max: SHARED_CONNECTIONS + workers,
      application_name: `souk-${config.role}-queues`,
      options: `-c search_path=${QUEUE_SCHEMA},public -c synchronous_commit=off ${INDEXES_ONLY} ${PLANNED_ONCE}`,
      keepAlive: true,
    });
    this.pool.on('error', () => {});
    this.pool.setMaxListeners(0);
  }

  async query<V extends readonly unknown[], R>(statement: Statement<V, R>, values: V): Promise<R[]> {
    const { name, text } = statement;
    const result = await this.pool.query({ name, text, values: values as unknown as unknown[] });
    return result.rows as R[];
  }

  async onApplicationShutdown(): Promise<void> {
    this.ended ??= this.pool.end();
    await this.ended;
  }
}
