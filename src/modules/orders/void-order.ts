import { Injectable } from '@nestjs/common';
import { Clock, type Actor, type Id } from '../../kernel/index.js';
import { moveAll, UnitOfWork, type Moved, type Tx } from '../../platform/database/index.js';
import { Outbox } from '../../platform/messaging/index.js';
import { Coupons } from '../coupons/index.js';
import { Inventory } from '../inventory/index.js';
import { sellerOrderCancelled } from './orders.events.js';
import { factOf, unitsOf } from './seller-order.domain.js';
import { sellerOrderLifecycle, type SellerOrderState } from './seller-order.lifecycle.js';
import { SellerOrdersRepository, type SellerOrderRow } from './seller-orders.repository.js';

const PAYMENTS: Actor = { kind: 'provider', name: 'payments' };

@Injectable()
export class VoidOrder {
  constructor(
    private readonly uow: UnitOfWork,
    private readonly clock: Clock,
    private readonly sellerOrders: SellerOrdersRepository,
    private readonly coupons: Coupons,
    private readonly inventory: Inventory,
    private readonly outbox: Outbox,
  ) {}

  /**
   * The payment ended without money, or its money goes back since there is nothing to sell: the order is cancelled, its
   * stock can be sold and its coupon used again.
   */
  run(orderId: Id<'ord'>, reason: string): Promise<void> {
    return this.uow.run(async (tx) => {
      const at = this.clock.now();
      const rows = await this.sellerOrders.ofOrder(tx, orderId);
      const ids = rows.map((row) => row.id);
      const moved = await moveAll(tx, sellerOrderLifecycle, ids, { action: 'void', actor: PAYMENTS, at, reason });
      if (moved.length === 0) return;
      const by = reason.startsWith('risk') ? 'risk' : 'payment';
      for (const row of rows) await this.sellerOrders.cancel(tx, row.id, { by, reason, actor: PAYMENTS, at });
      await this.outbox.publishAll(
        tx,
        rows.map((row) => {
          const payload = { ...factOf(row), by, reason, cancelledAt: at.toISOString() } as const;
          return [sellerOrderCancelled, { subjectId: row.id, sellerId: row.sellerId, payload }] as const;
        }),
      );
      await this.coupons.giveBack(tx, orderId);
      await this.freeStock(tx, orderId, rows, moved);
    });
  }

  private async freeStock(
    tx: Tx,
    orderId: Id<'ord'>,
    rows: readonly SellerOrderRow[],
    moved: readonly Moved<SellerOrderState>[],
  ): Promise<void> {
    if (moved.every(({ from }) => from === 'pending_payment')) return this.inventory.release(tx, orderId);
    for (const row of rows) {
      await this.inventory.restock(tx, { sellerOrderId: row.id, lines: unitsOf(row), reason: 'order_cancelled' });
    }
  }
}
