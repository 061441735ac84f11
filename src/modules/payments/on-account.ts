import { Injectable } from '@nestjs/common';
import { Clock, system, type Actor, type Id } from '../../kernel/index.js';
import { moveAll, type Tx } from '../../platform/database/index.js';
import { Outbox } from '../../platform/messaging/index.js';
import { BookTerms } from './book-terms.js';
import { paymentOnAccount } from './on-account.events.js';
import { OnAccountRepository, type AccountPart } from './on-account.repository.js';
import { refundSucceeded, type PaymentFact, type RefundFact } from './payments.events.js';
import { refundLifecycle } from './refund.lifecycle.js';

export type { AccountPart } from './on-account.repository.js';

/** Payments without a provider: somebody owes them, and pays later by other ways than this module knows. */
@Injectable()
export class OnAccount {
  constructor(
    private readonly terms: BookTerms,
    private readonly accounts: OnAccountRepository,
    private readonly outbox: Outbox,
    private readonly clock: Clock,
  ) {}

  /** Has a payment that was opened on account assessed; `payment.captured`, `.held` or `.voided` follows. */
  async charge(tx: Tx, { paymentId, orderId }: PaymentFact): Promise<void> {
    await this.outbox.publish(tx, paymentOnAccount, { subjectId: paymentId, payload: { paymentId, orderId } });
  }

  /** The seller has accepted: its part is owed from now on (P7), and `payment.terms-accepted` follows. Once. */
  accept(tx: Tx, paymentId: Id<'pay'>, sellerOrderId: Id<'sor'>, actor: Actor): Promise<void> {
    return this.terms.run(tx, paymentId, sellerOrderId, actor);
  }

  /** What was booked for a seller order; `undefined` until the seller has accepted it. */
  partOf(tx: Tx, paymentId: string, sellerOrderId: string): Promise<AccountPart | undefined> {
    return this.accounts.partOf(tx, paymentId, sellerOrderId);
  }

  /** The refund has reached whoever owes or has paid; its journal is the caller's. False when it had before. */
  async settleRefund(tx: Tx, sellerId: Id<'sel'>, fact: RefundFact): Promise<boolean> {
    const { refundId, paymentId, orderId, sellerOrderId, currency, amount } = fact;
    const move = { action: 'succeed', actor: system('payments'), at: this.clock.now(), reason: 'on_account' } as const;
    if ((await moveAll(tx, refundLifecycle, [refundId], move)).length === 0) return false;
    const payload = { refundId, paymentId, orderId, sellerOrderId, currency, amount };
    await this.outbox.publish(tx, refundSucceeded, { subjectId: refundId, sellerId, payload });
    return true;
  }
}
