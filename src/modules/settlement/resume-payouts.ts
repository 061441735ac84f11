import { Injectable } from '@nestjs/common';
import { Clock } from '../../kernel/index.js';
import { PayoutsRepository } from './payouts.repository.js';
import { RunPayouts } from './run-payouts.js';

/** Pays those of a currency whom the alarm on the day's total has stopped. */
@Injectable()
export class ResumePayouts {
  constructor(
    private readonly clock: Clock,
    private readonly payouts: PayoutsRepository,
    private readonly runPayouts: RunPayouts,
  ) {}

  async run(currency: string): Promise<void> {
    const stopped = await this.payouts.skippedFor('volume_alarm', currency);
    const at = this.clock.now();
    await this.runPayouts.run(at, ({ sellerId }) => (stopped.has(sellerId) ? at : undefined));
  }
}
