import { Injectable } from '@nestjs/common';
import { OnDeadline } from '../../platform/messaging/index.js';
import { PERIOD_END } from './charge-subscription.js';
import { EndPeriod } from './end-period.js';

@Injectable()
export class SubscriptionJobs {
  constructor(private readonly end: EndPeriod) {}

  @OnDeadline(PERIOD_END, { queue: 'money' })
  periodEnds(subscriptionId: string): Promise<void> {
    return this.end.run(subscriptionId);
  }
}
