import { Injectable } from '@nestjs/common';
import { Clock, plus, type Actor, type Id } from '../../kernel/index.js';
import { moveAll, UnitOfWork, type Tx } from '../../platform/database/index.js';
import { OutOfStock, ReservationEnded } from '../inventory/index.js';
import { AnnounceSale } from './announce-sale.js';
import { RefundSale } from './refund-sale.js';
import { sellerOrderLifecycle, WINDOWS } from './seller-order.lifecycle.js';
import { SellerOrdersRepository, type SellerOrderRow } from './seller-orders.repository.js';
import { VoidOrder } from './void-order.js';

const PAYMENTS: Actor = { kind: 'provider', name: 'payments' };

@Injectable()
export class RecordPaid {
  constructor(
    private readonly uow: UnitOfWork,
    private readonly clock: Clock,
    private readonly sellerOrders: SellerOrdersRepository,
    private readonly announce: AnnounceSale,
    private readonly refund: RefundSale,
    private readonly voidOrder: VoidOrder,
  ) {}

  /**
   * The money of an order was taken: its sellers are asked to accept, and its stock is sold. Where the order had
   * ended before, or its stock has gone, the money goes back. Running it again changes nothing.
   */
  async run(orderId: Id<'ord'>): Promise<void> {
    try {
      await this.record(orderId);
    } catch (error) {
      if (!(error instanceof OutOfStock || error instanceof ReservationEnded)) throw error;
      await this.voidOrder.run(orderId, 'out_of_stock');
      await this.record(orderId);
    }
  }

  private record(orderId: Id<'ord'>): Promise<void> {
    return this.uow.run(async (tx) => {
      const at = this.clock.now();
      const rows = await this.sellerOrders.ofOrder(tx, orderId);
      const ids = rows.map((row) => row.id);
      const moved = await moveAll(tx, sellerOrderLifecycle, ids, { action: 'pay', actor: PAYMENTS, at });
      if (moved.length === 0) return this.giveBack(tx, await this.sellerOrders.ofOrder(tx, orderId));
      await this.announce.run(tx, orderId, rows, plus(at, WINDOWS.acceptance));
    });
  }

  private async giveBack(tx: Tx, rows: readonly SellerOrderRow[]): Promise<void> {
    const ended = rows.filter(({ state }) => state === 'expired' || state === 'cancelled');
    for (const row of ended) await this.refund.run(tx, row, 'paid_too_late', PAYMENTS);
  }
}
