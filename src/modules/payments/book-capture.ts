import { Injectable } from '@nestjs/common';
import { add, money } from '../../kernel/index.js';
import type { Tx } from '../../platform/database/index.js';
import { Outbox } from '../../platform/messaging/index.js';
import { Holds, Ledger, paymentCapturedJournal, type Circumstances, type Journal } from '../ledger/index.js';
import { PROVIDER } from './actors.js';
import { conversionJournals, promotionLines } from './converted-part.js';
import { paymentAuthorised, paymentCaptured } from './payments.events.js';
import type { PartRow, PaymentRow } from './payments.rows.js';

export interface Captured {
  readonly paymentId: PaymentRow['id'];
  readonly orderId: PaymentRow['orderId'];
  readonly buyerId: PaymentRow['buyerId'];
  /** Where the money is; absent where no card paid. */
  readonly provider?: string;
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
    // Last: the accounts that every sale is posted to are locked from here on.
    const byCard = parts.filter(({ creditHoldId }) => creditHoldId === null);
    await this.ledger.postAll(
      tx,
      byCard.map((part) => journalOf(part, captured)),
    );
    for (const part of parts) {
      if (part.creditHoldId !== null) await this.holds.postHold(tx, part.creditHoldId, journalOf(part, captured));
    }
    await this.convert(tx, captured, parts);
  }

  /** F1 and F2, where sellers settle in another currency. */
  private async convert(tx: Tx, captured: Captured, parts: readonly PartRow[]): Promise<void> {
    const journals = parts.flatMap((part) => {
      const { sellerOrderId, conversion } = part;
      return conversion
        ? conversionJournals(sellerOrderId, { ...part, conversion }, circumstancesOf(part, captured))
        : [];
    });
    if (journals.length > 0) await this.ledger.postAll(tx, journals);
  }
}

function journalOf(part: PartRow, captured: Captured): Journal {
  const { paymentId, buyerId, currency } = captured;
  const { sellerOrderId, conversion } = part;
  const [card, credit] = [money(part.amount, currency), money(part.storeCredit, currency)];
  const storeCredit = part.storeCredit > 0 ? { buyerId, amount: credit } : undefined;
  const at = circumstancesOf(part, captured);
  const coupon = money(part.promotion, conversion?.currency ?? currency);
  const paid = add(card, credit);
  if (!conversion)
    return paymentCapturedJournal(paymentId, sellerOrderId, add(paid, coupon), at, { coupon, storeCredit });
  const journal = paymentCapturedJournal(paymentId, sellerOrderId, paid, at, { storeCredit });
  return { ...journal, lines: [...journal.lines, ...promotionLines(sellerOrderId, coupon)] };
}

const circumstancesOf = (
  { sellerOrderId, sellerId }: PartRow,
  { paymentId, orderId, provider, at }: Captured,
): Circumstances => ({
  effectiveAt: at,
  actor: PROVIDER,
  places: { psp: provider },
  refs: { orderId, sellerOrderId, sellerId, paymentId },
});
