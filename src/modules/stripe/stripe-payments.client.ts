import { Inject, Injectable } from '@nestjs/common';
import { Clock, millisecondsOf, type Money } from '../../kernel/index.js';
import { CONFIG, type Config } from '../../platform/config/index.js';
import { PaymentProvider, type ProviderMessage } from '../payments/index.js';
import type { Answer, AuthorisationRequest, Charge, ChargeLookup } from '../payments/index.js';
import type {
  DisputeEvidence,
  ProviderDispute,
  ProviderRefund,
  RefundLookup,
  RefundRequest,
} from '../payments/index.js';
import { readDispute } from './dispute.domain.js';
import { chargeOf, readIntent, readIntentCharge, type Intent } from './payment-intent.domain.js';
import { readRefund, refundOf, type Refund } from './refund.domain.js';
import { toStripeAmount, toStripeCurrency } from './stripe-amount.domain.js';
import { readPaymentMessage } from './stripe-event.domain.js';
import type { Form } from './stripe-form.domain.js';
import { StripeApi } from './stripe.api.js';
import { readWholeList } from './transfer.domain.js';

const INTENTS = '/v1/payment_intents';
const WITH_CARD: Form = { expand: ['payment_method'] };

/** Stripe forgets a key after a day at the earliest; an hour is left for clocks that differ. */
const KEY_LIFE = 'PT23H';

/** More refunds than a payment of ours can have. */
const REFUNDS = 100;

const refused = (code: string): Answer<never> => ({ kind: 'refused', code });

/** An amount that cannot be moved there never will be: asking again would leave the buyer waiting for ever. */
const failedRefund = (refundId: string, amount: Money): Answer<ProviderRefund> => ({
  kind: 'done',
  object: {
    ref: `none_${refundId}`,
    reference: refundId,
    amount,
    state: 'failed',
    failureCode: 'amount_not_refundable',
  },
});

/**
 * Cards by Stripe. The intent of an attempt is made first, without a card, and confirmed then: its making can be sent
 * again under its key at any time without charging anybody, and that is how an attempt whose answer was lost finds its
 * intent. The card, which we do not keep, is sent once.
 */
@Injectable()
export class StripePayments extends PaymentProvider {
  readonly name = 'stripe';

  constructor(
    private readonly api: StripeApi,
    private readonly clock: Clock,
    @Inject(CONFIG) private readonly config: Pick<Config, 'stripe'>,
  ) {
    super();
  }

  async authorise({ key, attemptId, amount, card }: AuthorisationRequest): Promise<Answer<Charge>> {
    if (card.number !== undefined) return refused('card_number_not_accepted');
    if (!card.token?.startsWith('pm_')) return refused('payment_method_unknown');
    const made = await this.makeIntent(attemptId, amount);
    if (made.kind !== 'done') return made;
    const form = { payment_method: card.token, return_url: this.config.stripe?.returnUrl, ...WITH_CARD };
    return chargeOf(await this.api.post(pathOf(made.object.ref, 'confirm'), key, form, readIntentCharge));
  }

  async capture(key: string, chargeRef: string, amount: Money): Promise<Answer<Charge>> {
    const minor = toStripeAmount(amount);
    if (minor === undefined) return refused('amount_not_chargeable');
    const form = { amount_to_capture: minor, ...WITH_CARD };
    return chargeOf(await this.api.post(pathOf(chargeRef, 'capture'), key, form, readIntentCharge));
  }

  async void(key: string, chargeRef: string): Promise<Answer<Charge>> {
    const form = { cancellation_reason: 'abandoned', ...WITH_CARD };
    return chargeOf(await this.api.post(pathOf(chargeRef, 'cancel'), key, form, readIntentCharge));
  }

  async refund({ key, chargeRef, refundId, amount }: RefundRequest): Promise<Answer<ProviderRefund>> {
    const minor = toStripeAmount(amount);
    if (minor === undefined) return failedRefund(refundId, amount);
    const form = { payment_intent: chargeRef, amount: minor, metadata: { souk_reference: refundId } };
    return refundOf(await this.api.post('/v1/refunds', key, form, readRefund));
  }

  async lookupCharge(asked: ChargeLookup): Promise<Answer<Charge>> {
    const found = asked.chargeRef === undefined ? await this.find(asked) : undefined;
    if (found && found.kind !== 'done') return found;
    const ref = found?.object.ref ?? asked.chargeRef ?? '';
    return chargeOf(await this.api.get(pathOf(ref), WITH_CARD, readIntentCharge));
  }

  /** The list is complete at once, unlike a search. */
  async lookupRefund({ refundId, chargeRef }: RefundLookup): Promise<Answer<ProviderRefund>> {
    const query = { payment_intent: chargeRef, limit: REFUNDS };
    const listed = await this.api.get('/v1/refunds', query, readWholeList(readAnyRefund));
    if (listed.kind !== 'done') return listed.kind === 'absent' ? { kind: 'unknown', why: 'no_such_charge' } : listed;
    const ours = listed.object.find(({ refund }) => refund?.reference === refundId)?.refund;
    return ours ? refundOf({ kind: 'done', object: ours }) : { kind: 'absent' };
  }

  lookupDispute(disputeRef: string): Promise<Answer<ProviderDispute>> {
    return this.api.get(`/v1/disputes/${encodeURIComponent(disputeRef)}`, {}, readDispute);
  }

  submitEvidence({ key, disputeRef, text }: DisputeEvidence): Promise<Answer<ProviderDispute>> {
    const form = { evidence: { uncategorized_text: text }, submit: true };
    return this.api.post(`/v1/disputes/${encodeURIComponent(disputeRef)}`, key, form, readDispute);
  }

  acceptDispute(key: string, disputeRef: string): Promise<Answer<ProviderDispute>> {
    return this.api.post(`/v1/disputes/${encodeURIComponent(disputeRef)}/close`, key, {}, readDispute);
  }

  readMessage(raw: string): ProviderMessage | undefined {
    return readPaymentMessage(raw);
  }

  /** The same request again while Stripe remembers its key, a search afterwards, which lags by minutes at most. */
  private find({ attemptId, amount, attemptedAt }: ChargeLookup): Promise<Answer<Intent>> {
    const age = this.clock.now().getTime() - attemptedAt.getTime();
    return age < millisecondsOf(KEY_LIFE) ? this.makeIntent(attemptId, amount) : this.search(attemptId);
  }

  private makeIntent(attemptId: string, amount: Money): Promise<Answer<Intent>> {
    const minor = toStripeAmount(amount);
    if (minor === undefined) return Promise.resolve(refused('amount_not_chargeable'));
    const form = {
      ...{ amount: minor, currency: toStripeCurrency(amount), capture_method: 'manual' },
      ...{ payment_method_types: ['card'], metadata: { souk_reference: attemptId } },
    };
    return this.api.post(INTENTS, `${attemptId}:intent`, form, readIntent);
  }

  private async search(attemptId: string): Promise<Answer<Intent>> {
    const query = { query: `metadata['souk_reference']:'${attemptId}'`, limit: 2 };
    const found = await this.api.get(`${INTENTS}/search`, query, readWholeList(readIntent));
    if (found.kind !== 'done') return found;
    const [intent, other] = found.object;
    if (other) return { kind: 'unknown', why: 'ambiguous' };
    return intent ? { kind: 'done', object: intent } : { kind: 'absent' };
  }
}

const pathOf = (ref: string, action?: string): string =>
  [INTENTS, encodeURIComponent(ref), ...(action === undefined ? [] : [action])].join('/');

/** A refund that somebody made by hand is there as well and none of ours. */
const readAnyRefund = (json: Parameters<typeof readRefund>[0]): { readonly refund?: Refund } | undefined => {
  const refund = readRefund(json);
  if (refund) return { refund };
  const isForeign =
    json.object === 'refund' && (json.metadata as { souk_reference?: unknown })?.souk_reference === undefined;
  return isForeign ? {} : undefined;
};
