import { Injectable } from '@nestjs/common';
import { UnitOfWork } from '../../platform/database/index.js';
import { PaymentProviders } from './payment-providers.js';
import { RecordRefund } from './record-refund.js';
import { RefundsRepository } from './refunds.repository.js';

/** A refund that had been paid came back: the card did not take it after all. The provider is asked before it is believed. */
@Injectable()
export class BounceRefund {
  constructor(
    private readonly uow: UnitOfWork,
    private readonly refunds: RefundsRepository,
    private readonly providers: PaymentProviders,
    private readonly recordRefund: RecordRefund,
  ) {}

  /** False when our record says that it was paid and stays so: somebody has to look at it. */
  async run(refundId: string): Promise<boolean> {
    const refund = await this.refunds.find(refundId);
    if (refund?.state !== 'succeeded') return true;
    const { id, provider, providerRef, chargeRef, chargedBack } = refund;
    // The bank has paid it, and the provider never did.
    if (chargedBack > 0 && providerRef === null) return true;
    const asked = { refundId: id, chargeRef: chargeRef ?? '' };
    const answer = await this.providers.of(provider).lookupRefund(asked);
    return this.uow.run((tx) => this.recordRefund.bounced(tx, id, answer));
  }
}
