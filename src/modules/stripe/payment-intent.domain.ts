import type { Money } from '../../kernel/index.js';
import type { Answer, CardFacts, Charge } from '../payments/index.js';
import { fromStripeAmount } from './stripe-amount.domain.js';
import { isCount, isText, objectOf, referenceOf, type Json } from './stripe-json.domain.js';

const STATUSES = [
  'requires_payment_method',
  'requires_confirmation',
  'requires_action',
  'processing',
  'requires_capture',
  'canceled',
  'succeeded',
] as const;

/** A payment intent as far as every copy of it tells: in an answer, in a list or in a message. */
export interface Intent {
  readonly ref: string;
  readonly reference: string;
  readonly status: (typeof STATUSES)[number];
  readonly amount: Money;
  /** A card was refused, and no other one has been tried since. */
  readonly isDeclined: boolean;
}

export function readIntent(json: Json): Intent | undefined {
  const { object, id: ref } = json;
  const status = STATUSES.find((known) => known === json.status);
  const [reference, amount] = [referenceOf(json), fromStripeAmount(json.amount, json.currency)];
  if (object !== 'payment_intent' || !isText(ref) || !status || !reference || !amount) return undefined;
  const isDeclined = status === 'requires_payment_method' && objectOf(json.last_payment_error) !== undefined;
  return { ref, reference, status, amount, isDeclined };
}

/** Stripe numbers no versions, but an intent of ours only ever moves forward through these. */
export function versionOf({ status, isDeclined }: Pick<Intent, 'status' | 'isDeclined'>): number {
  if (status === 'requires_action') return 1;
  if (status === 'requires_capture') return 2;
  return status === 'succeeded' || status === 'canceled' || isDeclined ? 3 : 0;
}

/** What an intent says about the charge we asked for: none was asked for yet, or nobody knows yet. */
export type IntentReading = { readonly charge: Charge } | { readonly charge?: undefined; readonly isPending: boolean };

/** Reads an intent with its payment method expanded; a charge that stands without a card is not readable. */
export function readIntentCharge(json: Json): IntentReading | undefined {
  const intent = readIntent(json);
  if (!intent) return undefined;
  const { ref, reference, amount, status } = intent;
  const card = cardOf(json);
  const common = { ref, reference, amount, version: versionOf(intent), captured: 0, card };
  switch (status) {
    case 'canceled':
      return { charge: { ...common, state: 'voided' } };
    case 'requires_capture':
      return card && json.amount_capturable === amount.amount
        ? { charge: { ...common, state: 'authorised' } }
        : undefined;
    case 'requires_action':
      return asked(json, common, card);
    case 'succeeded':
      return card && isCount(json.amount_received)
        ? { charge: { ...common, state: 'captured', captured: json.amount_received } }
        : undefined;
    default:
      return intent.isDeclined
        ? { charge: { ...common, state: 'declined', declineCode: declineCodeOf(json) } }
        : { isPending: status === 'processing' };
  }
}

/** Only a page that the holder can be sent to is of use. */
function asked(json: Json, common: Omit<Charge, 'state'>, card: CardFacts | undefined): IntentReading | undefined {
  const action = objectOf(json.next_action);
  const url = action?.type === 'redirect_to_url' ? objectOf(action.redirect_to_url)?.url : undefined;
  if (!card || !isText(url) || !/^https?:\/\//.test(url)) return undefined;
  return { charge: { ...common, state: 'requires_action', actionUrl: url } };
}

/** The charge of an answer about an intent. Without one the provider has not been asked to charge a card. */
export function chargeOf(answer: Answer<IntentReading>): Answer<Charge> {
  if (answer.kind !== 'done') return answer;
  const reading = answer.object;
  if (reading.charge) return { kind: 'done', object: reading.charge };
  return reading.isPending ? { kind: 'unknown', why: 'processing' } : { kind: 'absent' };
}

function declineCodeOf({ last_payment_error: error }: Json): string {
  const { decline_code: declineCode, code } = objectOf(error) ?? {};
  return [declineCode, code].find(isText) ?? 'card_declined';
}

function cardOf(json: Json): CardFacts | undefined {
  const method = objectOf(json.payment_method) ?? objectOf(objectOf(json.last_payment_error)?.payment_method);
  const { fingerprint, last4, country, iin } = objectOf(method?.card) ?? {};
  if (!isText(fingerprint) || !isText(last4) || !isText(country)) return undefined;
  return { fingerprint, last4, country, ...(isText(iin) && { bin: iin }) };
}
