import { Injectable } from '@nestjs/common';
import { Every, OnDeadline, OnEvent, type EventOf } from '../../platform/messaging/index.js';
import { payoutAccountChanged } from '../sellers/index.js';
import { LookUpPayout } from './look-up-payout.js';
import { RetryPayout } from './retry-payout.js';
import { ResumePayouts } from './resume-payouts.js';
import { RunDuePayouts } from './run-due-payouts.js';
import { payoutAlarmReleased, payoutApproved } from './settlement.events.js';
import { SubmitPayout } from './submit-payout.js';
import { VoidPayouts } from './void-payouts.js';

/** From available to the bank. */
@Injectable()
export class PayoutJobs {
  constructor(
    private readonly runPayouts: RunDuePayouts,
    private readonly resume: ResumePayouts,
    private readonly voidPayouts: VoidPayouts,
    private readonly submit: SubmitPayout,
    private readonly lookUp: LookUpPayout,
    private readonly retry: RetryPayout,
  ) {}

  /** Once a day as well, where a clock that is moved rests. */
  @Every('settlement.payout-run', { every: 'P1D', at: '02:00', queue: 'money' })
  @Every('settlement.payout-cutoffs', { every: 'PT30M', queue: 'money' })
  cutoffs(at: Date): Promise<void> {
    return this.runPayouts.run(at);
  }

  @OnEvent(payoutAlarmReleased, { consumer: 'settlement.resume-payouts', queue: 'money' })
  released({ payload }: EventOf<typeof payoutAlarmReleased>): Promise<void> {
    return this.resume.run(payload.currency);
  }

  @OnEvent(payoutAccountChanged, { consumer: 'settlement.void-payouts', queue: 'money' })
  accountChanged({ payload }: EventOf<typeof payoutAccountChanged>): Promise<void> {
    return this.voidPayouts.run(payload.sellerId);
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
