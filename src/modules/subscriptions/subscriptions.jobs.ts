import { Injectable } from '@nestjs/common';
import { OnDeadline, OnEvent, type EventOf } from '../../platform/messaging/index.js';
import { sellerClosed } from '../sellers/index.js';
import { CancelForSeller } from './cancel-for-seller.js';
import { PERIOD_END } from './charge-subscription.js';
import { EndPeriod } from './end-period.js';

@Injectable()
export class SubscriptionJobs {
  constructor(
    private readonly end: EndPeriod,
    private readonly cancel: CancelForSeller,
  ) {}

  @OnEvent(sellerClosed, { consumer: 'subscriptions.cancel-for-seller', queue: 'money' })
  sellerIsClosed({ payload }: EventOf<typeof sellerClosed>): Promise<void> {
    return this.cancel.run(payload.sellerId);
  }

  @OnDeadline(PERIOD_END, { queue: 'money' })
  periodEnds(subscriptionId: string): Promise<void> {
    return this.end.run(subscriptionId);
  }
}
