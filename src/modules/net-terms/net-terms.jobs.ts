import { Injectable } from '@nestjs/common';
import { Clock } from '../../kernel/index.js';
import { UnitOfWork } from '../../platform/database/index.js';
import { OnDeadline, OnEvent, type EventOf } from '../../platform/messaging/index.js';
import { CreditLines } from '../companies/index.js';
import { accountRefundRequested, accountReleased, termsAccepted } from '../payments/index.js';
import { CreditRefund } from './credit-refund.js';
import { IssueInvoice } from './issue-invoice.js';
import { REMINDER } from './open-invoice.js';
import { RemindInvoice } from './remind-invoice.js';

/** From the seller's acceptance to the last reminder. */
@Injectable()
export class NetTermsJobs {
  constructor(
    private readonly uow: UnitOfWork,
    private readonly clock: Clock,
    private readonly lines: CreditLines,
    private readonly issue: IssueInvoice,
    private readonly credit: CreditRefund,
    private readonly remind: RemindInvoice,
  ) {}

  @OnEvent(termsAccepted, { consumer: 'net-terms.issue-invoice', queue: 'money' })
  async accepted({ payload }: EventOf<typeof termsAccepted>): Promise<void> {
    await this.uow.run((tx) => this.issue.run(tx, payload));
  }

  @OnEvent(accountRefundRequested, { consumer: 'net-terms.credit-refund', queue: 'money' })
  refunded({ payload }: EventOf<typeof accountRefundRequested>): Promise<void> {
    return this.credit.run(payload);
  }

  @OnEvent(accountReleased, { consumer: 'net-terms.free-credit', queue: 'money' })
  async released({ payload: { paymentId } }: EventOf<typeof accountReleased>): Promise<void> {
    const source = { type: 'payment', id: paymentId };
    await this.uow.run((tx) => this.lines.free(tx, { paymentId, source, at: this.clock.now() }));
  }

  @OnDeadline(REMINDER, { queue: 'money' })
  due(invoiceId: string): Promise<void> {
    return this.remind.run(invoiceId);
  }
}
