import { Injectable } from '@nestjs/common';
import { millisecondsOf, plus } from '../kernel/index.js';
import { SandboxClock } from '../platform/clock/index.js';
import { Db, UnitOfWork } from '../platform/database/index.js';
import { Invalid, Once, Unavailable } from '../platform/http/index.js';
import { NotQuiet, Timeline } from '../platform/messaging/index.js';
import type { ClockView, MoveClockDto } from './clock.dto.js';

const FIRST = new Date('2000-01-01T00:00:00Z');
const LAST = new Date('2100-01-01T00:00:00Z');
const LEAST_STRIDE_MS = 60_000;

/** Moves or stops the sandbox's time. */
@Injectable()
export class MoveClock {
  constructor(
    private readonly clock: SandboxClock,
    private readonly timeline: Timeline,
    private readonly db: Db,
    private readonly uow: UnitOfWork,
  ) {}

  /** @throws Invalid when both a target and a distance are given, or when it would leave the years 2000 to 2099. @throws Unavailable */
  async run(move: MoveClockDto, once = Once.none): Promise<ClockView> {
    const replayed = await once.replay<ClockView>(this.db);
    if (replayed) return replayed;
    await this.move(move);
    const view = this.view();
    await this.uow.run((tx) => once.store(tx, view));
    return view;
  }

  private async move({ now, advanceBy, frozen, drain, restEvery }: MoveClockDto): Promise<void> {
    if (now !== undefined && advanceBy !== undefined)
      throw new Invalid([{ pointer: '/advanceBy', code: 'excluded', message: 'not together with now' }]);
    const from = now === undefined ? this.clock.now() : new Date(now);
    const target = advanceBy === undefined ? from : plus(from, advanceBy);
    if (target < FIRST || target >= LAST)
      throw new Invalid([
        { pointer: now === undefined ? '/advanceBy' : '/now', code: 'range', message: 'must stay within 2000 to 2099' },
      ]);
    const stride = restEvery === undefined ? undefined : Math.max(LEAST_STRIDE_MS, millisecondsOf(restEvery));
    if (drain) await this.timeline.advanceTo(target, frozen, stride).catch(refuseWhenBusy);
    else await this.timeline.jump(target, frozen);
  }

  view(): ClockView {
    return { now: this.clock.now().toISOString(), frozen: this.clock.isFrozen };
  }
}

/** What is under way goes on; the same request waits for the rest of it. */
function refuseWhenBusy(error: unknown): never {
  throw error instanceof NotQuiet ? new Unavailable({}, [], 1) : error;
}
