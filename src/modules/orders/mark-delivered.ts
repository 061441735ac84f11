import { Injectable } from '@nestjs/common';
import { Clock, plus, type Actor } from '../../kernel/index.js';
import { moveOne, type Tx } from '../../platform/database/index.js';
import { Deadlines, Outbox } from '../../platform/messaging/index.js';
import { sellerOrderDelivered } from './orders.events.js';
import { deliveredFact, earliest, latest } from './seller-order.domain.js';
import { DEADLINES, sellerOrderLifecycle, WINDOWS } from './seller-order.lifecycle.js';
import { SellerOrdersRepository, type SellerOrder } from './seller-orders.repository.js';

export interface Delivery {
  /** When it happened in the world; taken as now when it lies ahead, and as the shipment when before it. */
  readonly deliveredAt: Date;
  readonly actor: Actor;
  readonly reason?: string;
}

@Injectable()
export class MarkDelivered {
  constructor(
    private readonly clock: Clock,
    private readonly sellerOrders: SellerOrdersRepository,
    private readonly deadlines: Deadlines,
    private readonly outbox: Outbox,
  ) {}

  /** The goods arrived: the escrow's clock starts. @throws IllegalTransition unless the seller order is shipped. */
  async run(tx: Tx, row: SellerOrder, { deliveredAt, actor, reason }: Delivery): Promise<void> {
    const at = this.clock.now();
    const when = earliest(at, latest(deliveredAt, row.shippedAt ?? deliveredAt));
    await moveOne(tx, sellerOrderLifecycle, row.id, { action: 'deliver', actor, at, reason });
    await this.sellerOrders.stamp(tx, [row.id], { deliveredAt: when });
    await this.deadlines.cancel(tx, DEADLINES.transit, row.id);
    await this.deadlines.set(tx, DEADLINES.confirmation, row.id, plus(when, WINDOWS.confirmation));
    await this.outbox.publish(tx, sellerOrderDelivered, {
      subjectId: row.id,
      sellerId: row.sellerId,
      payload: deliveredFact(row, when),
    });
  }
}
