import { Injectable } from '@nestjs/common';
import { AttemptsRepository } from './attempts.repository.js';
import { CapturePayment } from './capture-payment.js';
import type { Answer, Charge } from './payment-provider.js';
import { PaymentProviders } from './payment-providers.js';
import type { AuthorisationView } from './payments.dto.js';
import type { AttemptRow, CaptureClaim } from './payments.rows.js';
import { RecordAuthorisation } from './record-authorisation.js';
import { SubmitRefund } from './submit-refund.js';
import { VoidPayment } from './void-payment.js';

/**
 * Looks up at the provider what became of a call, by our own reference, and carries on from there. Whatever told us to
 * look (a time-out, a message, a crash long ago), what counts is how the provider's object stands now.
 */
@Injectable()
export class ReconcilePayment {
  constructor(
    private readonly attempts: AttemptsRepository,
    private readonly providers: PaymentProviders,
    private readonly record: RecordAuthorisation,
    private readonly capture: CapturePayment,
    private readonly voidPayment: VoidPayment,
    private readonly submitRefund: SubmitRefund,
  ) {}

  /** @returns how the authorisation stands, when it was one that was looked up. */
  async run(attemptId: string): Promise<AuthorisationView | undefined> {
    const attempt = await this.attempts.find(attemptId);
    if (!attempt) return undefined;
    if (attempt.purpose === 'refund' && attempt.refundId) await this.submitRefund.run(attempt.refundId);
    if (attempt.purpose === 'void') await this.voidPayment.run(attempt.paymentId);
    if (attempt.purpose === 'capture') return this.lookUp(await this.authorisationOf(attempt));
    return attempt.purpose === 'authorise' ? this.lookUp(attempt) : undefined;
  }

  private async lookUp(authorisation: AttemptRow | undefined): Promise<AuthorisationView | undefined> {
    if (!authorisation) return undefined;
    const answer = await this.providers.lookUpCharge(authorisation);
    const { view, claim } = await this.record.run(authorisation.id, answer);
    const open = claim ?? (await this.openCaptureOf(authorisation, answer));
    return open ? this.carryOn(open, answer) : view;
  }

  /** The capture of this very charge; that of the payment's next charge is nobody's business here. */
  private async openCaptureOf(
    { paymentId, providerRef }: AttemptRow,
    answer: Answer<Charge>,
  ): Promise<CaptureClaim | undefined> {
    const chargeRef = answer.kind === 'done' ? answer.object.ref : providerRef;
    const open = await this.attempts.openCapture(paymentId);
    return open?.chargeRef === chargeRef ? open : undefined;
  }

  private carryOn(claim: CaptureClaim, answer: Answer<Charge>): Promise<AuthorisationView> {
    const isStillAuthorised = answer.kind === 'done' && answer.object.state === 'authorised';
    return this.capture.run(claim, undefined, isStillAuthorised ? undefined : answer);
  }

  private async authorisationOf({ paymentId, providerRef }: AttemptRow): Promise<AttemptRow | undefined> {
    return providerRef === null ? undefined : this.attempts.authorisationOf(paymentId, providerRef);
  }
}
