import { setTimeout as sleep } from 'node:timers/promises';
import { Inject, Injectable, Logger } from '@nestjs/common';
import { DeliveriesRepository, type Delivery, type Failure } from './deliveries.repository.js';
import { MessagingMetrics } from './messaging.metrics.js';
import { MESSAGING_OPTIONS, backoffMs, type MessagingOptions } from './messaging.options.js';
import { Pulse } from './pulse.js';

const RETRY_MS = 250;
/** The database reads its clock a moment after we read ours. */
const CLOCK_MARGIN_MS = 5;
const LONGEST_ERROR = 2_000;

/**
 * Records what became of deliveries, many with one statement: results gather while the previous write runs. Also keeps
 * the leases of those still running. One write at a time, so that two of them never wait for each other's rows.
 */
@Injectable()
export class Completions {
  private readonly logger = new Logger(Completions.name);
  private readonly running = new Set<Delivery>();
  private done: Delivery[] = [];
  private failed: Failure[] = [];
  private renew = false;
  private writing: Promise<void> | undefined;
  private timer: NodeJS.Timeout | undefined;

  constructor(
    private readonly deliveries: DeliveriesRepository,
    private readonly pulse: Pulse,
    private readonly metrics: MessagingMetrics,
    @Inject(MESSAGING_OPTIONS) private readonly options: MessagingOptions,
  ) {}

  start(): void {
    this.timer = setInterval(() => {
      this.renew = this.running.size > 0;
      if (this.renew) this.wake();
    }, this.options.leaseMs / 3);
    this.timer.unref();
  }

  async stop(): Promise<void> {
    clearInterval(this.timer);
    await this.writing;
  }

  started(delivery: Delivery): void {
    this.running.add(delivery);
  }

  succeeded(delivery: Delivery): void {
    this.running.delete(delivery);
    this.done.push(delivery);
    this.wake();
  }

  threw(delivery: Delivery, error: unknown): void {
    this.running.delete(delivery);
    const text = error instanceof Error ? (error.stack ?? error.message) : String(error);
    this.logger.warn(`${delivery.consumer} failed for ${delivery.subjectId}: ${text}`);
    this.metrics.failures.inc({ consumer: delivery.consumer });
    const retryInMs = backoffMs(this.options, delivery.failures + 1);
    this.failed.push({ id: delivery.id, attempt: delivery.attempt, error: text.slice(0, LONGEST_ERROR), retryInMs });
    this.wake();
  }

  private wake(): void {
    this.writing ??= new Promise<void>((resolve) => setImmediate(resolve))
      .then(() => this.writeAll())
      .finally(() => {
        this.writing = undefined;
        if (this.done.length + this.failed.length > 0) this.wake();
      });
  }

  private async writeAll(): Promise<void> {
    while (this.done.length + this.failed.length > 0 || this.renew) {
      const { done, failed, renew } = this;
      [this.done, this.failed, this.renew] = [[], [], false];
      try {
        await this.write(done, failed, renew);
      } catch (error) {
        this.logger.error(`Results could not be recorded: ${String(error)}`);
        [this.done, this.failed] = [
          [...done, ...this.done],
          [...failed, ...this.failed],
        ];
        await sleep(RETRY_MS);
      }
      this.pulse.beat();
    }
  }

  private async write(done: Delivery[], failed: Failure[], renew: boolean): Promise<void> {
    if (done.length > 0)
      for (const { consumer, seconds } of await this.deliveries.finish(done)) this.metrics.handled(consumer, seconds);
    if (failed.length > 0)
      for (const { consumer, state } of await this.deliveries.fail(failed, this.options.maxFailures))
        if (state === 'dead') this.metrics.dead.inc({ consumer });
    for (const { retryInMs } of failed) setTimeout(() => this.pulse.beat(), retryInMs + CLOCK_MARGIN_MS).unref();
    if (renew) await this.deliveries.extend([...this.running], this.options.leaseMs);
  }
}
