import { Injectable } from '@nestjs/common';
import type { Id } from '../../kernel/index.js';
import type { Tx } from '../../platform/database/index.js';
import { GiveBackPayment, type PaymentToVoid } from './give-back-payment.js';
import { OpenPayment, type PaymentToOpen } from './open-payment.js';
import type { PaymentState } from './payment.lifecycle.js';
import { PaymentsRepository } from './payments.repository.js';
import { ReceiveProviderEvent } from './receive-provider-event.js';
import { RefundsRepository, type RefundSummary } from './refunds.repository.js';
import { RequestRefund, type RefundToRequest } from './request-refund.js';

/** What other modules may know of a payment; amounts are minor units of its currency. */
export interface PaymentSummary {
  readonly paymentId: Id<'pay'>;
  readonly orderId: Id<'ord'>;
  readonly state: PaymentState;
  readonly currency: string;
  readonly amount: number;
  readonly captured: number;
  readonly refunded: number;
  readonly expiresAt: Date;
}

@Injectable()
export class Payments {
  constructor(
    private readonly openPayment: OpenPayment,
    private readonly requestRefund: RequestRefund,
    private readonly giveBack: GiveBackPayment,
    private readonly payments: PaymentsRepository,
    private readonly receive: ReceiveProviderEvent,
    private readonly refunds: RefundsRepository,
  ) {}

  /**
   * Opens the one payment of an order, with each seller order's share. One statement.
   * @throws RangeError when the shares do not add up to the total
   */
  open(tx: Tx, opening: PaymentToOpen): Promise<Id<'pay'>> {
    return this.openPayment.run(tx, opening);
  }

  /**
   * Takes a seller order's money out of escrow, or from where the caller says that it is, and sends it back to the
   * buyer; `refund.succeeded` or `refund.failed` follows. The same source is refunded once: asked again, the first
   * refund's id is returned.
   * @throws PaymentNotCaptured, RefundExceedsCapture; InsufficientBalance when less is there than is taken
   */
  refundPart(tx: Tx, refund: RefundToRequest): Promise<Id<'rfd'>> {
    return this.requestRefund.run(tx, refund);
  }

  /**
   * Ends a payment without money. True: nothing will be captured (`payment.expired` follows, or `payment.voided` once
   * the provider has let go). False: it has been captured or a capture is under way, and `payment.captured` decides.
   */
  void(tx: Tx, payment: PaymentToVoid): Promise<boolean> {
    return this.giveBack.run(tx, payment);
  }

  /** Takes a message of a provider whose signature has been checked: stored once, followed up by a job. */
  hear(provider: string, eventId: string, body: string): Promise<void> {
    return this.receive.run(provider, eventId, body);
  }

  /** The refunds of a seller order, oldest first. */
  refundsOf(sellerOrderId: Id<'sor'>, tx?: Tx): Promise<RefundSummary[]> {
    return this.refunds.ofSellerOrder(sellerOrderId, tx);
  }

  async viewsOf(ids: readonly Id<'pay'>[]): Promise<Map<Id<'pay'>, PaymentSummary>> {
    const rows = await this.payments.findMany(ids);
    return new Map(rows.map((row) => [row.id, { ...summaryOf(row), paymentId: row.id }]));
  }
}

function summaryOf(
  row: Awaited<ReturnType<PaymentsRepository['findMany']>>[number],
): Omit<PaymentSummary, 'paymentId'> {
  const { orderId, state, currency, amount, captured, refunded, expiresAt } = row;
  return { orderId, state, currency, amount, captured, refunded, expiresAt };
}
