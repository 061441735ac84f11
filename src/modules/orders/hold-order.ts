import { Injectable } from '@nestjs/common';
import { Clock, system, type Id } from '../../kernel/index.js';
import { moveAll, UnitOfWork } from '../../platform/database/index.js';
import { Deadlines } from '../../platform/messaging/index.js';
import { Inventory } from '../inventory/index.js';
import { OrdersRepository } from './orders.repository.js';
import { DEADLINES, sellerOrderLifecycle } from './seller-order.lifecycle.js';

@Injectable()
export class HoldOrder {
  constructor(
    private readonly uow: UnitOfWork,
    private readonly clock: Clock,
    private readonly orders: OrdersRepository,
    private readonly deadlines: Deadlines,
    private readonly inventory: Inventory,
  ) {}

  /** The payment waits for a risk analyst; the stock is kept for as long as that takes. */
  run(orderId: Id<'ord'>): Promise<void> {
    return this.uow.run(async (tx) => {
      const { sellerOrderIds: ids = [] } = (await this.orders.head(tx, orderId)) ?? {};
      const move = { action: 'hold', actor: system('risk'), at: this.clock.now() } as const;
      const moved = await moveAll(tx, sellerOrderLifecycle, ids, move);
      if (moved.length === 0) return;
      await this.deadlines.cancel(tx, DEADLINES.payment, orderId);
      await this.inventory.commit(tx, orderId);
    });
  }
}
