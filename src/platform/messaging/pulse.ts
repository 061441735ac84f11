import { EventEmitter, once } from 'node:events';
import { Injectable } from '@nestjs/common';

/** Tells inside the process that messages moved on, for whoever waits for them to come to rest. */
@Injectable()
export class Pulse {
  private readonly emitter = new EventEmitter().setMaxListeners(0);

  beat(): void {
    this.emitter.emit('beat');
  }

  onBeat(listener: () => void): void {
    this.emitter.on('beat', listener);
  }

  /** Somebody waits for deadlines that are due. */
  due(): void {
    this.emitter.emit('due');
  }

  onDue(listener: () => void): void {
    this.emitter.on('due', listener);
  }

  /** Resolves at the next beat, or after the time at the latest. */
  async next(withinMs: number): Promise<void> {
    const limit = AbortSignal.timeout(withinMs);
    await once(this.emitter, 'beat', { signal: limit }).catch(() => {});
  }
}
