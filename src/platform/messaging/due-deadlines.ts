import { Injectable } from '@nestjs/common';
import { Clock } from '../../kernel/index.js';
import { Consumers } from './consumers.js';
import { DueRepository, type Timed } from './due.repository.js';
import { nextOccurrence } from './schedule.domain.js';

const FIRE_LIMIT = 500;
/** Time that is moved rests for daily schedules, not for one that is made again soon. */
const SELDOM_MS = 6 * 3_600_000;

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
   * When time that is moved has to rest next; `undefined` when nothing is open. Schedules of less than six hours do not
   * count: of the times they were due on the way, the last one is made up for at the end.
   */
  async next(): Promise<Date | undefined> {
    return this.due.next(this.restedFor(SELDOM_MS));
  }

  /** After the clock was set back: schedules fire again from the new time on. */
  async rewind(): Promise<void> {
    await this.due.rewind(this.clock.now());
  }

  /** The deadlines and schedules that fire now. */
  timed(): Timed[] {
    return this.restedFor(this.clock.isTravelling ? SELDOM_MS : 0);
  }

  private restedFor(leastPeriodMs: number): Timed[] {
    return this.consumers
      .all()
      .filter(({ handling }) => handling.kind !== 'event')
      .filter(({ handling }) => handling.kind !== 'every' || handling.everyMs >= leastPeriodMs)
      .map(({ consumer, queue }) => ({ kind: consumer, queue }));
  }
}
