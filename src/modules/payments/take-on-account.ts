import { Injectable } from '@nestjs/common';
import { Clock, system } from '../../kernel/index.js';
import { moveAll, type Tx } from '../../platform/database/index.js';
import { Outbox } from '../../platform/messaging/index.js';
import { OnAccountRepository } from './on-account.repository.js';
import { paymentLifecycle } from './payment.lifecycle.js';
import { paymentAuthorised, paymentCaptured } from './payments.events.js';
import type { PaymentRow } from './payments.rows.js';

/** The order goes to its sellers without money: nothing is in the books until they accept. */
@Injectable()
export class TakeOnAccount {
  constructor(
    private readonly accounts: OnAccountRepository,
    private readonly outbox: Outbox,
    private readonly clock: Clock,
  ) {}

  /** Does nothing when the payment has ended. */
  async run(tx: Tx, { id: paymentId, orderId, currency, amount }: PaymentRow): Promise<void> {
    const at = this.clock.now();
    const move = { action: 'grant', actor: system('payments'), at } as const;
    if ((await moveAll(tx, paymentLifecycle, [paymentId], move)).length === 0) return;
    const parts = await this.accounts.take(tx, paymentId, at);
    const payload = { paymentId, orderId, capturedAt: at.toISOString(), currency, amount, parts };
    await this.outbox.publishAll(tx, [
      [paymentAuthorised, { subjectId: paymentId, payload: { paymentId, orderId } }],
      [paymentCaptured, { subjectId: paymentId, payload }],
    ]);
  }
}
