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

  /**
   * Ends an order that nobody paid. Where the money is being taken at this moment, the capture has won: the order
   * stays, and the payment tells what became of it.
   */
  run(orderId: Id<'ord'>): Promise<void> {
    return this.uow.run(async (tx) => {
      const order = await this.orders.head(tx, orderId);
      if (!order?.isPending) return;
      const { paymentId, buyerId, sellerOrderIds } = order;
      if (!(await this.payments.void(tx, { paymentId, reason: REASON, actor: TIMER }))) return;
      const move = { action: 'expire', actor: TIMER, at: this.clock.now(), reason: REASON } as const;
      const moved = await moveAll(tx, sellerOrderLifecycle, sellerOrderIds, move);
      if (moved.length === 0) return;
      await this.outbox.publish(tx, orderExpired, { subjectId: orderId, payload: { orderId, buyerId } });
      await this.inventory.release(tx, orderId);
    });
  }
}
