import { Injectable } from '@nestjs/common';
import { asId } from '../../kernel/index.js';
import { OnDeadline } from '../../platform/messaging/index.js';
import { LapseSellerOrder } from './lapse-seller-order.js';
import { PassTime } from './pass-time.js';
import { DEADLINES } from './seller-order.lifecycle.js';

/** What becomes of a seller order while its parties are silent. */
@Injectable()
export class SellerOrdersJobs {
  constructor(
    private readonly lapse: LapseSellerOrder,
    private readonly passTime: PassTime,
  ) {}

  @OnDeadline(DEADLINES.acceptance, { queue: 'orders' })
  notAccepted(id: string): Promise<void> {
    return this.lapse.run(asId(id), 'acceptance');
  }

  @OnDeadline(DEADLINES.shipBy, { queue: 'orders' })
  shipmentLate(id: string): Promise<void> {
    return this.lapse.run(asId(id), 'ship_by');
  }

  @OnDeadline(DEADLINES.lateShipment, { queue: 'orders' })
  notShipped(id: string): Promise<void> {
    return this.lapse.run(asId(id), 'shipment');
  }

  @OnDeadline(DEADLINES.transit, { queue: 'orders' })
  noNews(id: string): Promise<void> {
    return this.passTime.run(asId(id), 'transit');
  }

  @OnDeadline(DEADLINES.confirmation, { queue: 'orders' })
  notDisputed(id: string): Promise<void> {
    return this.passTime.run(asId(id), 'confirmation');
  }

  @OnDeadline(DEADLINES.completion, { queue: 'orders' })
  returnsOver(id: string): Promise<void> {
    return this.passTime.run(asId(id), 'completion');
  }
}
