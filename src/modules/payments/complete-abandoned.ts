import { Injectable } from '@nestjs/common';
import { AttemptsRepository } from './attempts.repository.js';
import { ReconcilePayment } from './reconcile-payment.js';
import { ATTEMPT_GRACE_MS } from './record-authorisation.js';

const BATCH = 200;

/** Finishes calls to the provider whose answer never came: the process ended, or the provider did not say. */
@Injectable()
export class CompleteAbandoned {
  constructor(
    private readonly attempts: AttemptsRepository,
    private readonly reconcile: ReconcilePayment,
  ) {}

  async run(at: Date): Promise<void> {
    const before = new Date(at.getTime() - ATTEMPT_GRACE_MS);
    for (const attemptId of await this.attempts.overdue(before, BATCH)) await this.reconcile.run(attemptId);
  }
}
