import { Injectable } from '@nestjs/common';
import { Clock } from '../../kernel/index.js';
import { UnitOfWork } from '../../platform/database/index.js';
import { Orders } from '../orders/index.js';
import { FollowParcel } from './follow-parcel.js';
import { ShipmentsRepository, type CarrierEvent } from './shipments.repository.js';

/** `kept`: no parcel is known by that number yet; the event is applied once there is one. */
export type CarrierEventOutcome = 'applied' | 'duplicate' | 'outdated' | 'kept';

/** Without an instant it happened now. */
export type SaidByCarrier = Omit<CarrierEvent, 'occurredAt'> & { readonly occurredAt?: Date };

@Injectable()
export class RecordCarrierEvent {
  constructor(
    private readonly uow: UnitOfWork,
    private readonly clock: Clock,
    private readonly orders: Orders,
    private readonly shipments: ShipmentsRepository,
    private readonly follow: FollowParcel,
  ) {}

  /** Carriers repeat events and send them late and out of order: none of that changes anything twice. */
  run(said: SaidByCarrier): Promise<CarrierEventOutcome> {
    return this.uow.run(async (tx) => {
      const now = this.clock.now();
      const event = { ...said, occurredAt: said.occurredAt ?? now };
      const { carrier, trackingNumber } = event;
      await this.shipments.lockParcel(tx, carrier, trackingNumber);
      if (!(await this.shipments.storeEvent(tx, event, now))) return 'duplicate';
      const sellerOrderIds = await this.shipments.sellerOrdersOfParcel(tx, carrier, trackingNumber);
      if (sellerOrderIds.length === 0) return 'kept';
      let outcome: CarrierEventOutcome = 'outdated';
      for (const id of sellerOrderIds) {
        await this.orders.lock(tx, id);
        if (await this.follow.run(tx, id, [event])) outcome = 'applied';
      }
      return outcome;
    });
  }
}
