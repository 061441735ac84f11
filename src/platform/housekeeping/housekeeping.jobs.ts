import { Injectable } from '@nestjs/common';
import { IdempotencyKeys } from '../http/index.js';
import { Every } from '../messaging/index.js';

/** What nobody asks for and somebody must do. */
@Injectable()
export class HousekeepingJobs {
  constructor(private readonly keys: IdempotencyKeys) {}

  @Every('platform.forget-idempotency-keys', { every: 'P1D', at: '03:30', queue: 'default' })
  async forgetIdempotencyKeys(): Promise<void> {
    await this.keys.purge();
  }
}
