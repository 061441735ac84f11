import { Injectable } from '@nestjs/common';
import { Clock, money, type Id } from '../../kernel/index.js';
import { newId, UnitOfWork } from '../../platform/database/index.js';
import { AttemptsRepository } from './attempts.repository.js';
import type { Answer, ProviderRefund } from './payment-provider.js';
import { PaymentProviders } from './payment-providers.js';
import type { RefundRow } from './payments.rows.js';
import { RecordRefund } from './record-refund.js';
import { RefundsRepository } from './refunds.repository.js';

/** Asks the provider to pay back, once: it is first asked whether it has done so already. */
@Injectable()
export class SubmitRefund {
  constructor(
    private readonly uow: UnitOfWork,
    private readonly refunds: RefundsRepository,
    private readonly attempts: AttemptsRepository,
    private readonly providers: PaymentProviders,
    private readonly recordRefund: RecordRefund,
    private readonly clock: Clock,
  ) {}

  async run(refundId: Id<'rfd'>): Promise<void> {
    const refund = await this.refunds.find(refundId);
    if (refund?.state !== 'requested') return;
    const key = `${refundId}:refund`;
    const intent = newId('pat');
    const attemptId = await this.attempts.beginRefund(intent, refundId, key, this.clock.now());
    const known = attemptId === intent ? undefined : await this.lookUp(refund);
    const answer = !known || known.kind === 'absent' ? await this.ask(refund, keyFor(refund, key)) : known;
    await this.uow.run((tx) => this.recordRefund.run(tx, refund, attemptId, answer));
  }

  private lookUp({ id, provider, chargeRef }: RefundRow): Promise<Answer<ProviderRefund>> {
    return this.providers.of(provider).lookupRefund({ refundId: id, chargeRef: chargeRef ?? '' });
  }

  private ask({ id, provider, chargeRef, amount, currency }: RefundRow, key: string): Promise<Answer<ProviderRefund>> {
    const request = { key, chargeRef: chargeRef ?? '', refundId: id, amount: money(amount, currency) };
    return this.providers.of(provider).refund(request);
  }
}

/** What a bank has paid in the meantime makes it another request. */
const keyFor = ({ chargedBack, amount }: RefundRow, key: string): string =>
  chargedBack === 0 ? key : `${key}:${amount}`;
