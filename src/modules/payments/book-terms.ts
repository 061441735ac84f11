import { Injectable } from '@nestjs/common';
import { add, Clock, money, type Actor, type Id } from '../../kernel/index.js';
import type { Tx } from '../../platform/database/index.js';
import { Outbox } from '../../platform/messaging/index.js';
import { Ledger, termsAcceptedJournal, type Circumstances, type Journal } from '../ledger/index.js';
import { conversionJournals, leftOf, promotionLines } from './converted-part.js';
import { termsAccepted } from './on-account.events.js';
import { OnAccountRepository, type AccountPart } from './on-account.repository.js';

/** P7: a seller has accepted an order on payment terms. Its escrow is owed, not funded, and in the seller's currency. */
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
    const { orderId, sellerId, accountId, amount, coupon } = part;
    if (amount + coupon === 0) return;
    const refs = { orderId, sellerOrderId, sellerId, paymentId };
    const at = { effectiveAt: this.clock.now(), actor, refs };
    await this.ledger.postAll(tx, journalsOf(sellerOrderId, part, at));
    if (amount === 0) return;
    const payload = { paymentId, orderId, sellerOrderId, sellerId, accountId };
    await this.outbox.publish(tx, termsAccepted, { subjectId: sellerOrderId, payload });
  }
}

/** The escrow is in the seller's currency from here on (F1, F2): delivery comes long before the invoice is paid. */
function journalsOf(sellerOrderId: string, part: AccountPart, at: Circumstances): Journal[] {
  const { accountId, currency, conversion } = part;
  const owed = money(part.amount, currency);
  const coupon = money(part.coupon, conversion?.currency ?? currency);
  if (!conversion) return [termsAcceptedJournal(sellerOrderId, accountId, add(owed, coupon), at, coupon)];
  const accepted = termsAcceptedJournal(sellerOrderId, accountId, owed, at);
  const left = { amount: part.amount, storeCredit: 0, conversion: leftOf(conversion) };
  return [
    { ...accepted, lines: [...accepted.lines, ...promotionLines(sellerOrderId, coupon)] },
    ...(owed.amount > 0 ? conversionJournals(sellerOrderId, left, at) : []),
  ];
}
