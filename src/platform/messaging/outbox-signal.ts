import { Injectable, type OnApplicationBootstrap } from '@nestjs/common';
import { Db, statement } from '../database/index.js';
import { AfterCommit } from './after-commit.js';

export const OUTBOX_CHANNEL = 'souk_outbox';

const notify = statement<[channel: string], unknown>('relay.notify', `select pg_notify($1, '')`);

/**
 * Wakes the relays of other processes. NOTIFY takes a lock on the whole server at commit, so it stays out of the
 * transactions of the business and one call stands for all commits since the last.
 */
@Injectable()
export class OutboxSignal implements OnApplicationBootstrap {
  private wanted = false;
  private sending = false;

  constructor(
    private readonly afterCommit: AfterCommit,
    private readonly db: Db,
  ) {}

  onApplicationBootstrap(): void {
    this.afterCommit.onSignal(() => {
      this.wanted = true;
      if (!this.sending) void this.send();
    });
  }

  private async send(): Promise<void> {
    this.sending = true;
    while (this.wanted) {
      this.wanted = false;
      // A lost wake-up costs one poll of the relay, never a message.
      await this.db.query(notify, [OUTBOX_CHANNEL]).catch(() => {});
    }
    this.sending = false;
  }
}
