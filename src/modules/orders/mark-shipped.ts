import { Injectable } from '@nestjs/common';
import { Clock, type Actor } from '../../kernel/index.js';
import { moveOne, type Tx } from '../../platform/database/index.js';
import { Deadlines, Outbox } from '../../platform/messaging/index.js';
import { sellerOrderShipped } from './orders.events.js';
import { arrivalOf, factOf, latest } from './seller-order.domain.js';
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

  /**
   * A parcel left, to arrive at `estimatedAt` at the latest. With the first one nothing can be cancelled any more; each
   * further one moves the instant on at which the delivery is taken for granted.
   * @throws IllegalTransition unless accepted or shipped.
   */
  async run(tx: Tx, row: SellerOrder, actor: Actor, estimatedAt?: Date): Promise<void> {
    const at = this.clock.now();
    const terms = row.settlementTerms;
    const { expectedAt, takenForGrantedAt } = arrivalOf(
      at,
      terms,
      WINDOWS.transit,
      latest(estimatedAt ?? at, row.deliveryExpectedAt ?? at),
    );
    if (row.state !== 'shipped') await this.first(tx, row, actor, at);
    await this.sellerOrders.stamp(tx, [row.id], { deliveryExpectedAt: expectedAt });
    await this.deadlines.set(tx, DEADLINES.transit, row.id, takenForGrantedAt);
  }

  private async first(tx: Tx, row: SellerOrder, actor: Actor, at: Date): Promise<void> {
    await moveOne(tx, sellerOrderLifecycle, row.id, { action: 'ship', actor, at });
    await this.sellerOrders.stamp(tx, [row.id], { shippedAt: at });
    await this.deadlines.cancel(tx, DEADLINES.shipBy, row.id);
    await this.deadlines.cancel(tx, DEADLINES.lateShipment, row.id);
    await this.outbox.publish(tx, sellerOrderShipped, {
      subjectId: row.id,
      sellerId: row.sellerId,
      payload: { ...factOf(row), shippedAt: at.toISOString() },
    });
  }
}
