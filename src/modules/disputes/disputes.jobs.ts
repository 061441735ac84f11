import { Injectable } from '@nestjs/common';
import { OnEvent, type EventOf } from '../../platform/messaging/index.js';
import { paymentDisputed } from '../payments/index.js';
import { FollowDispute } from './follow-dispute.js';

@Injectable()
export class DisputeJobs {
  constructor(private readonly follow: FollowDispute) {}

  @OnEvent(paymentDisputed, { consumer: 'disputes.follow', queue: 'money' })
  disputed({ payload }: EventOf<typeof paymentDisputed>): Promise<void> {
    return this.follow.run(payload);
  }
}
