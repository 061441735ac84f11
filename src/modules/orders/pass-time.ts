import { Injectable } from '@nestjs/common';
import { Clock, system, type Id } from '../../kernel/index.js';
import { moveOne, UnitOfWork } from '../../platform/database/index.js';
import { Outbox } from '../../platform/messaging/index.js';
import { MarkConfirmed } from './mark-confirmed.js';
import { MarkDelivered } from './mark-delivered.js';
import { sellerOrderCompleted } from './orders.events.js';
import { factOf } from './seller-order.domain.js';
import { DEADLINES, sellerOrderLifecycle } from './seller-order.lifecycle.js';
import { SellerOrdersRepository } from './seller-orders.repository.js';

/** Where the silence of carrier and buyer moves a shipped seller order on. */
export type Passing = 'transit' | 'confirmation' | 'completion';

@Injectable()
export class PassTime {
  constructor(
    private readonly uow: UnitOfWork,
    private readonly clock: Clock,
    private readonly sellerOrders: SellerOrdersRepository,
    private readonly delivered: MarkDelivered,
    private readonly confirmed: MarkConfirmed,
    private readonly outbox: Outbox,
  ) {}

  /** A seller order that has moved on stays as it is. */
  run(id: Id<'sor'>, passing: Passing): Promise<void> {
    return this.uow.run(async (tx) => {
      const row = await this.sellerOrders.lock(tx, id);
      const actor = system(DEADLINES[passing]);
      const at = this.clock.now();
      if (passing === 'transit' && row?.state === 'shipped') {
        await this.delivered.run(tx, row, { deliveredAt: at, actor, reason: 'no_news_of_the_shipment' });
      }
      if (passing === 'confirmation' && row?.state === 'delivered') await this.confirmed.run(tx, row, actor);
      if (passing === 'completion' && row?.state === 'confirmed') {
        await moveOne(tx, sellerOrderLifecycle, id, { action: 'complete', actor, at });
        const payload = { ...factOf(row), completedAt: at.toISOString() };
        await this.outbox.publish(tx, sellerOrderCompleted, { subjectId: id, sellerId: row.sellerId, payload });
      }
    });
  }
}
