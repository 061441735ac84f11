import { Injectable, type BeforeApplicationShutdown, type OnApplicationBootstrap } from '@nestjs/common';
import { Caretaker } from './caretaker.js';
import { Completions } from './completions.js';
import { DueDeadlines } from './due-deadlines.js';
import { Queues } from './queues.js';
import { Relay } from './relay.js';
import { Wakers } from './wakers.js';

/** Starts relaying and handling with the process, and stops it without cutting a handler off. */
@Injectable()
export class MessageLoop implements OnApplicationBootstrap, BeforeApplicationShutdown {
  constructor(
    private readonly due: DueDeadlines,
    private readonly queues: Queues,
    private readonly completions: Completions,
    private readonly relay: Relay,
    private readonly caretaker: Caretaker,
    private readonly wakers: Wakers,
  ) {}

  async onApplicationBootstrap(): Promise<void> {
    await this.due.arm();
    await this.queues.start();
    this.completions.start();
    await this.wakers.connect((isDue) => this.relay.wake(isDue));
    this.relay.start();
    this.caretaker.start();
  }

  async beforeApplicationShutdown(): Promise<void> {
    await this.caretaker.stop();
    await this.relay.stop();
    await this.queues.stop();
    await this.completions.stop();
    await this.queues.close();
  }
}
