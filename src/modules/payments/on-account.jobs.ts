import { Injectable } from '@nestjs/common';
import { OnEvent, type EventOf } from '../../platform/messaging/index.js';
import { JudgeOnAccount } from './judge-on-account.js';
import { paymentOnAccount } from './on-account.events.js';

@Injectable()
export class OnAccountJobs {
  constructor(private readonly judge: JudgeOnAccount) {}

  @OnEvent(paymentOnAccount, { consumer: 'payments.judge-on-account', queue: 'payments' })
  opened({ payload }: EventOf<typeof paymentOnAccount>): Promise<void> {
    return this.judge.run(payload.paymentId);
  }
}
