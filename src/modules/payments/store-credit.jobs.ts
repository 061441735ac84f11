import { Injectable } from '@nestjs/common';
import { OnEvent, type EventOf } from '../../platform/messaging/index.js';
import { CoverPayment } from './cover-payment.js';
import { FreeCredit } from './free-credit.js';
import { paymentCovered, paymentExpired, paymentFailed, paymentVoided } from './payments.events.js';

@Injectable()
export class StoreCreditJobs {
  constructor(
    private readonly cover: CoverPayment,
    private readonly free: FreeCredit,
  ) {}

  @OnEvent(paymentCovered, { consumer: 'payments.capture-covered', queue: 'payments' })
  covered({ payload }: EventOf<typeof paymentCovered>): Promise<void> {
    return this.cover.run(payload.paymentId);
  }

  @OnEvent(paymentExpired, { consumer: 'payments.free-credit-expired', queue: 'payments' })
  expired({ payload }: EventOf<typeof paymentExpired>): Promise<void> {
    return this.free.run(payload.paymentId);
  }

  @OnEvent(paymentVoided, { consumer: 'payments.free-credit-voided', queue: 'payments' })
  voided({ payload }: EventOf<typeof paymentVoided>): Promise<void> {
    return this.free.run(payload.paymentId);
  }

  @OnEvent(paymentFailed, { consumer: 'payments.free-credit-failed', queue: 'payments' })
  failed({ payload }: EventOf<typeof paymentFailed>): Promise<void> {
    return this.free.run(payload.paymentId);
  }
}
