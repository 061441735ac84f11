import { setTimeout as sleep } from 'node:timers/promises';
import { Inject, Injectable, Logger } from '@nestjs/common';
import { DeliveriesRepository } from './deliveries.repository.js';
import { DueDeadlines } from './due-deadlines.js';
import { QUEUES } from './handlers.js';
import { MESSAGING_OPTIONS, type MessagingOptions } from './messaging.options.js';
import { Queues } from './queues.js';

/**
 * Moves what is due into the queues: deadlines become deliveries, deliveries become jobs. Works in rounds, one at a
 * time; a round starts when messages were committed, when the clock moved, when handlers made room, or when polled.
 */
@Injectable()
export class Relay {
  private readonly logger = new Logger(Relay.name);
  private current: Promise<void> | undefined;
  private wanted = false;
  private dueWanted = true;
  private running = false;
  private lastRoundAt = 0;
  private lastClaimed = 0;

  constructor(
    private readonly due: DueDeadlines,
    private readonly deliveries: DeliveriesRepository,
    private readonly queues: Queues,
    @Inject(MESSAGING_OPTIONS) private readonly options: MessagingOptions,
  ) {}

  start(): void {
    this.running = true;
    this.wake();
  }

  async stop(): Promise<void> {
    this.running = false;
    await this.current;
  }

  /** Asks for a round; any number of calls before it starts make one. `isDue`: deadlines may have come. */
  wake(isDue = false): void {
    this.wanted = true;
    this.dueWanted ||= isDue;
    if (!this.running || this.current) return;
    this.current = this.rounds().finally(() => {
      this.current = undefined;
      if (this.wanted) this.wake();
    });
  }

  private async rounds(): Promise<void> {
    while (this.wanted && this.running) {
      const restMs = this.lastRoundAt + this.gatherMs() - performance.now();
      if (restMs > 0) await sleep(restMs);
      this.wanted = false;
      this.lastRoundAt = performance.now();
      await this.round().catch((error: unknown) => this.logger.error(`The relay failed: ${String(error)}`));
    }
  }

  private gatherMs(): number {
    const { gatherMs, longestGatherMs } = this.options;
    return Math.min(longestGatherMs, Math.max(gatherMs, this.lastClaimed));
  }

  private async round(): Promise<void> {
    if (this.dueWanted) {
      this.dueWanted = false;
      await this.due.fire();
    }
    const { relayedPerQueue, leaseMs } = this.options;
    const claimed = await this.deliveries.claim(QUEUES, relayedPerQueue, leaseMs);
    this.lastClaimed = claimed.length;
    if (claimed.length === 0) return;
    try {
      await this.queues.add(claimed);
    } catch (error) {
      await this.deliveries.putBack(claimed);
      throw error;
    }
  }
}
