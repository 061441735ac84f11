import { Injectable } from '@nestjs/common';
import { add, Clock, money, type Actor, type Id } from '../../kernel/index.js';
import type { Tx } from '../../platform/database/index.js';
import { Outbox } from '../../platform/messaging/index.js';
import { Ledger, termsAcceptedJournal } from '../ledger/index.js';
import { termsAccepted } from './on-account.events.js';
import { OnAccountRepository } from './on-account.repository.js';

/** P7: a seller has accepted an order on payment terms. Its escrow is owed, not funded. */
@Injectable()
export class BookTerms {
  constructor(
    private readonly accounts: OnAccountRepository,
    private readonly ledger: Ledger,
    private readonly outbox: Outbox,
    private readonly clock: Clock,
  ) {}

  /** Once; nothing where all of it was refunded before. */
  async run(tx: Tx, paymentId: Id<'pay'>, sellerOrderId: Id<'sor'>, actor: Actor): Promise<void> {
    const part = await this.accounts.book(tx, paymentId, sellerOrderId);
    if (!part) return;
    const { orderId, sellerId, accountId, currency } = part;
    const [owed, coupon] = [money(part.amount, currency), money(part.coupon, currency)];
    const total = add(owed, coupon);
    if (total.amount === 0) return;
    const refs = { orderId, sellerOrderId, sellerId, paymentId };
    const at = { effectiveAt: this.clock.now(), actor, refs };
    await this.ledger.post(tx, termsAcceptedJournal(sellerOrderId, accountId, total, at, coupon));
    if (owed.amount === 0) return;
    const payload = { paymentId, orderId, sellerOrderId, sellerId, accountId };
    await this.outbox.publish(tx, termsAccepted, { subjectId: sellerOrderId, payload });
  }
}
