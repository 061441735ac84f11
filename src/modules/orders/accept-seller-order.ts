import { Injectable } from '@nestjs/common';
import { Clock, plus, type Actor, type Id } from '../../kernel/index.js';
import { moveOne, UnitOfWork } from '../../platform/database/index.js';
import type { Once } from '../../platform/http/index.js';
import { Deadlines, Outbox } from '../../platform/messaging/index.js';
import type { SellerOrderView } from './orders.dto.js';
import { sellerOrderAccepted } from './orders.events.js';
import { factOf } from './seller-order.domain.js';
import { DEADLINES, sellerOrderLifecycle, WINDOWS } from './seller-order.lifecycle.js';
import { SellerOrderViews } from './seller-order-views.js';
import { SellerOrdersRepository } from './seller-orders.repository.js';

@Injectable()
export class AcceptSellerOrder {
  constructor(
    private readonly uow: UnitOfWork,
    private readonly clock: Clock,
    private readonly sellerOrders: SellerOrdersRepository,
    private readonly views: SellerOrderViews,
    private readonly deadlines: Deadlines,
    private readonly outbox: Outbox,
  ) {}

  /** The seller will fill it, and ships by a date from now on. @throws NotFound, IllegalTransition */
  run(actor: Actor, id: Id<'sor'>, once: Once): Promise<SellerOrderView> {
    return once.run(this.uow, async (tx) => {
      const at = this.clock.now();
      const row = await this.views.ofSeller(tx, id, actor);
      await moveOne(tx, sellerOrderLifecycle, id, { action: 'accept', actor, at });
      const shipBy = plus(at, WINDOWS.handling);
      await this.sellerOrders.stamp(tx, [id], { shipBy });
      await this.deadlines.cancel(tx, DEADLINES.acceptance, id);
      await this.deadlines.set(tx, DEADLINES.shipBy, id, shipBy);
      const said = { subjectId: id, sellerId: row.sellerId, payload: factOf(row) };
      await this.outbox.publish(tx, sellerOrderAccepted, said);
      return this.views.reread(tx, id, actor);
    });
  }
}
