import { Injectable } from '@nestjs/common';
import { Clock, money, type Id, type UserActor } from '../../kernel/index.js';
import { Db, newId } from '../../platform/database/index.js';
import { NotFound, type Once } from '../../platform/http/index.js';
import { AttemptsRepository, MAX_ATTEMPTS, type Begun } from './attempts.repository.js';
import { CapturePayment } from './capture-payment.js';
import type { CardInput } from './payment-provider.js';
import { PaymentProviders } from './payment-providers.js';
import type { AuthorisationView } from './payments.dto.js';
import {
  AuthorisationInProgress,
  CardUnreadable,
  PaymentExpired,
  PaymentNotPayable,
  TooManyAttempts,
} from './payments.errors.js';
import { ON_ACCOUNT } from './on-account.domain.js';
import { ReconcilePayment } from './reconcile-payment.js';
import { RecordAuthorisation } from './record-authorisation.js';

const RETRY_AFTER_SECONDS = 1;

/** What follows the first answer of the provider. */
@Injectable()
export class AuthorisationSteps {
  constructor(
    readonly record: RecordAuthorisation,
    readonly capture: CapturePayment,
    readonly reconcile: ReconcilePayment,
  ) {}
}

/**
 * A buyer pays with a card: intent, provider, record and risk assessment, provider, capture. Each step commits before
 * the provider is called, so whatever ends in between is finished by a later look.
 */
@Injectable()
export class AuthorisePayment {
  constructor(
    private readonly db: Db,
    private readonly attempts: AttemptsRepository,
    private readonly providers: PaymentProviders,
    private readonly steps: AuthorisationSteps,
    private readonly clock: Clock,
  ) {}

  async run(actor: UserActor, paymentId: Id<'pay'>, card: CardInput, once: Once): Promise<AuthorisationView> {
    if ((card.number === undefined) === (card.token === undefined)) throw new CardUnreadable({});
    const earlier = await once.replay<AuthorisationView>(this.db);
    if (earlier) return earlier;
    const requestKey = once.key ?? null;
    const attemptId = newId('pat');
    const begun = await this.attempts.begin(paymentId, attemptId, actor.userId, requestKey, this.clock.now());
    if (begun?.buyerId !== actor.userId) throw new NotFound({ what: 'payment' });
    if (!begun.attemptId) return this.resume(paymentId, begun, requestKey);
    const amount = money(begun.amount, begun.currency);
    const request = { key: `${attemptId}:authorise`, attemptId, amount, card };
    const answer = await this.providers.of(begun.provider).authorise(request);
    const recorded = await this.steps.record.run(attemptId, answer, once);
    return recorded.claim ? this.steps.capture.run(recorded.claim, once) : recorded.view;
  }

  /** Another request was first: this one's own, whose answer got lost, or somebody else's. */
  private async resume(paymentId: Id<'pay'>, begun: Begun, requestKey: string | null): Promise<AuthorisationView> {
    const own = requestKey === null ? undefined : await this.attempts.findOfRequest(paymentId, requestKey);
    if (!own) throw refusalOf(begun);
    const view = await this.steps.reconcile.run(own.id);
    if (view?.state === 'processing' || !view) throw new AuthorisationInProgress({}, [], RETRY_AFTER_SECONDS);
    return view;
  }
}

function refusalOf({ provider, state, isExpired, attempts }: Begun): Error {
  if (provider === ON_ACCOUNT) return new PaymentNotPayable({ state: 'on account' });
  if (state !== 'created') {
    const isUnderWay = state === 'authorised' || state === 'requires_action';
    return isUnderWay ? new AuthorisationInProgress({}, [], RETRY_AFTER_SECONDS) : new PaymentNotPayable({ state });
  }
  if (isExpired) return new PaymentExpired({});
  if (attempts >= MAX_ATTEMPTS) return new TooManyAttempts({});
  return new AuthorisationInProgress({}, [], RETRY_AFTER_SECONDS);
}
