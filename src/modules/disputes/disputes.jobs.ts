import { Injectable } from '@nestjs/common';
import { asId } from '../../kernel/index.js';
import { OnDeadline, OnEvent, type EventOf } from '../../platform/messaging/index.js';
import { sellerOrderCancelled } from '../orders/index.js';
import { paymentDisputed } from '../payments/index.js';
import { VERDICT } from './decide-chargeback.js';
import { FollowDispute } from './follow-dispute.js';
import { ReclaimAbsorbed } from './reclaim-absorbed.js';

@Injectable()
export class DisputeJobs {
  constructor(
    private readonly follow: FollowDispute,
    private readonly reclaim: ReclaimAbsorbed,
  ) {}

  @OnEvent(paymentDisputed, { consumer: 'disputes.follow', queue: 'money' })
  disputed({ payload }: EventOf<typeof paymentDisputed>): Promise<void> {
    return this.follow.run(payload);
  }

  @OnDeadline(VERDICT, { queue: 'money' })
  decide(id: string): Promise<void> {
    return this.follow.again(asId(id));
  }

  @OnEvent(sellerOrderCancelled, { consumer: 'disputes.reclaim-absorbed', queue: 'money' })
  cancelled({ payload }: EventOf<typeof sellerOrderCancelled>): Promise<void> {
    return this.reclaim.run(payload.orderId, payload.sellerOrderId);
  }
}
