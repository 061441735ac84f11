import { Injectable } from '@nestjs/common';
import { asId } from '../../kernel/index.js';
import { OnDeadline } from '../../platform/messaging/index.js';
import { EXPIRY } from './end-hold.js';
import { LiftSellerHold } from './lift-seller-hold.js';

@Injectable()
export class SellerHoldJobs {
  constructor(private readonly lift: LiftSellerHold) {}

  @OnDeadline(EXPIRY, { queue: 'money' })
  expire(holdId: string): Promise<void> {
    return this.lift.expire(asId(holdId));
  }
}
