import { Injectable } from '@nestjs/common';
import { Clock, type Id } from '../../kernel/index.js';
import { moveAll, newId, UnitOfWork } from '../../platform/database/index.js';
import { RISK } from './actors.js';
import { AttemptsRepository } from './attempts.repository.js';
import { CapturePayment } from './capture-payment.js';
import { paymentLifecycle } from './payment.lifecycle.js';
import { PaymentsRepository } from './payments.repository.js';
import { TakeOnAccount } from './take-on-account.js';

/** Captures a held payment that risk has released. */
@Injectable()
export class ReleasePayment {
  constructor(
    private readonly uow: UnitOfWork,
    private readonly payments: PaymentsRepository,
    private readonly attempts: AttemptsRepository,
    private readonly capture: CapturePayment,
    private readonly take: TakeOnAccount,
    private readonly clock: Clock,
  ) {}

  async run(paymentId: Id<'pay'>): Promise<void> {
    await this.uow.run(async (tx) => {
      const at = this.clock.now();
      const moved = await moveAll(tx, paymentLifecycle, [paymentId], { action: 'release', actor: RISK, at });
      const payment = moved.length > 0 ? await this.payments.lock(tx, paymentId) : undefined;
      if (payment && payment.accountId !== null) await this.take.run(tx, payment);
      if (payment?.providerRef) await this.attempts.claimCapture(tx, newId('pat'), paymentId, payment.providerRef, at);
    });
    const claim = await this.attempts.openCapture(paymentId);
    if (claim) await this.capture.run(claim);
  }
}
