import { Injectable } from '@nestjs/common';
import { Clock, type Actor, type Id } from '../../kernel/index.js';
import { moveOne, UnitOfWork } from '../../platform/database/index.js';
import type { Once } from '../../platform/http/index.js';
import { Outbox } from '../../platform/messaging/index.js';
import type { SellerOrderView } from './orders.dto.js';
import { sellerOrderAccepted } from './orders.events.js';
import { factOf } from './seller-order.domain.js';
import { sellerOrderLifecycle } from './seller-order.lifecycle.js';
import { SellerOrderViews } from './seller-order-views.js';
import { StartHandling } from './start-handling.js';

@Injectable()
export class AcceptSellerOrder {
  constructor(
    private readonly uow: UnitOfWork,
    private readonly clock: Clock,
    private readonly views: SellerOrderViews,
    private readonly handling: StartHandling,
    private readonly outbox: Outbox,
  ) {}

  /** The seller will fill it, and ships by a date from now on. @throws NotFound, IllegalTransition */
  run(actor: Actor, id: Id<'sor'>, once: Once): Promise<SellerOrderView> {
    return once.run(this.uow, async (tx) => {
      const at = this.clock.now();
      const row = await this.views.ofSeller(tx, id, actor);
      await moveOne(tx, sellerOrderLifecycle, id, { action: 'accept', actor, at });
      await this.handling.run(tx, row, { actor, at });
      const said = { subjectId: id, sellerId: row.sellerId, payload: factOf(row) };
      await this.outbox.publish(tx, sellerOrderAccepted, said);
      return this.views.reread(tx, id, actor);
    });
  }
}
