import { Injectable } from '@nestjs/common';
import { Clock, system, type Id } from '../../kernel/index.js';
import { moveOne, UnitOfWork } from '../../platform/database/index.js';
import { Outbox } from '../../platform/messaging/index.js';
import { MarkConfirmed } from './mark-confirmed.js';
import { MarkDelivered } from './mark-delivered.js';
import { OrderStops } from './order-stops.js';
import { sellerOrderCompleted } from './orders.events.js';
import { factOf } from './seller-order.domain.js';
import { DEADLINES, sellerOrderLifecycle } from './seller-order.lifecycle.js';
import { SellerOrdersRepository } from './seller-orders.repository.js';

/** Where the silence of carrier and buyer moves a shipped seller order on. */
export type Passing = 'transit' | 'confirmation' | 'completion';

/** What silence comes to. */
@Injectable()
export class Silence {
  constructor(
    readonly delivered: MarkDelivered,
    readonly confirmed: MarkConfirmed,
    readonly stops: OrderStops,
  ) {}
}

@Injectable()
export class PassTime {
  constructor(
    private readonly uow: UnitOfWork,
    private readonly clock: Clock,
    private readonly sellerOrders: SellerOrdersRepository,
    private readonly silence: Silence,
    private readonly outbox: Outbox,
  ) {}

  /** A seller order that has moved on stays as it is, and so does one about which a claim is open. */
  run(id: Id<'sor'>, passing: Passing): Promise<void> {
    return this.uow.run(async (tx) => {
      const row = await this.sellerOrders.lock(tx, id);
      const actor = system(DEADLINES[passing]);
      const at = this.clock.now();
      if (passing === 'transit' && row?.state === 'shipped') {
        await this.silence.delivered.run(tx, row, { deliveredAt: at, actor, reason: 'no_news_of_the_shipment' });
      }
      if (passing !== 'transit' && (await this.silence.stops.isStopped(tx, id))) return;
      if (passing === 'confirmation' && row?.state === 'delivered') await this.silence.confirmed.run(tx, row, actor);
      if (passing === 'completion' && row?.state === 'confirmed') {
        await moveOne(tx, sellerOrderLifecycle, id, { action: 'complete', actor, at });
        const payload = { ...factOf(row), completedAt: at.toISOString() };
        await this.outbox.publish(tx, sellerOrderCompleted, { subjectId: id, sellerId: row.sellerId, payload });
      }
    });
  }
}
