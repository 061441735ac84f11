import { Injectable } from '@nestjs/common';
import { Clock, plus, type Actor } from '../../kernel/index.js';
import { moveOne, type Tx } from '../../platform/database/index.js';
import { Deadlines, Outbox } from '../../platform/messaging/index.js';
import { sellerOrderShipped } from './orders.events.js';
import { arrivalOf, factOf, latest } from './seller-order.domain.js';
import { DEADLINES, sellerOrderLifecycle, WINDOWS } from './seller-order.lifecycle.js';
import { SellerOrdersRepository, type SellerOrder } from './seller-orders.repository.js';

export interface Departure {
  readonly actor: Actor;
  /** Nothing is left to be shipped. */
  readonly isLast: boolean;
  /** When the parcel arrives at the latest, as far as its sender knows. */
  readonly estimatedAt?: Date;
}

@Injectable()
export class MarkShipped {
  constructor(
    private readonly clock: Clock,
    private readonly sellerOrders: SellerOrdersRepository,
    private readonly deadlines: Deadlines,
    private readonly outbox: Outbox,
  ) {}

  /**
   * With the first parcel nothing can be cancelled any more. With the last one the clock starts that takes the delivery
   * for granted; while some units have not left, nobody takes them for delivered before half a year.
   * @throws IllegalTransition unless accepted or shipped.
   */
  async run(tx: Tx, row: SellerOrder, { actor, isLast, estimatedAt }: Departure): Promise<void> {
    const at = this.clock.now();
    const latestSoFar = latest(estimatedAt ?? at, row.deliveryExpectedAt ?? at);
    const { expectedAt, takenForGrantedAt } = arrivalOf(at, row.settlementTerms, WINDOWS.transit, latestSoFar);
    if (row.state !== 'shipped') await this.first(tx, row, actor, at);
    const stamps = { deliveryExpectedAt: expectedAt, ...(isLast && { fullyShippedAt: at }) };
    await this.sellerOrders.stamp(tx, [row.id], stamps);
    const givenUpAt = isLast ? takenForGrantedAt : plus(at, WINDOWS.transit);
    await this.deadlines.set(tx, DEADLINES.transit, row.id, givenUpAt);
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
