import { Injectable } from '@nestjs/common';
import type { Actor, Id } from '../../kernel/index.js';
import { UnitOfWork } from '../../platform/database/index.js';
import type { Once } from '../../platform/http/index.js';
import { EndSale } from './end-sale.js';
import type { SellerOrderView } from './orders.dto.js';
import { SellerOrderViews } from './seller-order-views.js';

export interface Refusal {
  readonly reason: string;
  readonly note?: string;
}

@Injectable()
export class RefuseSellerOrder {
  constructor(
    private readonly uow: UnitOfWork,
    private readonly views: SellerOrderViews,
    private readonly endSale: EndSale,
  ) {}

  /** The seller cannot fill it; the buyer is refunded. @throws NotFound, IllegalTransition */
  run(actor: Actor, id: Id<'sor'>, { reason, note }: Refusal, once: Once): Promise<SellerOrderView> {
    return once.run(this.uow, async (tx) => {
      await this.views.ofSeller(tx, id, actor);
      await this.endSale.run(tx, id, { action: 'refuse', by: 'seller', reason, note, actor });
      return this.views.reread(tx, id, actor);
    });
  }
}
