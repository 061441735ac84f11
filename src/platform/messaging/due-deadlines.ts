import { Injectable } from '@nestjs/common';
import { Clock } from '../../kernel/index.js';
import { Consumers } from './consumers.js';
import { DueRepository, type Timed } from './due.repository.js';
import { nextOccurrence } from './schedule.domain.js';

const FIRE_LIMIT = 500;
const SELDOM_MS = 3_600_000;

/** Turns what is due on the marketplace clock into deliveries, so that time and events share one way to a handler. */
@Injectable()
export class DueDeadlines {
  constructor(
    private readonly clock: Clock,
    private readonly consumers: Consumers,
    private readonly due: DueRepository,
  ) {}

  /** Opens the schedules that the code declares. */
  async arm(): Promise<void> {
    const now = this.clock.now();
    const schedules = this.consumers.all().flatMap(({ consumer, handling }) => {
      if (handling.kind !== 'every') return [];
      return [{ kind: consumer, everyMs: handling.everyMs, firstAt: nextOccurrence(handling, now) }];
    });
    if (schedules.length > 0) await this.due.arm(schedules);
  }

  /** Everything due now, earliest first. */
  async fire(): Promise<void> {
    const timed = this.timed();
    if (timed.length === 0) return;
    const now = this.clock.now();
    for (let fired = FIRE_LIMIT; fired === FIRE_LIMIT;) fired = await this.due.fire(now, timed, FIRE_LIMIT);
  }

  /**
   * When the next deadline or schedule is due; `undefined` when none is open. Schedules of less than an hour do not
   * count: time that is moved does not stop for each of them.
   */
  async next(): Promise<Date | undefined> {
    return this.due.next(this.timed(SELDOM_MS));
  }

  /** After the clock was set back: schedules fire again from the new time on. */
  async rewind(): Promise<void> {
    await this.due.rewind(this.clock.now());
  }

  private timed(leastPeriodMs = 0): Timed[] {
    return this.consumers
      .all()
      .filter(({ handling }) => handling.kind !== 'event')
      .filter(({ handling }) => handling.kind !== 'every' || handling.everyMs >= leastPeriodMs)
      .map(({ consumer, queue }) => ({ kind: consumer, queue }));
  }
}
