import { Injectable } from '@nestjs/common';
import type { Id, UserActor } from '../../kernel/index.js';
import { UnitOfWork } from '../../platform/database/index.js';
import type { Once } from '../../platform/http/index.js';
import { EndSale } from './end-sale.js';
import type { SellerOrderView } from './orders.dto.js';
import { SellerOrderViews } from './seller-order-views.js';

@Injectable()
export class CancelSellerOrder {
  constructor(
    private readonly uow: UnitOfWork,
    private readonly views: SellerOrderViews,
    private readonly endSale: EndSale,
  ) {}

  /** The buyer changes their mind before the shipment. @throws NotFound, IllegalTransition */
  run(actor: UserActor, id: Id<'sor'>, note: string | undefined, once: Once): Promise<SellerOrderView> {
    return once.run(this.uow, async (tx) => {
      const { shipOverdueAt } = await this.views.ofBuyer(tx, id, actor);
      const reason = shipOverdueAt === null ? 'buyer_changed_mind' : 'not_shipped_in_time';
      await this.endSale.run(tx, id, { action: 'cancel', by: 'buyer', reason, note, actor });
      return this.views.reread(tx, id, actor);
    });
  }
}
