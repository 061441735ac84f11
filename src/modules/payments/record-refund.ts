import { Injectable } from '@nestjs/common';
import { Clock, money } from '../../kernel/index.js';
import { moveAll, type Tx } from '../../platform/database/index.js';
import { Outbox } from '../../platform/messaging/index.js';
import { Ledger, refundConfirmedJournal, refundRejectedJournal } from '../ledger/index.js';
import { PROVIDER } from './actors.js';
import { AttemptsRepository } from './attempts.repository.js';
import { refundOutcome } from './authorisation.domain.js';
import type { Answer, ProviderRefund } from './payment-provider.js';
import { attemptUnknown, refundFailed, refundSucceeded } from './payments.events.js';
import type { RefundRow } from './payments.rows.js';
import { refundLifecycle } from './refund.lifecycle.js';
import { RefundsRepository } from './refunds.repository.js';

/** Books what became of a refund: paid back, or credited to the buyer because the provider cannot pay back. */
@Injectable()
export class RecordRefund {
  constructor(
    private readonly refunds: RefundsRepository,
    private readonly attempts: AttemptsRepository,
    private readonly ledger: Ledger,
    private readonly outbox: Outbox,
    private readonly clock: Clock,
  ) {}

  async run(tx: Tx, refund: RefundRow, attemptId: string, answer: Answer<ProviderRefund>): Promise<void> {
    const at = this.clock.now();
    const { id, paymentId, orderId, sellerOrderId, sellerId, buyerId, currency } = refund;
    const amount = money(refund.amount, currency);
    const outcome = refundOutcome(answer, amount);
    if (outcome.is === 'unknown') {
      const isFirst = await this.attempts.markUnknown(tx, attemptId, outcome.why, at);
      const payload = { paymentId, orderId, attemptId };
      if (isFirst) await this.outbox.publish(tx, attemptUnknown, { subjectId: paymentId, payload });
      return;
    }
    const code = outcome.is === 'failed' ? outcome.code : null;
    const move = {
      action: code === null ? 'succeed' : 'fail',
      actor: PROVIDER,
      at,
      reason: code ?? undefined,
    } as const;
    if ((await moveAll(tx, refundLifecycle, [id], move)).length === 0) return;
    await this.refunds.settle(tx, id, attemptId, outcome.ref ?? null, code, at);
    const refs = { orderId, sellerOrderId, sellerId, paymentId };
    const circumstances = { effectiveAt: at, actor: PROVIDER, refs };
    const fact = { refundId: id, paymentId, orderId, sellerOrderId, currency, amount: refund.amount };
    if (code === null) {
      await this.ledger.post(tx, refundConfirmedJournal(id, amount, circumstances));
      await this.outbox.publish(tx, refundSucceeded, { subjectId: id, sellerId, payload: fact });
      return;
    }
    await this.ledger.post(tx, refundRejectedJournal(id, buyerId, amount, circumstances));
    await this.outbox.publish(tx, refundFailed, { subjectId: id, sellerId, payload: { ...fact, reason: code } });
  }
}
