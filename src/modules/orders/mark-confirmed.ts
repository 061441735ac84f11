import { Injectable } from '@nestjs/common';
import { Clock, plus, type Actor } from '../../kernel/index.js';
import { moveOne, type Tx } from '../../platform/database/index.js';
import { Deadlines, Outbox } from '../../platform/messaging/index.js';
import { sellerOrderConfirmed, sellerOrderDelivered } from './orders.events.js';
import { deliveredFact, factOf, latest } from './seller-order.domain.js';
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

  /** Where no carrier has said so, the buyer's word is the delivery. @throws IllegalTransition unless shipped or delivered. */
  async run(tx: Tx, row: SellerOrderRow, actor: Actor): Promise<void> {
    const at = this.clock.now();
    const { from } = await moveOne(tx, sellerOrderLifecycle, row.id, { action: 'confirm', actor, at });
    if (from === 'shipped') await this.arrived(tx, row, at);
    await this.sellerOrders.stamp(tx, [row.id], { confirmedAt: at });
    await this.deadlines.cancel(tx, DEADLINES.confirmation, row.id);
    const returnsEnd = plus(row.deliveredAt ?? at, WINDOWS.returns);
    await this.deadlines.set(tx, DEADLINES.completion, row.id, latest(at, returnsEnd));
    const by = actor.kind === 'user' ? 'buyer' : 'timer';
    await this.outbox.publish(tx, sellerOrderConfirmed, {
      subjectId: row.id,
      sellerId: row.sellerId,
      payload: { ...factOf(row), confirmedAt: at.toISOString(), by },
    });
  }

  private async arrived(tx: Tx, row: SellerOrderRow, at: Date): Promise<void> {
    await this.sellerOrders.stamp(tx, [row.id], { deliveredAt: at });
    await this.deadlines.cancel(tx, DEADLINES.transit, row.id);
    const fact = { subjectId: row.id, sellerId: row.sellerId, payload: deliveredFact(row, at) };
    await this.outbox.publish(tx, sellerOrderDelivered, fact);
  }
}
