import { Injectable } from '@nestjs/common';
import type { Id } from '../../kernel/index.js';
import { UnitOfWork } from '../../platform/database/index.js';
import { OnEvent, type EventOf } from '../../platform/messaging/index.js';
import { Coupons } from '../coupons/index.js';
import { paymentFailed, paymentVoided } from '../payments/index.js';
import { orderExpired } from './orders.events.js';

/** An order that ends without having been paid gives its coupon back. */
@Injectable()
export class OrderCouponsJobs {
  constructor(
    private readonly uow: UnitOfWork,
    private readonly coupons: Coupons,
  ) {}

  @OnEvent(orderExpired, { consumer: 'orders.return-coupon-expired', queue: 'orders' })
  expired({ payload }: EventOf<typeof orderExpired>): Promise<void> {
    return this.giveBack(payload.orderId);
  }

  @OnEvent(paymentFailed, { consumer: 'orders.return-coupon-failed', queue: 'orders' })
  failed({ payload }: EventOf<typeof paymentFailed>): Promise<void> {
    return this.giveBack(payload.orderId);
  }

  @OnEvent(paymentVoided, { consumer: 'orders.return-coupon-voided', queue: 'orders' })
  voided({ payload }: EventOf<typeof paymentVoided>): Promise<void> {
    return this.giveBack(payload.orderId);
  }

  private giveBack(orderId: Id<'ord'>): Promise<void> {
    return this.uow.run((tx) => this.coupons.giveBack(tx, orderId));
  }
}
