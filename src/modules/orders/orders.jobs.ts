import { Injectable } from '@nestjs/common';
import { asId } from '../../kernel/index.js';
import { OnDeadline, OnEvent, type EventOf } from '../../platform/messaging/index.js';
import { paymentCaptured, paymentFailed, paymentHeld, paymentVoided } from '../payments/index.js';
import { ExpireOrder } from './expire-order.js';
import { HoldOrder } from './hold-order.js';
import { RecordPaid } from './record-paid.js';
import { DEADLINES } from './seller-order.lifecycle.js';
import { VoidOrder } from './void-order.js';

/** What the payment of an order, or its absence, means for the order. */
@Injectable()
export class OrdersJobs {
  constructor(
    private readonly recordPaid: RecordPaid,
    private readonly holdOrder: HoldOrder,
    private readonly voidOrder: VoidOrder,
    private readonly expireOrder: ExpireOrder,
  ) {}

  @OnEvent(paymentCaptured, { consumer: 'orders.record-paid', queue: 'orders' })
  paid({ payload }: EventOf<typeof paymentCaptured>): Promise<void> {
    return this.recordPaid.run(payload.orderId);
  }

  @OnEvent(paymentHeld, { consumer: 'orders.hold', queue: 'orders' })
  held({ payload }: EventOf<typeof paymentHeld>): Promise<void> {
    return this.holdOrder.run(payload.orderId);
  }

  @OnEvent(paymentVoided, { consumer: 'orders.cancel-voided', queue: 'orders' })
  voided({ payload }: EventOf<typeof paymentVoided>): Promise<void> {
    return this.voidOrder.run(payload.orderId, payload.reason);
  }

  @OnEvent(paymentFailed, { consumer: 'orders.cancel-failed', queue: 'orders' })
  failed({ payload }: EventOf<typeof paymentFailed>): Promise<void> {
    return this.voidOrder.run(payload.orderId, payload.reason);
  }

  @OnDeadline(DEADLINES.payment, { queue: 'orders' })
  expire(orderId: string): Promise<void> {
    return this.expireOrder.run(asId(orderId));
  }
}
