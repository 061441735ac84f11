import { Injectable } from '@nestjs/common';
import { IdempotencyKeys } from '../http/index.js';
import { Every } from '../messaging/index.js';
import { Retentions } from './retention.js';

/** What nobody asks for and somebody must do. */
@Injectable()
export class HousekeepingJobs {
  constructor(
    private readonly keys: IdempotencyKeys,
    private readonly retentions: Retentions,
  ) {}

  @Every('platform.forget-idempotency-keys', { every: 'P1D', at: '03:30', queue: 'default' })
  async forgetIdempotencyKeys(): Promise<void> {
    await this.keys.purge();
  }

  @Every('platform.forget-ended', { every: 'P1D', at: '03:45', queue: 'default' })
  forgetEnded(at: Date): Promise<void> {
    return this.retentions.forget(at);
  }
}
