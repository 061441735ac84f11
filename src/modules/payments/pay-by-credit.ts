import { Injectable } from '@nestjs/common';
import { allocate, Clock, money, plus, type Id, type Money } from '../../kernel/index.js';
import type { Tx } from '../../platform/database/index.js';
import { Outbox } from '../../platform/messaging/index.js';
import { Holds, Ledger } from '../ledger/index.js';
import { paymentCovered } from './payments.events.js';
import { PaymentsRepository } from './payments.repository.js';
import type { PaymentRow } from './payments.rows.js';
import { StoreCredits, type CreditShare } from './store-credits.repository.js';

/** Longer than any payment is under way; every end of a payment ends its holds before. */
const LONGEST = 'P365D';

/**
 * Pays as much of an opened payment as it can with the buyer's store credit. It is held until the capture, and free
 * again when nothing is captured; a payment that it pays all of is captured without a card.
 */
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
  async run(tx: Tx, paymentId: Id<'pay'>): Promise<void> {
    const payment = await this.payments.lock(tx, paymentId);
    if (!payment) return;
    const { buyerId, orderId, currency, amount } = payment;
    const [credit] = await this.ledger.lock(tx, buyerId, currency, ['buyer_credit']);
    const held = credit ? await this.ledger.held(tx, 'buyer_credit', buyerId, currency) : 0;
    const used = Math.min((credit?.balance ?? 0) - held, amount);
    if (used <= 0) return;
    await this.credits.use(tx, paymentId, await this.hold(tx, payment, money(used, currency)));
    if (used < amount) return;
    await this.outbox.publish(tx, paymentCovered, { subjectId: paymentId, payload: { paymentId, orderId } });
  }

  private async hold(tx: Tx, { id, buyerId }: PaymentRow, used: Money): Promise<CreditShare[]> {
    const parts = await this.credits.parts(tx, id);
    const amounts = allocate(
      used,
      parts.map((part) => part.amount),
    );
    const actor = { kind: 'user', userId: buyerId, staffRoles: [], memberships: [] } as const;
    const expiresAt = plus(this.clock.now(), LONGEST);
    const shares: CreditShare[] = [];
    for (const [i, { sellerOrderId }] of parts.entries()) {
      const share = amounts[i];
      if (!share || share.amount === 0) continue;
      const source = { type: 'payment', id, kind: `store_credit:${sellerOrderId}` };
      const hold = { source, account: 'buyer_credit', owner: buyerId, money: share, expiresAt, actor } as const;
      const { holdId } = await this.holds.placeHold(tx, hold);
      shares.push({ sellerOrderId, amount: share.amount, holdId });
    }
    return shares;
  }
}
