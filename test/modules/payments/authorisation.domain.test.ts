import { money } from '../../../src/kernel/index.js';
import {
  authorisationState,
  captureOutcome,
  nextStep,
  refundOutcome,
  type Situation,
} from '../../../src/modules/payments/authorisation.domain.js';
import type { Answer, Charge } from '../../../src/modules/payments/payment-provider.js';
import { readAnswer, readCharge, readRefund } from '../../../src/modules/payments/sandbox-answers.domain.js';

const USD = money(13_000, 'USD');
const charge = (over: Partial<Charge> = {}): Charge => ({
  ref: 'ch_1',
  reference: 'attempt',
  version: 1,
  state: 'authorised',
  amount: USD,
  captured: 0,
  card: { fingerprint: 'f', bin: '400840', last4: '0006', country: 'US' },
  ...over,
});
const done = (over: Partial<Charge> = {}): Answer<Charge> => ({ kind: 'done', object: charge(over) });
const situation = (over: Partial<Situation>): Situation => ({
  ...{ payment: 'created', attempt: 'sent', attemptId: 'attempt', amount: USD, isOverdue: false },
  answer: done(),
  ...over,
});
const step = (over: Partial<Situation>) => nextStep(situation(over)).do;

describe('the next step of an authorisation', () => {
  it.each<[string, Partial<Situation>, string]>([
    ['approved', {}, 'authorise'],
    ['approved after the holder was asked', { payment: 'requires_action', attempt: 'requires_action' }, 'authorise'],
    ['approved after a silence', { attempt: 'unknown' }, 'authorise'],
    ['approved, but nobody waits', { payment: 'voiding' }, 'give_back'],
    ['approved after it was given up', { attempt: 'failed' }, 'give_back'],
    ['approved and recorded already', { payment: 'captured', attempt: 'succeeded' }, 'keep'],
    ['approved for another amount', { answer: done({ amount: money(1, 'USD') }) }, 'mark_unknown'],
    ['approved in another currency', { answer: done({ amount: money(13_000, 'EUR') }) }, 'mark_unknown'],
    ['the approval of something else', { answer: done({ reference: 'other' }) }, 'mark_unknown'],
    ['declined', { answer: done({ state: 'declined' }) }, 'decline'],
    ['declined and recorded already', { attempt: 'declined', answer: done({ state: 'declined' }) }, 'keep'],
    ['refused', { answer: { kind: 'refused', code: 'card_unreadable' } }, 'decline'],
    ['a question to the holder', { answer: done({ state: 'requires_action' }) }, 'ask_holder'],
    [
      'a question that is asked already',
      { payment: 'requires_action', attempt: 'requires_action', answer: done({ state: 'requires_action' }) },
      'keep',
    ],
    ['a question nobody waits for', { payment: 'voiding', answer: done({ state: 'requires_action' }) }, 'give_back'],
    ['unclear', { answer: { kind: 'unknown', why: 'timeout' } }, 'mark_unknown'],
    ['absent, soon', { answer: { kind: 'absent' } }, 'mark_unknown'],
    ['absent, long after', { answer: { kind: 'absent' }, isOverdue: true }, 'abandon'],
    ['unclear, long after', { answer: { kind: 'unknown', why: 'timeout' }, isOverdue: true }, 'mark_unknown'],
  ])('when the answer is %s', (_answer, over, expected) => {
    expect(step(over)).toBe(expected);
  });
});

describe('what a buyer is told', () => {
  it.each([
    ['captured', 'succeeded', 'captured'],
    ['held', 'succeeded', 'held'],
    ['authorised', 'succeeded', 'processing'],
    ['created', 'unknown', 'processing'],
    ['created', 'declined', 'declined'],
    ['voiding', 'unwanted', 'declined'],
    ['expired', 'failed', 'declined'],
  ] as const)('of a payment that is %s with an attempt that %s', (payment, attempt, expected) => {
    expect(authorisationState(payment, attempt)).toBe(expected);
  });
});

describe('a capture', () => {
  it.each<[string, Answer<Charge>, string]>([
    ['captured in full', done({ state: 'captured', captured: 13_000 }), 'captured'],
    ['captured in part', done({ state: 'captured', captured: 12_999 }), 'unknown'],
    ['still authorised', done(), 'unknown'],
    ['voided', done({ state: 'voided' }), 'failed'],
    ['another charge, declined', done({ ref: 'ch_0', state: 'declined' }), 'unknown'],
    ['another charge, captured', done({ ref: 'ch_0', state: 'captured', captured: 13_000 }), 'unknown'],
    ['not answered', { kind: 'unknown', why: 'timeout' }, 'unknown'],
    ['refused', { kind: 'refused', code: 'wrong_state' }, 'unknown'],
  ])('that is %s', (_how, answer, expected) => {
    expect(captureOutcome(answer, 'ch_1', USD).is).toBe(expected);
  });
});

describe('a refund', () => {
  const refund = (state: 'succeeded' | 'failed', amount = USD) =>
    refundOutcome({ kind: 'done', object: { ref: 're_1', reference: 'r', state, amount } }, USD);

  it('counts as paid back only for the exact amount', () => {
    expect(refund('succeeded')).toEqual({ is: 'succeeded', ref: 're_1' });
    expect(refund('succeeded', money(12_999, 'USD')).is).toBe('unknown');
  });

  it('fails only by the provider’s own word', () => {
    expect(refund('failed')).toEqual({ is: 'failed', ref: 're_1', code: 'refund_failed' });
    expect(refundOutcome({ kind: 'refused', code: 'wrong_state' }, USD).is).toBe('unknown');
    expect(refundOutcome({ kind: 'absent' }, USD).is).toBe('unknown');
  });
});

describe('an answer over HTTP', () => {
  const json = { object: 'charge', id: 'ch_1', reference: 'a', state: 'authorised', version: 1, captured: 0 };
  const card = { fingerprint: 'f', bin: '400840', last4: '0006', country: 'US' };
  const whole = { ...json, amount: 13_000, currency: 'USD', card };
  const read = (body: unknown, status = 200, contentType = 'application/json; charset=utf-8') => {
    const text = typeof body === 'string' ? body : JSON.stringify(body);
    return readAnswer(
      { kind: 'answer', status, contentType, text },
      readCharge((id) => `/actions/${id}`),
    );
  };

  it('is done when the object is complete', () => {
    const answer = read({ ...whole, actionId: 'act_1' });

    expect(answer).toMatchObject({ kind: 'done', object: { ref: 'ch_1', amount: USD, actionUrl: '/actions/act_1' } });
  });

  it.each<[string, unknown]>([
    ['a state nobody has heard of', { ...whole, state: 'approved_maybe' }],
    ['a missing amount', { ...json, card }],
    ['an amount with a fraction', { ...whole, amount: 130.5 }],
    ['a currency nobody has heard of', { ...whole, currency: 'XXX' }],
    ['no card', { ...whole, card: undefined }],
    ['another object', { ...whole, object: 'refund' }],
    ['an error with status 200', { ...whole, error: { code: 'oops' } }],
    ['broken JSON', '{"object":'],
    ['an array', [whole]],
  ])('is unknown with %s', (_what, body) => {
    expect(read(body).kind).toBe('unknown');
  });

  it('is unknown when a page, a broken server or a gateway answers', () => {
    expect(read('<html>Bad gateway</html>', 200, 'text/html').kind).toBe('unknown');
    expect(read({ error: { code: 'internal' } }, 500).kind).toBe('unknown');
    expect(read({ message: 'no route' }, 404).kind).toBe('unknown');
    expect(read({ error: { code: 'slow_down' } }, 429).kind).toBe('unknown');
  });

  it('is unknown when a call that we never heard of was first', () => {
    expect(read({ error: { code: 'reference_taken' } }, 409).kind).toBe('unknown');
    expect(read({ error: { code: 'idempotency_key_reused' } }, 409).kind).toBe('unknown');
  });

  it('is unknown when there was none', () => {
    expect(readAnswer({ kind: 'no_answer', why: 'timeout' }, readRefund)).toEqual({ kind: 'unknown', why: 'timeout' });
  });

  it('is absent or refused only by the provider’s own word', () => {
    expect(read({ error: { code: 'not_found' } }, 404)).toEqual({ kind: 'absent' });
    expect(read({ error: { code: 'wrong_state' } }, 409)).toEqual({ kind: 'refused', code: 'wrong_state' });
  });
});
