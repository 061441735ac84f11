import { Injectable } from '@nestjs/common';
import { Clock, money, type Id } from '../../kernel/index.js';
import { newId, UnitOfWork } from '../../platform/database/index.js';
import { AttemptsRepository, type BegunRefund } from './attempts.repository.js';
import type { Answer, ProviderRefund } from './payment-provider.js';
import { PaymentProviders } from './payment-providers.js';
import type { RefundRow } from './payments.rows.js';
import { ATTEMPT_GRACE_MS } from './record-authorisation.js';
import { RecordRefund } from './record-refund.js';
import { RefundsRepository } from './refunds.repository.js';

/**
 * Asks the provider to pay back, once: it is first asked whether it has done so already. What a chargeback has overtaken
 * is only looked up.
 */
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
    if (!refund) return;
    if (refund.state !== 'requested') return this.lookLate(refund);
    const begun = await this.attempts.beginRefund(newId('pat'), refundId, `${refundId}:refund`, this.clock.now());
    if (!begun) return;
    const answer = begun.isNew ? await this.ask(refund) : await this.lookUpFirst(refund, begun);
    const isOld = this.clock.now().getTime() - begun.checkedAt.getTime() >= ATTEMPT_GRACE_MS;
    await this.uow.run((tx) => this.recordRefund.run(tx, refundId, { id: begun.id, isOld }, answer));
  }

  /** What a bank has paid may have been paid by the provider as well. */
  private async lookLate(refund: RefundRow): Promise<void> {
    if (refund.chargedBack === refund.paidTwice || refund.providerRef !== null) return;
    const answer = await this.lookUp(refund);
    await this.uow.run((tx) => this.recordRefund.late(tx, refund.id, answer));
  }

  private async lookUpFirst(refund: RefundRow, { id }: BegunRefund): Promise<Answer<ProviderRefund>> {
    const known = await this.lookUp(refund);
    if (known.kind !== 'absent' || !(await this.attempts.askAgain(id, this.clock.now()))) return known;
    return this.ask(refund);
  }

  private lookUp({ id, provider, chargeRef }: RefundRow): Promise<Answer<ProviderRefund>> {
    return this.providers.of(provider).lookupRefund({ refundId: id, chargeRef: chargeRef ?? '' });
  }

  private ask(refund: RefundRow): Promise<Answer<ProviderRefund>> {
    const { id, provider, chargeRef, amount, currency } = refund;
    const request = { key: keyFor(refund), chargeRef: chargeRef ?? '', refundId: id, amount: money(amount, currency) };
    return this.providers.of(provider).refund(request);
  }
}

/** What a bank has paid in the meantime makes it another request. */
const keyFor = ({ id, chargedBack, amount }: RefundRow): string =>
  chargedBack === 0 ? `${id}:refund` : `${id}:refund:${amount}`;
