import { Injectable } from '@nestjs/common';
import { Clock, system, type Id } from '../../kernel/index.js';
import { moveAll, UnitOfWork } from '../../platform/database/index.js';
import { Outbox } from '../../platform/messaging/index.js';
import { Inventory } from '../inventory/index.js';
import { Payments } from '../payments/index.js';
import { orderExpired } from './orders.events.js';
import { OrdersRepository } from './orders.repository.js';
import { sellerOrderLifecycle } from './seller-order.lifecycle.js';

const TIMER = system('order.payment-expiry');
const REASON = 'not_paid_in_time';

@Injectable()
export class ExpireOrder {
  constructor(
    private readonly uow: UnitOfWork,
    private readonly clock: Clock,
    private readonly orders: OrdersRepository,
    private readonly payments: Payments,
    private readonly inventory: Inventory,
    private readonly outbox: Outbox,
  ) {}

  /** Ends an order that nobody paid. A payment that is captured all the same finds it ended and is given back. */
  run(orderId: Id<'ord'>): Promise<void> {
    return this.uow.run(async (tx) => {
      const order = await this.orders.head(tx, orderId);
      if (!order) return;
      const ids = await this.orders.sellerOrderIds(tx, orderId);
      const move = { action: 'expire', actor: TIMER, at: this.clock.now(), reason: REASON } as const;
      const moved = await moveAll(tx, sellerOrderLifecycle, ids, move);
      if (moved.length === 0) return;
      await this.payments.void(tx, { paymentId: order.paymentId, reason: REASON, actor: TIMER });
      await this.outbox.publish(tx, orderExpired, { subjectId: orderId, payload: { orderId, buyerId: order.buyerId } });
      await this.inventory.release(tx, orderId);
    });
  }
}
