import { Injectable } from '@nestjs/common';
import { Clock, plus, type Actor } from '../../kernel/index.js';
import { moveOne, type Tx } from '../../platform/database/index.js';
import { Deadlines, Outbox } from '../../platform/messaging/index.js';
import { sellerOrderShipped } from './orders.events.js';
import { factOf } from './seller-order.domain.js';
import { DEADLINES, sellerOrderLifecycle, WINDOWS } from './seller-order.lifecycle.js';
import { SellerOrdersRepository, type SellerOrder } from './seller-orders.repository.js';

@Injectable()
export class MarkShipped {
  constructor(
    private readonly clock: Clock,
    private readonly sellerOrders: SellerOrdersRepository,
    private readonly deadlines: Deadlines,
    private readonly outbox: Outbox,
  ) {}

  /** The first parcel left: nothing can be cancelled any more. @throws IllegalTransition unless accepted. */
  async run(tx: Tx, row: SellerOrder, actor: Actor): Promise<void> {
    const at = this.clock.now();
    await moveOne(tx, sellerOrderLifecycle, row.id, { action: 'ship', actor, at });
    await this.sellerOrders.stamp(tx, [row.id], { shippedAt: at });
    await this.deadlines.cancel(tx, DEADLINES.shipBy, row.id);
    await this.deadlines.cancel(tx, DEADLINES.lateShipment, row.id);
    await this.deadlines.set(tx, DEADLINES.transit, row.id, plus(at, WINDOWS.transit));
    await this.outbox.publish(tx, sellerOrderShipped, {
      subjectId: row.id,
      sellerId: row.sellerId,
      payload: { ...factOf(row), shippedAt: at.toISOString() },
    });
  }
}
