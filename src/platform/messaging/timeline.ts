import { Injectable } from '@nestjs/common';
import { plus } from '../../kernel/index.js';
import { SandboxClock } from '../clock/index.js';
import { Drain } from './drain.js';
import { DueDeadlines } from './due-deadlines.js';
import { nextStop, strideFor } from './schedule.domain.js';

/** Moves the sandbox's clock so that what falls due on the way happens on the way. */
@Injectable()
export class Timeline {
  private last: Promise<unknown> = Promise.resolve();

  constructor(
    private readonly clock: SandboxClock,
    private readonly due: DueDeadlines,
    private readonly drain: Drain,
  ) {}

  /** Moves the clock by an ISO 8601 duration and waits until everything due has been handled, in order. */
  async advance(duration: string, frozen = this.clock.isFrozen): Promise<void> {
    await this.oneAtATime(() => this.travel(plus(this.clock.now(), duration), frozen));
  }

  /**
   * The same with an instant as the target. An earlier instant is gone to at once: schedules fire again from there.
   * `strideMs`: the least distance between two rests on the way.
   */
  async advanceTo(target: Date, frozen = this.clock.isFrozen, strideMs?: number): Promise<void> {
    await this.oneAtATime(() => this.travel(target, frozen, strideMs));
  }

  /** Sets the clock without waiting; what is due fires by itself, earliest first. */
  async jump(target: Date, frozen = this.clock.isFrozen): Promise<void> {
    await this.oneAtATime(() => this.set(target, frozen));
  }

  private async travel(target: Date, frozen: boolean, strideMs?: number): Promise<void> {
    const start = this.clock.now();
    try {
      await this.stops(start, target, strideMs ?? strideFor(target.getTime() - start.getTime()));
    } catch (error) {
      // Time must not stay frozen where one handler failed.
      await this.clock.set(this.clock.now(), frozen);
      throw error;
    }
    await this.set(target, frozen);
    await this.drain.run();
  }

  private async stops(start: Date, target: Date, stride: number): Promise<void> {
    for (let at = new Date(start.getTime() - stride); at < target && start <= target;) {
      await this.drain.run();
      at = nextStop(await this.due.next(), at, target, stride);
      if (at < target) await this.clock.set(at, true, true);
    }
  }

  private async set(at: Date, frozen: boolean): Promise<void> {
    const isBack = at < this.clock.now();
    await this.clock.set(at, frozen);
    if (isBack) await this.due.rewind();
  }

  private async oneAtATime<T>(work: () => Promise<T>): Promise<T> {
    const mine = this.last.then(work);
    this.last = mine.catch(() => {});
    return mine;
  }
}
