import { Injectable } from '@nestjs/common';
import { Clock } from '../../kernel/index.js';
import { SandboxClock } from '../clock/index.js';
import { Notifications } from '../notify/index.js';
import { AfterCommit } from './after-commit.js';
import { OUTBOX_CHANNEL } from './outbox-signal.js';
import { Pulse } from './pulse.js';

/** Everything after which there may be something to relay. */
@Injectable()
export class Wakers {
  constructor(
    private readonly clock: Clock,
    private readonly afterCommit: AfterCommit,
    private readonly pulse: Pulse,
    private readonly notifications: Notifications,
  ) {}

  /** Messages committed here or in another process, results recorded, or the clock moved. */
  async connect(wake: (isDue: boolean) => void): Promise<void> {
    this.afterCommit.onSignal(wake);
    this.pulse.onBeat(() => wake(false));
    this.pulse.onDue(() => wake(true));
    if (this.clock instanceof SandboxClock) this.clock.onMoved(() => wake(true));
    await this.notifications.on(OUTBOX_CHANNEL, () => wake(true));
  }
}
