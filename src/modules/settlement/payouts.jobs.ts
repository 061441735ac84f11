import { Injectable } from '@nestjs/common';
import { Every, OnDeadline, OnEvent, type EventOf } from '../../platform/messaging/index.js';
import { LookUpPayout } from './look-up-payout.js';
import { RetryPayout } from './retry-payout.js';
import { RunPayouts } from './run-payouts.js';
import { payoutApproved } from './settlement.events.js';
import { SubmitPayout } from './submit-payout.js';

/** From available to the bank. */
@Injectable()
export class PayoutJobs {
  constructor(
    private readonly runPayouts: RunPayouts,
    private readonly submit: SubmitPayout,
    private readonly lookUp: LookUpPayout,
    private readonly retry: RetryPayout,
  ) {}

  @Every('settlement.payout-run', { every: 'P1D', at: '02:00', queue: 'money' })
  nightly(at: Date): Promise<void> {
    return this.runPayouts.run(at);
  }

  @OnEvent(payoutApproved, { consumer: 'settlement.submit-payout', queue: 'money' })
  approved({ payload }: EventOf<typeof payoutApproved>): Promise<void> {
    return this.submit.run(payload.payoutId);
  }

  @OnDeadline('settlement.payout-submit', { queue: 'money' })
  postponed(payoutId: string): Promise<void> {
    return this.submit.run(payoutId);
  }

  @OnDeadline('settlement.payout-lookup', { queue: 'money' })
  unknown(payoutId: string): Promise<void> {
    return this.lookUp.run(payoutId);
  }

  @OnDeadline('settlement.payout-retry', { queue: 'money' })
  failed(payoutId: string): Promise<void> {
    return this.retry.run(payoutId);
  }
}
