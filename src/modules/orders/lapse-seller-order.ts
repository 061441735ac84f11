import { Injectable } from '@nestjs/common';
import { Clock, plus, system, type Id } from '../../kernel/index.js';
import { UnitOfWork } from '../../platform/database/index.js';
import { Deadlines } from '../../platform/messaging/index.js';
import { EndSale, type SaleEnding } from './end-sale.js';
import { DEADLINES, WINDOWS, type SellerOrderState } from './seller-order.lifecycle.js';
import { SellerOrdersRepository } from './seller-orders.repository.js';

/** What a silent seller let pass. */
export type Lapse = 'acceptance' | 'ship_by' | 'shipment';

const ENDINGS: Readonly<Record<Exclude<Lapse, 'ship_by'>, { from: SellerOrderState; ending: SaleEnding }>> = {
  acceptance: {
    from: 'awaiting_acceptance',
    ending: {
      action: 'lapse_acceptance',
      by: 'timer',
      reason: 'not_accepted_in_time',
      actor: system(DEADLINES.acceptance),
    },
  },
  shipment: {
    from: 'accepted',
    ending: {
      action: 'lapse_shipment',
      by: 'timer',
      reason: 'not_shipped_in_time',
      actor: system(DEADLINES.lateShipment),
    },
  },
};

@Injectable()
export class LapseSellerOrder {
  constructor(
    private readonly uow: UnitOfWork,
    private readonly clock: Clock,
    private readonly sellerOrders: SellerOrdersRepository,
    private readonly endSale: EndSale,
    private readonly deadlines: Deadlines,
  ) {}

  /**
   * A missed ship-by is noted, so that the buyer may cancel for the seller's fault; the other lapses end the sale and
   * refund the buyer. A seller order that has moved on stays as it is.
   */
  run(id: Id<'sor'>, lapse: Lapse): Promise<void> {
    return this.uow.run(async (tx) => {
      const row = await this.sellerOrders.lock(tx, id);
      if (lapse === 'ship_by') {
        if (row?.state !== 'accepted' || row.shipOverdueAt) return;
        const now = this.clock.now();
        await this.sellerOrders.stamp(tx, [id], { shipOverdueAt: now });
        await this.deadlines.set(tx, DEADLINES.lateShipment, id, plus(row.shipBy ?? now, WINDOWS.lateShipment));
        return;
      }
      const { from, ending } = ENDINGS[lapse];
      if (row?.state === from) await this.endSale.run(tx, id, ending);
    });
  }
}
