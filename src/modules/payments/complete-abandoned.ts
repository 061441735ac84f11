import { Injectable, Logger } from '@nestjs/common';
import { AttemptsRepository } from './attempts.repository.js';
import { ReconcilePayment } from './reconcile-payment.js';
import { ATTEMPT_GRACE_MS } from './record-authorisation.js';

const BATCH = 200;

/** Finishes calls to the provider whose answer never came: the process ended, or the provider did not say. */
@Injectable()
export class CompleteAbandoned {
  private readonly logger = new Logger(CompleteAbandoned.name);

  constructor(
    private readonly attempts: AttemptsRepository,
    private readonly reconcile: ReconcilePayment,
  ) {}

  async run(at: Date): Promise<void> {
    const before = new Date(at.getTime() - ATTEMPT_GRACE_MS);
    for (const attemptId of await this.attempts.overdue(before, BATCH)) await this.complete(attemptId, at);
  }

  /** One that cannot be looked at, because its provider is no longer connected, comes last next time. */
  private async complete(attemptId: string, at: Date): Promise<void> {
    try {
      await this.reconcile.run(attemptId);
    } catch (error) {
      this.logger.error(`Attempt ${attemptId} cannot be completed: ${String(error)}`);
      await this.attempts.putOff(attemptId, at);
    }
  }
}
