import { Injectable } from '@nestjs/common';
import type { Id, UserActor } from '../../kernel/index.js';
import { IllegalTransition, UnitOfWork } from '../../platform/database/index.js';
import type { Once } from '../../platform/http/index.js';
import { MarkConfirmed } from './mark-confirmed.js';
import type { SellerOrderView } from './orders.dto.js';
import { SellerOrderViews } from './seller-order-views.js';

@Injectable()
export class ConfirmDelivery {
  constructor(
    private readonly uow: UnitOfWork,
    private readonly views: SellerOrderViews,
    private readonly confirmed: MarkConfirmed,
  ) {}

  /** @throws NotFound unless the actor is the buyer, IllegalTransition unless all goods are delivered or on their way. */
  run(actor: UserActor, id: Id<'sor'>, once: Once): Promise<SellerOrderView> {
    return once.run(this.uow, async (tx) => {
      const row = await this.views.ofBuyer(tx, id, actor);
      if (row.state === 'shipped' && !row.fullyShippedAt) {
        throw new IllegalTransition({ subject: 'seller_order', action: 'confirm' });
      }
      await this.confirmed.run(tx, row, actor);
      return this.views.reread(tx, id, actor);
    });
  }
}
