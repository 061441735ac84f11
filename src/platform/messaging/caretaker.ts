import { Inject, Injectable, Logger } from '@nestjs/common';
import { DeliveriesRepository } from './deliveries.repository.js';
import { MessagingMetrics } from './messaging.metrics.js';
import { MESSAGING_OPTIONS, type MessagingOptions } from './messaging.options.js';
import { Relay } from './relay.js';

const PURGE_EVERY_MS = 60_000;
/** So often in a row at most, so that nothing else waits for it. */
const PURGES_AT_ONCE = 20;
/** How long a seller who lost a message can read it again in the feed. */
const KEEP_FEED_DAYS = 30;
const COUNT_EVERY_MS = 5_000;

/** What must happen even when nobody was woken: lost hand-overs are taken back, old rows removed, the backlog measured. */
@Injectable()
export class Caretaker {
  private readonly logger = new Logger(Caretaker.name);
  private timer: NodeJS.Timeout | undefined;
  private round: Promise<void> | undefined;
  private purgedAt = 0;
  private countedAt = -COUNT_EVERY_MS;

  constructor(
    private readonly deliveries: DeliveriesRepository,
    private readonly relay: Relay,
    private readonly metrics: MessagingMetrics,
    @Inject(MESSAGING_OPTIONS) private readonly options: MessagingOptions,
  ) {}

  start(): void {
    this.timer = setInterval(() => {
      this.round ??= this.care()
        .catch((error: unknown) => this.logger.error(`Taking care failed: ${String(error)}`))
        .finally(() => (this.round = undefined));
    }, this.options.pollMs);
    this.timer.unref();
  }

  async stop(): Promise<void> {
    clearInterval(this.timer);
    await this.round;
  }

  private async care(): Promise<void> {
    const expired = await this.deliveries.expire(this.options.maxFailures);
    if (expired.length > 0) this.logger.warn(`${expired.length} deliveries had no sign of life from their worker`);
    for (const { consumer, state } of expired) if (state === 'dead') this.metrics.dead.inc({ consumer });
    this.relay.wake(true);
    const now = performance.now();
    if (now - this.countedAt >= COUNT_EVERY_MS) {
      this.countedAt = now;
      this.metrics.open(await this.deliveries.counts());
    }
    if (now - this.purgedAt >= PURGE_EVERY_MS) {
      this.purgedAt = now;
      await this.purge();
    }
  }

  private async purge(): Promise<void> {
    for (let left = PURGES_AT_ONCE; left > 0; left -= 1)
      if (!(await this.deliveries.purge(this.options.keepDays, KEEP_FEED_DAYS))) return;
  }
}
