import { Injectable } from '@nestjs/common';
import { asId } from '../../kernel/index.js';
import { OnDeadline } from '../../platform/messaging/index.js';
import { LiftReleaseHold } from './lift-release-hold.js';
import { EXPIRY } from './place-release-hold.js';

@Injectable()
export class ReleaseHoldJobs {
  constructor(private readonly lift: LiftReleaseHold) {}

  @OnDeadline(EXPIRY, { queue: 'money' })
  expire(holdId: string): Promise<void> {
    return this.lift.expire(asId(holdId));
  }
}
