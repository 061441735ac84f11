import { Injectable } from '@nestjs/common';
import type { Id } from '../../kernel/index.js';
import type { Tx } from '../../platform/database/index.js';
import { Deadlines, Outbox } from '../../platform/messaging/index.js';
import { Inventory } from '../inventory/index.js';
import { sellerOrderAwaitingAcceptance } from './orders.events.js';
import { factOf } from './seller-order.domain.js';
import { DEADLINES } from './seller-order.lifecycle.js';
import { SellerOrdersRepository, type SellerOrderRow } from './seller-orders.repository.js';

/** Asks the sellers of a paid order to accept their part in time, and takes what was sold out of the stock. */
@Injectable()
export class AnnounceSale {
  constructor(
    private readonly sellerOrders: SellerOrdersRepository,
    private readonly deadlines: Deadlines,
    private readonly outbox: Outbox,
    private readonly inventory: Inventory,
  ) {}

  /** @throws OutOfStock, ReservationEnded when the payment came after the stock had gone to somebody else. */
  async run(tx: Tx, orderId: Id<'ord'>, rows: readonly SellerOrderRow[], acceptBy: Date): Promise<void> {
    const ids = rows.map((row) => row.id);
    const deadlines = ids.map((subjectId) => ({ subjectId, dueAt: acceptBy }));
    const facts = rows.map((row) => {
      const said = { subjectId: row.id, sellerId: row.sellerId, payload: factOf(row) };
      return [sellerOrderAwaitingAcceptance, said] as const;
    });
    // Written in this order, in one packet.
    await Promise.all([
      this.sellerOrders.stamp(tx, ids, { acceptBy }),
      this.deadlines.cancel(tx, DEADLINES.payment, orderId),
      this.deadlines.setAll(tx, DEADLINES.acceptance, deadlines),
      this.outbox.publishAll(tx, facts),
      this.inventory.commit(tx, orderId),
    ]);
  }
}
