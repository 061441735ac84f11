import { Injectable } from '@nestjs/common';
import { add, Clock, zero, type Actor, type Id, type Money } from '../../kernel/index.js';
import { newId, type Tx } from '../../platform/database/index.js';
import { Outbox } from '../../platform/messaging/index.js';
import { debit, Ledger, refundJournal, type Line } from '../ledger/index.js';
import { PaymentNotCaptured } from './payments.errors.js';
import { refundRequested } from './payments.events.js';
import { RefundsRepository } from './refunds.repository.js';

export interface RefundToRequest {
  /** Made by a caller who writes it down himself; a new one, when absent. */
  readonly refundId?: Id<'rfd'>;
  readonly paymentId: Id<'pay'>;
  readonly sellerOrderId: Id<'sor'>;
  /** What the buyer gets back. */
  readonly amount: Money;
  /** What the platform gets back with it of what it added to the escrow; nothing, when absent. */
  readonly promotion?: Money;
  /** Where the money is, as debits; in the seller order's escrow, when absent. */
  readonly from?: readonly Line[];
  readonly reason: string;
  /** The cause; it makes one refund, however often it is asked for. */
  readonly source: { readonly type: string; readonly id: string };
  readonly actor: Actor;
}

/**
 * Takes the money from where it is, usually the seller order's escrow, and puts it on the way to the buyer; the provider
 * is called by a job.
 */
@Injectable()
export class RequestRefund {
  constructor(
    private readonly refunds: RefundsRepository,
    private readonly ledger: Ledger,
    private readonly outbox: Outbox,
    private readonly clock: Clock,
  ) {}

  async run(tx: Tx, asked: RefundToRequest): Promise<Id<'rfd'>> {
    const { paymentId, sellerOrderId, amount, reason, source, actor, promotion = zero(amount.currency) } = asked;
    const at = this.clock.now();
    const cause = { sourceType: source.type, sourceId: source.id, reason };
    const what = { paymentId, sellerOrderId, ...amount, promotion: promotion.amount };
    const refund = await this.refunds.request(tx, { id: asked.refundId ?? newId('rfd'), ...what, ...cause, at });
    if (!refund) return this.earlier(tx, asked);
    const { id, orderId, sellerId } = refund;
    const refs = { orderId, sellerOrderId, sellerId, paymentId };
    const circumstances = { effectiveAt: at, actor, refs };
    const { from = [debit('order_escrow', add(amount, promotion), sellerOrderId)] } = asked;
    await this.ledger.post(tx, refundJournal(id, from, { paid: amount, coupon: promotion }, circumstances));
    const payload = { refundId: id, paymentId, orderId, sellerOrderId, ...amount };
    await this.outbox.publish(tx, refundRequested, { subjectId: id, sellerId, payload });
    return id;
  }

  private async earlier(tx: Tx, { source, sellerOrderId }: RefundToRequest): Promise<Id<'rfd'>> {
    const id = await this.refunds.idOfSource(tx, source.type, source.id, sellerOrderId);
    if (!id) throw new PaymentNotCaptured({});
    return id;
  }
}
