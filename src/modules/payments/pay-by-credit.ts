import { Injectable } from '@nestjs/common';
import { allocate, Clock, money, plus, type Actor, type Id, type Money } from '../../kernel/index.js';
import type { Tx } from '../../platform/database/index.js';
import { Outbox } from '../../platform/messaging/index.js';
import { Holds, Ledger } from '../ledger/index.js';
import { paymentCovered } from './payments.events.js';
import { PaymentsRepository } from './payments.repository.js';
import type { PartRow, PaymentRow } from './payments.rows.js';
import { StoreCredits, type CreditShare } from './store-credits.repository.js';

/** Longer than any payment is under way; every end of a payment ends its holds before. */
const LONGEST = 'P365D';

/** Pays as much of a payment as it can with the buyer's store credit, which is held until the capture. */
@Injectable()
export class PayByCredit {
  constructor(
    private readonly ledger: Ledger,
    private readonly holds: Holds,
    private readonly payments: PaymentsRepository,
    private readonly credits: StoreCredits,
    private readonly outbox: Outbox,
    private readonly clock: Clock,
  ) {}

  /** The lock on the buyer's credit lets one order at a time spend it. Split by share, by largest remainder. */
  async run(tx: Tx, paymentId: Id<'pay'>, actor: Actor): Promise<void> {
    const payment = await this.payments.lock(tx, paymentId);
    if (!payment) return;
    const { buyerId, orderId, currency, amount } = payment;
    const [credit] = await this.ledger.lock(tx, buyerId, currency, ['buyer_credit']);
    const held = credit ? await this.ledger.held(tx, 'buyer_credit', buyerId, currency) : 0;
    const used = Math.min((credit?.balance ?? 0) - held, amount);
    if (used <= 0) return;
    await this.credits.use(tx, paymentId, await this.hold(tx, payment, money(used, currency), actor));
    if (used < amount) return;
    await this.outbox.publish(tx, paymentCovered, { subjectId: paymentId, payload: { paymentId, orderId } });
  }

  private async hold(tx: Tx, payment: PaymentRow, used: Money, actor: Actor): Promise<CreditShare[]> {
    const parts = await this.credits.parts(tx, payment.id);
    const amounts = allocate(
      used,
      parts.map((part) => part.amount),
    );
    const shares: CreditShare[] = [];
    for (const [i, { sellerOrderId }] of parts.entries()) {
      const share = amounts[i];
      if (!share || share.amount === 0) continue;
      const { holdId } = await this.ledgerHold(tx, payment, { sellerOrderId }, share, actor);
      shares.push({ sellerOrderId, amount: share.amount, holdId });
    }
    return shares;
  }

  private ledgerHold(
    tx: Tx,
    { id, buyerId }: PaymentRow,
    { sellerOrderId }: Pick<PartRow, 'sellerOrderId'>,
    share: Money,
    actor: Actor,
  ) {
    return this.holds.placeHold(tx, {
      source: { type: 'payment', id, kind: `store_credit:${sellerOrderId}` },
      account: 'buyer_credit',
      owner: buyerId,
      money: share,
      expiresAt: plus(this.clock.now(), LONGEST),
      actor,
    });
  }
}
