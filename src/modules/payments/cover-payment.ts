import { Injectable } from '@nestjs/common';
import { Clock, system, type Id } from '../../kernel/index.js';
import { moveAll, UnitOfWork } from '../../platform/database/index.js';
import { BookCapture } from './book-capture.js';
import { paymentLifecycle } from './payment.lifecycle.js';
import { PaymentsRepository } from './payments.repository.js';
import { StoreCredits } from './store-credits.repository.js';

/** Captures a payment that store credit pays all of: no card is asked, so there is no card to judge. */
@Injectable()
export class CoverPayment {
  constructor(
    private readonly uow: UnitOfWork,
    private readonly payments: PaymentsRepository,
    private readonly credits: StoreCredits,
    private readonly book: BookCapture,
    private readonly clock: Clock,
  ) {}

  /** Does nothing when the payment has ended by then. */
  run(paymentId: Id<'pay'>): Promise<void> {
    return this.uow.run(async (tx) => {
      const at = this.clock.now();
      const move = { action: 'cover', actor: system('payments'), at } as const;
      if ((await moveAll(tx, paymentLifecycle, [paymentId], move)).length === 0) return;
      const payment = await this.payments.lock(tx, paymentId);
      if (!payment) return;
      await this.credits.recordCovered(tx, paymentId, at);
      await this.book.run(tx, { ...payment, paymentId, at }, await this.credits.parts(tx, paymentId));
    });
  }
}
