import { Injectable } from '@nestjs/common';
import { UnitOfWork } from '../../platform/database/index.js';
import { Every, OnEvent, type EventOf } from '../../platform/messaging/index.js';
import { riskRejected, riskReleased } from '../risk/index.js';
import { RISK } from './actors.js';
import { CompleteAbandoned } from './complete-abandoned.js';
import { GiveBackPayment } from './give-back-payment.js';
import { paymentVoidRequested, refundRequested } from './payments.events.js';
import { ReleasePayment } from './release-payment.js';
import { SubmitRefund } from './submit-refund.js';
import { VoidPayment } from './void-payment.js';

@Injectable()
export class PaymentsJobs {
  constructor(
    private readonly uow: UnitOfWork,
    private readonly releasePayment: ReleasePayment,
    private readonly giveBack: GiveBackPayment,
    private readonly voidPayment: VoidPayment,
    private readonly submitRefund: SubmitRefund,
    private readonly completeAbandoned: CompleteAbandoned,
  ) {}

  @OnEvent(riskReleased, { consumer: 'payments.capture-released', queue: 'payments' })
  capture({ payload }: EventOf<typeof riskReleased>): Promise<void> {
    return this.releasePayment.run(payload.paymentId);
  }

  @OnEvent(riskRejected, { consumer: 'payments.give-back-rejected', queue: 'payments' })
  async reject({ payload }: EventOf<typeof riskRejected>): Promise<void> {
    const { paymentId } = payload;
    await this.uow.run((tx) => this.giveBack.run(tx, { paymentId, reason: 'risk_rejected', actor: RISK }));
  }

  @OnEvent(paymentVoidRequested, { consumer: 'payments.void', queue: 'payments' })
  void({ payload }: EventOf<typeof paymentVoidRequested>): Promise<void> {
    return this.voidPayment.run(payload.paymentId);
  }

  @OnEvent(refundRequested, { consumer: 'payments.submit-refund', queue: 'payments' })
  refund({ payload }: EventOf<typeof refundRequested>): Promise<void> {
    return this.submitRefund.run(payload.refundId);
  }

  @Every('payments.complete-abandoned', { every: 'PT1M', queue: 'payments' })
  complete(at: Date): Promise<void> {
    return this.completeAbandoned.run(at);
  }
}
