import { Injectable } from '@nestjs/common';
import { Clock, plus, type Actor } from '../../kernel/index.js';
import { moveOne, type Tx } from '../../platform/database/index.js';
import { Deadlines, Outbox } from '../../platform/messaging/index.js';
import { sellerOrderConfirmed } from './orders.events.js';
import { factOf, latest } from './seller-order.domain.js';
import { DEADLINES, sellerOrderLifecycle, WINDOWS } from './seller-order.lifecycle.js';
import { SellerOrdersRepository, type SellerOrderRow } from './seller-orders.repository.js';

/** The goods are what was ordered: said by the buyer, or by a week of silence. */
@Injectable()
export class MarkConfirmed {
  constructor(
    private readonly clock: Clock,
    private readonly sellerOrders: SellerOrdersRepository,
    private readonly deadlines: Deadlines,
    private readonly outbox: Outbox,
  ) {}

  /** @throws IllegalTransition unless the seller order is delivered. */
  async run(tx: Tx, row: SellerOrderRow, actor: Actor): Promise<void> {
    const at = this.clock.now();
    await moveOne(tx, sellerOrderLifecycle, row.id, { action: 'confirm', actor, at });
    await this.sellerOrders.stamp(tx, [row.id], { confirmedAt: at });
    await this.deadlines.cancel(tx, DEADLINES.confirmation, row.id);
    const returnsEnd = plus(row.deliveredAt ?? at, WINDOWS.returns);
    await this.deadlines.set(tx, DEADLINES.completion, row.id, latest(at, returnsEnd));
    await this.outbox.publish(tx, sellerOrderConfirmed, {
      subjectId: row.id,
      sellerId: row.sellerId,
      payload: { ...factOf(row), confirmedAt: at.toISOString() },
    });
  }
}
