import { Injectable } from '@nestjs/common';
import { add, Clock, money, subtract, zero, type Actor, type Id, type Money } from '../../kernel/index.js';
import { moveAll, newId, type Tx } from '../../platform/database/index.js';
import { Outbox } from '../../platform/messaging/index.js';
import { debit, Ledger, refundJournal, type Line } from '../ledger/index.js';
import { PROVIDER } from './actors.js';
import { RefundTooSmall } from './conversions.errors.js';
import { ConversionsRepository } from './conversions.repository.js';
import { convertedBack, type PartBack } from './converted-part.js';
import { PaymentNotCaptured } from './payments.errors.js';
import { accountRefundRequested } from './on-account.events.js';
import { refundRequested, refundSucceeded, type RefundFact } from './payments.events.js';
import type { RefundRow } from './payments.rows.js';
import { refundLifecycle } from './refund.lifecycle.js';
import { RefundsRepository } from './refunds.repository.js';
import { creditOfRefund } from './store-credit.domain.js';
import { StoreCredits } from './store-credits.repository.js';

export interface RefundToRequest {
  /** Made by a caller who writes it down himself; a new one, when absent. */
  readonly refundId?: Id<'rfd'>;
  readonly paymentId: Id<'pay'>;
  readonly sellerOrderId: Id<'sor'>;
  /**
   * What goes back of the sale, in the currency that the seller settles in: the buyer gets it by card and as store
   * credit, as it was paid; where that was in another currency, at the rate of the order.
   */
  readonly amount: Money;
  /** What the buyer gets of what was paid in another currency, where that is decided already. */
  readonly paid?: Money;
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
    private readonly credits: StoreCredits,
    private readonly conversions: ConversionsRepository,
    private readonly ledger: Ledger,
    private readonly outbox: Outbox,
    private readonly clock: Clock,
  ) {}

  async run(tx: Tx, asked: RefundToRequest): Promise<Id<'rfd'>> {
    const { paymentId, sellerOrderId, amount, reason, source, actor, promotion = zero(amount.currency) } = asked;
    const at = this.clock.now();
    const paid = await this.credits.lockPart(tx, paymentId, sellerOrderId);
    const back = paid?.conversion
      ? convertedBack({ ...paid, conversion: paid.conversion }, amount.amount, asked.paid)
      : undefined;
    const given = back?.paid ?? amount;
    if (given.amount === 0 && amount.amount > 0) throw new RefundTooSmall({ currency: given.currency });
    const credit = money(paid ? creditOfRefund(paid, given.amount) : 0, given.currency);
    const card = subtract(given, credit);
    const cause = { sourceType: source.type, sourceId: source.id, reason };
    const amounts = { ...card, storeCredit: credit.amount, promotion: promotion.amount };
    const id = asked.refundId ?? newId('rfd');
    const refund = await this.refunds.request(tx, { id, paymentId, sellerOrderId, ...amounts, ...cause, at });
    if (!refund) return this.earlier(tx, asked);
    if (back) await this.convertBack(tx, asked, id, back);
    const { orderId, sellerId, buyerId } = refund;
    const { from = [debit('order_escrow', add(amount, promotion), sellerOrderId)] } = asked;
    const shares = { paid: card, storeCredit: { buyerId, amount: credit }, coupon: promotion };
    const refs = { orderId, sellerOrderId, sellerId, paymentId };
    const lines = [...from, ...(back?.lines ?? [])];
    const isInBooks = refund.accountId === null || refund.booked !== null;
    if (isInBooks) await this.ledger.post(tx, refundJournal(id, lines, shares, { effectiveAt: at, actor, refs }));
    const payload = { refundId: id, paymentId, orderId, sellerOrderId, ...card };
    if (card.amount === 0) await this.settle(tx, id, at);
    await this.tell(tx, refund, payload, isInBooks);
    return id;
  }

  private async convertBack(tx: Tx, asked: RefundToRequest, refundId: Id<'rfd'>, back: PartBack): Promise<void> {
    const { paymentId, sellerOrderId } = asked;
    const { currency } = back.settled;
    const amounts = { paid: back.paid.amount, settled: back.settled.amount, spread: back.spread.amount };
    await this.conversions.takeBack(tx, { paymentId, sellerOrderId, refundId, currency, ...amounts });
  }

  /** The provider pays back; who has not paid yet owes less. */
  private async tell(tx: Tx, { id, sellerId, accountId }: RefundRow, fact: RefundFact, isInBooks: boolean) {
    const said = { subjectId: id, sellerId };
    if (fact.amount === 0) return this.outbox.publish(tx, refundSucceeded, { ...said, payload: fact });
    if (accountId === null) return this.outbox.publish(tx, refundRequested, { ...said, payload: fact });
    const payload = { ...fact, sellerId, accountId, isBooked: isInBooks };
    return this.outbox.publish(tx, accountRefundRequested, { ...said, payload });
  }

  /** All of it became store credit: there is nothing to ask a provider for. */
  private async settle(tx: Tx, id: Id<'rfd'>, at: Date): Promise<void> {
    await moveAll(tx, refundLifecycle, [id], { action: 'succeed', actor: PROVIDER, at, reason: 'store_credit' });
  }

  private async earlier(tx: Tx, { source, sellerOrderId }: RefundToRequest): Promise<Id<'rfd'>> {
    const id = await this.refunds.idOfSource(tx, source.type, source.id, sellerOrderId);
    if (!id) throw new PaymentNotCaptured({});
    return id;
  }
}
