import { Injectable } from '@nestjs/common';
import { add, money } from '../../kernel/index.js';
import type { Tx } from '../../platform/database/index.js';
import { Outbox } from '../../platform/messaging/index.js';
import { Holds, Ledger, paymentCapturedJournal, type Journal } from '../ledger/index.js';
import { PROVIDER } from './actors.js';
import { paymentAuthorised, paymentCaptured } from './payments.events.js';
import type { PartRow, PaymentRow } from './payments.rows.js';

export interface Captured {
  readonly paymentId: PaymentRow['id'];
  readonly orderId: PaymentRow['orderId'];
  readonly buyerId: PaymentRow['buyerId'];
  readonly currency: string;
  readonly at: Date;
}

/** Each seller order's share goes into its escrow, held store credit is spent, the world is told. */
@Injectable()
export class BookCapture {
  constructor(
    private readonly ledger: Ledger,
    private readonly holds: Holds,
    private readonly outbox: Outbox,
  ) {}

  async run(tx: Tx, captured: Captured, parts: readonly PartRow[]): Promise<void> {
    const { paymentId, orderId, currency, at } = captured;
    const byCard = parts.filter(({ creditHoldId }) => creditHoldId === null);
    await this.ledger.postAll(
      tx,
      byCard.map((part) => journalOf(part, captured)),
    );
    for (const part of parts) {
      if (part.creditHoldId !== null) await this.holds.postHold(tx, part.creditHoldId, journalOf(part, captured));
    }
    const shares = parts.map(({ sellerOrderId, sellerId, amount, storeCredit }) => ({
      sellerOrderId,
      sellerId,
      amount: amount + storeCredit,
    }));
    const amount = shares.reduce((sum, share) => sum + share.amount, 0);
    const payload = { paymentId, orderId, capturedAt: at.toISOString(), currency, amount, parts: shares };
    await this.outbox.publishAll(tx, [
      [paymentAuthorised, { subjectId: paymentId, payload: { paymentId, orderId } }],
      [paymentCaptured, { subjectId: paymentId, payload }],
    ]);
  }
}

function journalOf(part: PartRow, { paymentId, orderId, buyerId, currency, at }: Captured): Journal {
  const { sellerOrderId, sellerId } = part;
  const [card, credit] = [money(part.amount, currency), money(part.storeCredit, currency)];
  const coupon = money(part.promotion, currency);
  const refs = { orderId, sellerOrderId, sellerId, paymentId };
  const share = add(add(card, credit), coupon);
  const storeCredit = part.storeCredit > 0 ? { buyerId, amount: credit } : undefined;
  const circumstances = { effectiveAt: at, actor: PROVIDER, refs };
  return paymentCapturedJournal(paymentId, sellerOrderId, share, circumstances, { coupon, storeCredit });
}
