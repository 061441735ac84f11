import { Inject, Injectable, Logger } from '@nestjs/common';
import { Worker, type Queue, type WorkerOptions } from 'bullmq';
import { Readiness } from '../observability/index.js';
import type { Relayed } from './deliveries.repository.js';
import { Dispatcher, type Batch } from './dispatcher.js';
import { groupBy } from './group-by.js';
import { QUEUES, type QueueName } from './handlers.js';
import { MESSAGING_OPTIONS, type MessagingOptions } from './messaging.options.js';
import { QUEUE_BACKEND, type QueueBackend } from './queue-backend.js';

interface JobData {
  readonly batch: Batch;
}

export type QueueMap = ReadonlyMap<string, Queue<JobData>>;

export const QUEUE_MAP = Symbol('QUEUE_MAP');

/** A worker is woken; this is only how long it sleeps when a wake-up was lost. */
const LONGEST_SLEEP_S = 30;
/**
 * How long a worker rests that asked for jobs, or told of one, while nobody listened at the backend's address. Without
 * it BullMQ's workers rest for 15 s each time, long after the backend has come back.
 */
const REFUSED_REST_MS = 500;
/** What became of a delivery is recorded in its row; the job that carried it leaves nothing behind. */
const CARRIER = { removeOnComplete: true, removeOnFail: true, attempts: 1 };
/** What the worker keeps of jobs that others added. */
const KEEP_NONE = { removeOnComplete: { count: 0 }, removeOnFail: { count: 0 } };

/** Carries batches of deliveries through BullMQ to the handlers of this or another process. */
@Injectable()
export class Queues {
  private readonly logger = new Logger(Queues.name);
  private workers: readonly Worker<JobData>[] = [];

  constructor(
    private readonly dispatcher: Dispatcher,
    @Inject(QUEUE_MAP) private readonly queues: QueueMap,
    private readonly readiness: Readiness,
    @Inject(QUEUE_BACKEND) private readonly backend: QueueBackend,
    @Inject(MESSAGING_OPTIONS) private readonly options: MessagingOptions,
  ) {}

  /**
   * Adds one job per batch. A job's name says which delivery and attempt it starts with, so that adding it twice adds
   * one. One by one: on PostgreSQL BullMQ's bulk call creates temporary tables, thirty times the cost of one job.
   */
  async add(deliveries: readonly Relayed[]): Promise<void> {
    const queues = groupBy(deliveries, ({ queue }) => queue);
    const batches = [...queues].flatMap(([queue, all]) =>
      chunks(all, this.options.batch).map((batch) => ({ queue: this.queues.get(queue), batch })),
    );
    await Promise.all(
      batches.map(async ({ queue, batch }) => {
        const jobId = `d${batch[0]?.id}-${batch[0]?.attempt}`;
        const data = { batch: batch.map(({ id, attempt }) => [id, attempt] as const) };
        await queue?.add('deliveries', data, { ...CARRIER, jobId });
      }),
    );
  }

  async start(): Promise<void> {
    this.readiness.register('queues', () => this.backend.ping());
    this.workers = QUEUES.map((queue) => this.worker(queue));
    await Promise.all(this.workers.map((worker) => worker.waitUntilReady()));
    for (const worker of this.workers) void worker.run().catch((error: unknown) => this.report(error));
  }

  /** Takes no further job, and waits for the handlers that run. */
  async stop(): Promise<void> {
    await Promise.all(this.workers.map((worker) => worker.close()));
  }

  async close(): Promise<void> {
    await Promise.all([...this.queues.values()].map((queue) => queue.close()));
    await this.backend.close();
  }

  private worker(queue: QueueName): Worker<JobData> {
    const options: WorkerOptions = {
      connection: this.backend.connection,
      prefix: this.backend.prefix,
      concurrency: this.options.concurrency[queue],
      drainDelay: LONGEST_SLEEP_S,
      runRetryDelay: REFUSED_REST_MS,
      autorun: false,
      ...KEEP_NONE,
    };
    const run = ({ data }: { data: JobData }): Promise<void> => this.dispatcher.run(queue, data.batch);
    const worker = this.backend.factory
      ? new Worker<JobData>(queue, run, options as never, this.backend.factory as never)
      : new Worker<JobData>(queue, run, options);
    return worker.on('error', (error) => this.report(error));
  }

  private report(error: unknown): void {
    this.logger.error(`Queue: ${error instanceof Error ? error.message : String(error)}`);
  }
}

function chunks<T>(items: readonly T[], size: number): T[][] {
  const count = Math.ceil(items.length / size);
  return Array.from({ length: count }, (_, i) => items.slice(i * size, (i + 1) * size));
}
