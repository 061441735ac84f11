import { money } from '../../../src/kernel/index.js';
import type { Answer, Charge } from '../../../src/modules/payments/index.js';
import { readDispute } from '../../../src/modules/stripe/dispute.domain.js';
import { chargeOf, readIntentCharge } from '../../../src/modules/stripe/payment-intent.domain.js';
import { readRefund, refundOf } from '../../../src/modules/stripe/refund.domain.js';
import { readStripeAnswer, type Response } from '../../../src/modules/stripe/stripe-answer.domain.js';
import { toStripeAmount } from '../../../src/modules/stripe/stripe-amount.domain.js';
import { encodeForm } from '../../../src/modules/stripe/stripe-form.domain.js';
import {
  foundAnswerOf,
  readTransfer,
  readWholeList,
  sentAnswerOf,
} from '../../../src/modules/stripe/transfer.domain.js';

const ATTEMPT = '01910000-0000-7000-8000-000000000001';
const CARD = { fingerprint: 'Xt5EWLLDS7FJjR1c', last4: '4242', country: 'US', brand: 'visa' };
const METHOD = { id: 'pm_1', object: 'payment_method', card: CARD };
const INTENT = {
  id: 'pi_1',
  object: 'payment_intent',
  amount: 13_000,
  amount_capturable: 13_000,
  amount_received: 0,
  currency: 'usd',
  status: 'requires_capture',
  metadata: { souk_reference: ATTEMPT },
  payment_method: METHOD,
  last_payment_error: null,
  next_action: null,
};
const REFUND = { id: 're_1', object: 'refund', amount: 700, currency: 'usd', metadata: { souk_reference: ATTEMPT } };
const TRANSFER = {
  id: 'tr_1',
  object: 'transfer',
  amount: 9_000,
  amount_reversed: 0,
  currency: 'usd',
  metadata: { souk_reference: ATTEMPT },
};

const json = (status: number, body: unknown): Response => ({
  kind: 'answer',
  status,
  contentType: 'application/json',
  text: typeof body === 'string' ? body : JSON.stringify(body),
});
const fault = (status: number, error: object): Response => json(status, { error });
const html = (status: number): Response => ({
  kind: 'answer',
  status,
  contentType: 'text/html',
  text: '<html></html>',
});
const charge = (response: Response, method: 'GET' | 'POST' = 'POST'): Answer<Charge> =>
  chargeOf(readStripeAnswer(response, method, readIntentCharge));
const intent = (over: object): Response => json(200, { ...INTENT, ...over });
const without = (field: keyof typeof INTENT): Response =>
  json(200, Object.fromEntries(Object.entries(INTENT).filter(([name]) => name !== field)));
const tags = (answer: Answer<Charge>): string => {
  if (answer.kind === 'done') return `done ${answer.object.state}`;
  if (answer.kind === 'absent') return 'absent';
  return answer.kind === 'refused' ? `refused ${answer.code}` : `unknown ${answer.why}`;
};

const redirect = { type: 'redirect_to_url', redirect_to_url: { url: 'https://bank.example/3ds', return_url: 'x' } };
const declined = { type: 'card_error', code: 'card_declined', payment_method: METHOD };
const invalid = (code?: string) => ({ type: 'invalid_request_error', code, message: 'No' });

describe('an answer about a payment intent', () => {
  it.each<[string, Response, string]>([
    ['an authorised intent', intent({}), 'done authorised'],
    ['a captured one', intent({ status: 'succeeded', amount_received: 13_000 }), 'done captured'],
    ['a canceled one', intent({ status: 'canceled' }), 'done voided'],
    [
      'one that waits for its holder',
      intent({ status: 'requires_action', next_action: redirect }),
      'done requires_action',
    ],
    [
      'one whose card was refused',
      intent({ status: 'requires_payment_method', payment_method: null, last_payment_error: declined }),
      'done declined',
    ],
    ['one that no card was given to', intent({ status: 'requires_payment_method', payment_method: null }), 'absent'],
    ['one that was not confirmed', intent({ status: 'requires_confirmation' }), 'absent'],
    ['one that is processing', intent({ status: 'processing' }), 'unknown processing'],
    ['a status nobody has heard of', intent({ status: 'on_hold' }), 'unknown unreadable_object'],
    ['a wait without a page', intent({ status: 'requires_action' }), 'unknown unreadable_object'],
    [
      'a wait for a script in the browser',
      intent({ status: 'requires_action', next_action: { type: 'use_stripe_sdk' } }),
      'unknown unreadable_object',
    ],
    ['part of the amount capturable', intent({ amount_capturable: 12_999 }), 'unknown unreadable_object'],
    ['a payment method that is only named', intent({ payment_method: 'pm_1' }), 'unknown unreadable_object'],
    ['no card', intent({ payment_method: { id: 'pm_1', object: 'payment_method' } }), 'unknown unreadable_object'],
    ['an object of another type', intent({ object: 'setup_intent' }), 'unknown unreadable_object'],
    ['an amount with a fraction', intent({ amount: 130.5 }), 'unknown unreadable_object'],
    ['an amount as text', intent({ amount: '13000' }), 'unknown unreadable_object'],
    ['a currency nobody trades in', intent({ currency: 'xxx' }), 'unknown unreadable_object'],
    ['a reference that is not ours', intent({ metadata: { souk_reference: 'order-7' } }), 'unknown unreadable_object'],
    ['no metadata', without('metadata'), 'unknown unreadable_object'],
    ['no id', without('id'), 'unknown unreadable_object'],
    ['an error with status 200', json(200, { error: { type: 'api_error' } }), 'unknown status_200'],
    ['an error page with status 200', html(200), 'unknown not_json'],
    ['an error page of a gateway', html(502), 'unknown not_json'],
    ['an error page that refuses', html(403), 'unknown not_json'],
    ['half an object', json(200, JSON.stringify(INTENT).slice(0, 80)), 'unknown not_json'],
    ['a list', json(200, [INTENT]), 'unknown not_json'],
    ['an error of the server', fault(500, { type: 'api_error' }), 'unknown status_500'],
    ['an outage', fault(503, { type: 'api_error' }), 'unknown status_503'],
    ['a created object', json(201, INTENT), 'unknown status_201'],
    ['too many requests', fault(429, { type: 'invalid_request_error', code: 'rate_limit' }), 'unknown status_429'],
    [
      'an object under a lock',
      fault(429, { type: 'invalid_request_error', code: 'lock_timeout' }),
      'unknown status_429',
    ],
    ['a conflict', fault(409, invalid('lock_timeout')), 'unknown status_409'],
    ['a failure of somebody it depends on', fault(424, invalid('external')), 'unknown status_424'],
    ['a lock told as a bad request', fault(400, invalid('lock_timeout')), 'unknown status_400'],
    ['a key in use', fault(409, { type: 'idempotency_error', code: 'idempotency_key_in_use' }), 'unknown status_409'],
    ['a key with other contents', fault(400, { type: 'idempotency_error' }), 'unknown idempotency_error'],
    ['an error of a type nobody has heard of', fault(400, { type: 'weather_error' }), 'unknown weather_error'],
    ['an error without a type', fault(400, {}), 'unknown status_400'],
    ['a refusal without an error', json(400, { message: 'No' }), 'unknown status_400'],
    ['a time-out', { kind: 'no_answer', why: 'timeout' }, 'unknown timeout'],
    ['a connection that broke', { kind: 'no_answer', why: 'connection' }, 'unknown connection'],
    ['a declined card', fault(402, { ...declined, decline_code: 'insufficient_funds' }), 'refused insufficient_funds'],
    ['a card declined without a reason', fault(402, declined), 'refused card_declined'],
    ['a card that has expired', fault(402, { type: 'card_error', code: 'expired_card' }), 'refused expired_card'],
    ['a bad request', fault(400, invalid('parameter_invalid_integer')), 'refused parameter_invalid_integer'],
    ['a bad request without a code', fault(400, invalid()), 'refused invalid_request'],
    [
      'a state that does not allow it',
      fault(400, invalid('payment_intent_unexpected_state')),
      'refused payment_intent_unexpected_state',
    ],
    ['a key that is not accepted', fault(401, invalid()), 'refused provider_credentials_refused'],
    ['a key that may not', fault(403, invalid('more_permissions_required')), 'refused provider_credentials_refused'],
    [
      'an intent that it does not know, asked to act',
      fault(404, invalid('resource_missing')),
      'refused resource_missing',
    ],
  ])('with %s', (_what, response, expected) => {
    expect(tags(charge(response))).toBe(expected);
  });

  it('that it does not know, looked up, is absent; an address that it does not know is not', () => {
    const answers = [fault(404, invalid('resource_missing')), fault(404, invalid())].map((each) => charge(each, 'GET'));

    expect(answers.map(tags)).toEqual(['absent', 'refused invalid_request']);
  });

  it('tells the charge with what is needed of its card', () => {
    expect(charge(intent({ status: 'succeeded', amount_received: 13_000 }))).toEqual({
      kind: 'done',
      object: {
        ref: 'pi_1',
        reference: ATTEMPT,
        version: 3,
        state: 'captured',
        amount: money(13_000, 'USD'),
        captured: 13_000,
        card: { fingerprint: 'Xt5EWLLDS7FJjR1c', last4: '4242', country: 'US' },
      },
    });
  });

  it('tells the page of a waiting holder, and why a card was refused', () => {
    const waiting = charge(intent({ status: 'requires_action', next_action: redirect }));
    const last = { ...declined, decline_code: 'lost_card' };
    const refused = charge(intent({ status: 'requires_payment_method', last_payment_error: last }));

    expect(waiting).toMatchObject({ object: { actionUrl: 'https://bank.example/3ds', version: 1 } });
    expect(refused).toMatchObject({ object: { declineCode: 'lost_card', version: 3 } });
  });
});

describe('an answer about a refund', () => {
  const refund = (over: object) => refundOf(readStripeAnswer(json(200, { ...REFUND, ...over }), 'POST', readRefund));

  it.each<[object, object]>([
    [{ status: 'succeeded' }, { kind: 'done', object: { state: 'succeeded', ref: 're_1', amount: money(700, 'USD') } }],
    [
      { status: 'failed', failure_reason: 'lost_or_stolen_card' },
      { object: { state: 'failed', failureCode: 'lost_or_stolen_card' } },
    ],
    [{ status: 'canceled' }, { object: { state: 'failed', failureCode: 'canceled' } }],
    [{ status: 'pending' }, { kind: 'unknown', why: 'refund_pending' }],
    [{ status: 'requires_action' }, { kind: 'unknown', why: 'refund_requires_action' }],
    [{ status: 'sleeping' }, { kind: 'unknown', why: 'unreadable_object' }],
    [
      { status: 'succeeded', object: 'charge' },
      { kind: 'unknown', why: 'unreadable_object' },
    ],
  ])('with %j', (over, expected) => {
    expect(refund(over)).toMatchObject(expected);
  });
});

describe('an answer about a transfer', () => {
  const sent = (response: Response) => sentAnswerOf(readStripeAnswer(response, 'POST', readTransfer));
  const found = (response: Response) =>
    foundAnswerOf(readStripeAnswer(response, 'GET', readWholeList(readTransfer)), ATTEMPT);
  const list = (data: unknown, more: object = {}) => json(200, { object: 'list', data, has_more: false, ...more });

  it.each<[string, object, object]>([
    ['made', sent(json(200, TRANSFER)), { state: 'paid', reference: 'tr_1', amount: money(9_000, 'USD') }],
    [
      'taken back',
      sent(json(200, { ...TRANSFER, amount_reversed: 9_000 })),
      { state: 'reversed', reference: 'tr_1', amount: money(9_000, 'USD'), reversed: money(9_000, 'USD') },
    ],
    ['taken back in part', sent(json(200, { ...TRANSFER, amount_reversed: 1 })), { reversed: money(1, 'USD') }],
    ['of another type', sent(json(200, { ...TRANSFER, object: 'payout' })), { state: 'unknown' }],
    ['without what was taken back', sent(json(200, { ...TRANSFER, amount_reversed: null })), { state: 'unknown' }],
    ['to nobody', sent(fault(400, invalid('resource_missing'))), { state: 'failed', failureClass: 'account' }],
    [
      'without money',
      sent(fault(400, invalid('balance_insufficient'))),
      { state: 'failed', failureClass: 'transient' },
    ],
    ['without an accepted key', sent(fault(401, invalid())), { state: 'failed', failureClass: 'transient' }],
    ['lost', sent({ kind: 'no_answer', why: 'timeout' }), { state: 'unknown', why: 'timeout' }],
    ['found', found(list([TRANSFER])), { state: 'paid', reference: 'tr_1' }],
    ['not found', found(list([])), { state: 'absent' }],
    [
      'of somebody else',
      found(list([{ ...TRANSFER, metadata: { souk_reference: ATTEMPT.replace('1', '2') } }])),
      { state: 'absent' },
    ],
    ['found twice', found(list([TRANSFER, { ...TRANSFER, id: 'tr_2' }])), { state: 'unknown', why: 'ambiguous' }],
    ['in a list that goes on', found(list([TRANSFER], { has_more: true })), { state: 'unknown' }],
    ['in a list that cannot be read', found(list([{ id: 'tr_1' }])), { state: 'unknown' }],
  ])('%s', (_what, answer, expected) => {
    expect(answer).toMatchObject(expected);
  });
});

describe('a dispute', () => {
  const DISPUTE = {
    ...{ id: 'du_1', object: 'dispute', amount: 13_000, currency: 'usd', payment_intent: 'pi_1', reason: 'fraudulent' },
    ...{ status: 'needs_response', evidence_details: { due_by: 1_800_000_000 }, balance_transactions: [] },
  };
  const [taken, given] = [
    { amount: -13_000, fee: 1_500 },
    { amount: 13_000, fee: 0 },
  ];

  it.each([
    ['needs_response', [taken], 'open', true, 1_500],
    ['under_review', [taken], 'open', true, 1_500],
    ['won', [taken, given], 'won', false, 1_500],
    ['lost', [taken], 'lost', true, 1_500],
    ['won', [taken], 'won', true, 1_500],
    ['warning_needs_response', [], 'inquiry', false, 0],
    ['warning_under_review', [], 'inquiry', false, 0],
    ['prevented', [], 'closed', false, 0],
    ['warning_closed', [], 'closed', false, 0],
  ])('%s with movements %j is %s', (status, movements, state, isWithdrawn, fee) => {
    const evidenceDueAt = new Date(1_800_000_000_000);

    expect(readDispute({ ...DISPUTE, status, balance_transactions: movements })).toEqual({
      ...{ ref: 'du_1', chargeRef: 'pi_1', state, amount: money(13_000, 'USD'), reason: 'fraudulent', isWithdrawn },
      ...{ evidenceDueAt, fee },
    });
  });

  it.each([{ status: 'new_thing' }, { payment_intent: null }, { balance_transactions: null }, { object: 'charge' }])(
    'with %j cannot be read',
    (over) => {
      expect(readDispute({ ...DISPUTE, ...over })).toBeUndefined();
    },
  );
});

describe('a request', () => {
  it('writes nested contents with brackets and leaves out what is undefined', () => {
    const form = encodeForm({ amount: 5, metadata: { souk_reference: 'a&b' }, expand: ['x', 'y'], note: undefined });

    expect(decodeURIComponent(form)).toBe('amount=5&metadata[souk_reference]=a&b&expand[0]=x&expand[1]=y');
    expect(form).toContain('a%26b');
  });

  it.each([
    [money(13_000, 'USD'), 13_000],
    [money(500, 'JPY'), 500],
    [money(5_120, 'KWD'), 5_120],
    [money(5_124, 'KWD'), undefined],
    [money(0, 'USD'), undefined],
  ])('counts %j as %s', (amount, expected) => {
    expect(toStripeAmount(amount)).toBe(expected);
  });
});
