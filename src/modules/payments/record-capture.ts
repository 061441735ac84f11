import { Injectable } from '@nestjs/common';
import { Clock, money } from '../../kernel/index.js';
import { moveAll, type Tx } from '../../platform/database/index.js';
import type { Once } from '../../platform/http/index.js';
import { Outbox } from '../../platform/messaging/index.js';
import { PROVIDER } from './actors.js';
import { AttemptsRepository } from './attempts.repository.js';
import { captureOutcome } from './authorisation.domain.js';
import { BookCapture } from './book-capture.js';
import { paymentLifecycle, type PaymentState } from './payment.lifecycle.js';
import type { Answer, Charge } from './payment-provider.js';
import { authorisationViewOf, type AttemptTold } from './payment.view.js';
import type { AuthorisationView } from './payments.dto.js';
import { attemptUnknown, paymentFailed } from './payments.events.js';
import { PaymentsRepository } from './payments.repository.js';
import type { CaptureClaim } from './payments.rows.js';

/** Books a capture: the payment moves, each seller order's share goes into its escrow, the world is told. */
@Injectable()
export class RecordCapture {
  constructor(
    private readonly payments: PaymentsRepository,
    private readonly attempts: AttemptsRepository,
    private readonly book: BookCapture,
    private readonly outbox: Outbox,
    private readonly clock: Clock,
  ) {}

  /** `once` stores the view. */
  async run(tx: Tx, claim: CaptureClaim, answer: Answer<Charge>, once: Once): Promise<AuthorisationView> {
    const outcome = captureOutcome(answer, claim.chargeRef, money(claim.amount, claim.currency));
    if (outcome.is === 'captured') return this.captured(tx, claim, outcome.charge, once);
    if (outcome.is === 'failed') return stored(tx, once, await this.failed(tx, claim, outcome.code));
    return stored(tx, once, await this.unknown(tx, claim, outcome.why));
  }

  private async captured(tx: Tx, claim: CaptureClaim, charge: Charge, once: Once): Promise<AuthorisationView> {
    const at = this.clock.now();
    const { paymentId, orderId, buyerId, provider, currency } = claim;
    const moved = await moveAll(tx, paymentLifecycle, [paymentId], { action: 'capture', actor: PROVIDER, at });
    if (moved.length === 0) return stored(tx, once, await this.asItIs(tx, claim));
    const parts = await this.payments.recordCaptured(tx, claim.attemptId, paymentId, charge.version, at);
    const told = view(claim, 'captured', { state: 'succeeded' });
    const booking = { paymentId, orderId, buyerId, provider, currency, at };
    // Written in this order, in one packet.
    await Promise.all([once.store(tx, told), this.book.run(tx, booking, parts)]);
    return told;
  }

  /** The provider gave the authorisation up: nothing was taken, and this charge never will be. */
  private async failed(tx: Tx, claim: CaptureClaim, code: string): Promise<AuthorisationView> {
    const at = this.clock.now();
    const { paymentId, orderId } = claim;
    const move = { action: 'fail', actor: PROVIDER, at, reason: code } as const;
    const moved = await moveAll(tx, paymentLifecycle, [paymentId], move);
    if (moved.length === 0) return this.asItIs(tx, claim);
    await this.attempts.settle(tx, claim.attemptId, { state: 'failed', code }, at);
    await this.payments.end(tx, paymentId, code);
    const payload = { paymentId, orderId, reason: code };
    await this.outbox.publish(tx, paymentFailed, { subjectId: paymentId, payload });
    return view(claim, 'failed', { state: 'succeeded', declineCode: code });
  }

  private async unknown(tx: Tx, claim: CaptureClaim, why: string): Promise<AuthorisationView> {
    const { attemptId, paymentId, orderId } = claim;
    const isFirst = await this.attempts.markUnknown(tx, attemptId, why, this.clock.now());
    if (isFirst) {
      const payload = { paymentId, orderId, attemptId };
      await this.outbox.publish(tx, attemptUnknown, { subjectId: paymentId, payload });
    }
    return view(claim, 'authorised', { state: 'succeeded' });
  }

  private async asItIs(tx: Tx, claim: CaptureClaim): Promise<AuthorisationView> {
    const payment = await this.payments.lock(tx, claim.paymentId);
    return authorisationViewOf(
      { ...claim, id: claim.paymentId, ...payment, state: payment?.state ?? 'failed' },
      {
        state: 'succeeded',
      },
    );
  }
}

const view = (claim: CaptureClaim, state: PaymentState, attempt: AttemptTold): AuthorisationView =>
  authorisationViewOf({ ...claim, id: claim.paymentId, state }, attempt);

async function stored(tx: Tx, once: Once, told: AuthorisationView): Promise<AuthorisationView> {
  await once.store(tx, told);
  return told;
}
