import { Injectable } from '@nestjs/common';
import { money } from '../../kernel/index.js';
import { UnitOfWork } from '../../platform/database/index.js';
import { Once } from '../../platform/http/index.js';
import type { Answer, Charge } from './payment-provider.js';
import { PaymentProviders } from './payment-providers.js';
import type { AuthorisationView } from './payments.dto.js';
import type { CaptureClaim } from './payments.rows.js';
import { RecordCapture } from './record-capture.js';

/** Takes the money of an authorised charge. */
@Injectable()
export class CapturePayment {
  constructor(
    private readonly uow: UnitOfWork,
    private readonly providers: PaymentProviders,
    private readonly recordCapture: RecordCapture,
  ) {}

  /**
   * Calls the provider under the claim's key, so that calling again takes nothing more, unless its answer is known
   * already, and records what it said.
   */
  async run(claim: CaptureClaim, once: Once = Once.none, known?: Answer<Charge>): Promise<AuthorisationView> {
    const amount = money(claim.amount, claim.currency);
    const provider = this.providers.of(claim.provider);
    const answer = known ?? (await provider.capture(claim.providerKey, claim.chargeRef, amount));
    return this.uow.run((tx) => this.recordCapture.run(tx, claim, answer, once));
  }
}
