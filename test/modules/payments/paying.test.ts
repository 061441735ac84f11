import { randomUUID } from 'node:crypto';
import { bearer } from '../../support/index.js';
import { expectWorldMatch } from '../../support/world.payments.js';
import { PaymentsWorld } from './payments-app.js';

const world = new PaymentsWorld();
beforeAll(() => world.start());
afterAll(async () => {
  await expectWorldMatch(world.app);
  await world.app.stop();
});

describe('a buyer who pays', () => {
  it('captures the whole payment and puts each share into its own escrow', async () => {
    const payment = await world.open([8_000, 5_000]);

    const answer = await world.pay(payment, 'tok_approve');
    await world.settle();

    expect(answer.status).toBe(200);
    expect(answer.body).toMatchObject({
      paymentId: payment.wire,
      state: 'captured',
      amount: { amount: 13_000, currency: 'USD' },
    });
    expect(await world.journalsOf(payment)).toEqual([
      { source: 'payment:capture', moved: 8_000 },
      { source: 'payment:capture', moved: 5_000 },
    ]);
    expect(world.toldOf(payment)).toEqual(['captured']);
  });

  it('is known to have tried several cards, also when all but the last were refused', async () => {
    const payment = await world.open();

    const refused = [await world.pay(payment, 'tok_decline'), await world.pay(payment, 'tok_insufficient_funds')];
    await world.pay(payment, 'tok_approve');
    const [decision] = await world.app.sql<{ cards: number; codes: string[] }>(
      `select (features->>'buyerCardsDay')::int as cards, jsonb_path_query_array(reasons, '$[*].code') as codes
         from risk_decisions where object_id = $1 and event = 'payment.authorised'`,
      [payment.id],
    );

    expect(refused.map(({ body }) => body.state as string)).toEqual(['declined', 'declined']);
    expect(decision).toEqual({ cards: 3, codes: ['many_cards'] });
  });

  it('reads the payment with its shares', async () => {
    const payment = await world.paid([300, 200]);

    const { status, body } = await world.read(payment);

    expect(status).toBe(200);
    expect(body).toMatchObject({
      id: payment.wire,
      state: 'captured',
      captured: { amount: 500 },
      refunded: { amount: 0 },
    });
    expect(body.parts).toHaveLength(2);
    expect(body.allowedActions).toEqual([{ action: 'authorise', allowed: false, reason: 'state_is_captured' }]);
  });

  it('is answered the same when the request is repeated, and pays once', async () => {
    const payment = await world.open();
    const key = randomUUID();

    const first = await world.pay(payment, 'tok_approve', key);
    const second = await world.pay(payment, 'tok_approve', key);

    expect(second.body).toEqual(first.body);
    expect(second.headers['idempotency-replayed']).toBe('true');
    expect(await world.journalsOf(payment)).toHaveLength(2);
  });

  it('pays once with twenty identical requests at once', async () => {
    const payment = await world.open();
    const key = randomUUID();

    const answers = await Promise.all(Array.from({ length: 20 }, () => world.pay(payment, 'tok_approve', key)));
    await world.settle();

    const outcomes = new Set(answers.map((answer) => answer.body.state ?? answer.body.code));
    expect([...outcomes].filter((outcome) => outcome === 'captured')).toEqual(['captured']);
    expect(answers.every((answer) => answer.status === 200 || answer.status === 409)).toBe(true);
    expect(await world.journalsOf(payment)).toHaveLength(2);
    expect((await world.app.sql('select 1 from payment_attempts where payment_id = $1', [payment.id])).length).toBe(2);
  });

  it('pays once with twenty different requests at once', async () => {
    const payment = await world.open();

    const answers = await Promise.all(Array.from({ length: 20 }, () => world.pay(payment, 'tok_approve')));
    await world.settle();

    expect(answers.filter((answer) => answer.body.state === 'captured')).toHaveLength(1);
    expect(answers.filter((answer) => answer.status === 409)).toHaveLength(19);
    expect(await world.journalsOf(payment)).toHaveLength(2);
  });

  it.each([
    ['tok_decline', 'card_declined'],
    ['tok_insufficient_funds', 'insufficient_funds'],
  ])('with %s is declined and may try another card', async (card, declineCode) => {
    const payment = await world.open();

    const declined = await world.pay(payment, card);
    const state = await world.stateOf(payment);
    const second = await world.pay(payment, { number: '4008260000000004' });

    expect(declined.body).toMatchObject({ state: 'declined', declineCode });
    expect(state).toBe('created');
    expect(second.body).toMatchObject({ state: 'captured' });
  });

  it('never leaves a card number in the database', async () => {
    const payment = await world.open();
    await world.pay(payment, { number: '4001560000000004' });

    const [row] = await world.app.sql<{ last4: string; dump: string }>(
      `select (select string_agg(a.card->>'last4', '') from payment_attempts a) as last4,
              (select string_agg(a::text, '') from payment_attempts a) || (select string_agg(k::text, '') from
               idempotency_keys k) || (select string_agg(e::text, '') from outbox_events e) as dump`,
    );

    expect(row?.last4).toContain('0004');
    expect(row?.dump.includes('4001560000000004')).toBe(false);
  });

  it('completes a card that needs its holder', async () => {
    const payment = await world.open();

    const asked = await world.pay(payment, 'tok_needs_action');
    const blocked = await world.pay(payment, 'tok_approve');
    await world.act(asked, 'approve');
    const done = await world.actionResult(payment);

    expect(asked.body.state).toBe('requires_action');
    expect(blocked).toMatchObject({ status: 409, body: { code: 'authorisation_in_progress' } });
    expect(done.body).toMatchObject({ state: 'captured' });
    expect(await world.stateOf(payment)).toBe('captured');
  });

  it('completes a card that needs its holder by the message alone', async () => {
    const payment = await world.open();
    const asked = await world.pay(payment, 'tok_needs_action');

    await world.act(asked, 'approve');
    await world.settle();

    expect(await world.stateOf(payment)).toBe('captured');
    expect(world.toldOf(payment)).toEqual(['captured']);
  });

  it('may try again when the holder refused', async () => {
    const payment = await world.open();
    const asked = await world.pay(payment, 'tok_needs_action');
    await world.act(asked, 'decline');
    await world.settle();

    const state = await world.stateOf(payment);
    const again = await world.pay(payment, 'tok_approve');

    expect(state).toBe('created');
    expect(again.body.state).toBe('captured');
  });
});

describe('a payment refuses', () => {
  it('to be read or paid by somebody else', async () => {
    const payment = await world.open();

    const read = await world.read(payment, 'eve');
    const paid = await world.pay(payment, 'tok_approve', randomUUID(), 'eve');

    expect([read.status, paid.status]).toEqual([404, 404]);
    expect(await world.stateOf(payment)).toBe('created');
    expect(await world.app.sql('select 1 from payment_attempts where payment_id = $1', [payment.id])).toEqual([]);
  });

  it('to be paid without an idempotency key', async () => {
    const payment = await world.open();

    const answer = await world.app.http
      .post(`/v1/payments/${payment.wire}/authorisation`)
      .set(bearer(payment.buyer))
      .send({ card: { token: 'tok_approve' } });

    expect(answer.status).toBe(400);
    expect(await world.stateOf(payment)).toBe('created');
  });

  it.each([[{}], [{ token: 'tok_approve', number: '4008400000000006' }], [{ number: '4111' }]])(
    'the card %j',
    async (card) => {
      const payment = await world.open();

      const answer = await world.pay(payment, card);

      expect(answer.status).toBe(422);
      expect(await world.stateOf(payment)).toBe('created');
    },
  );

  it.each([[{}], [{ card: null }], [{ card: 'tok_approve' }], [{ card: { token: 'tok_approve', cvc: '123' } }]])(
    'the body %j',
    async (body) => {
      const payment = await world.open();

      const answer = await world.app.http
        .post(`/v1/payments/${payment.wire}/authorisation`)
        .set({ ...bearer(payment.buyer), 'Idempotency-Key': randomUUID() })
        .send(body);

      expect(answer.status).toBe(422);
      expect(await world.stateOf(payment)).toBe('created');
    },
  );

  it('a second payment after it was captured', async () => {
    const payment = await world.paid();

    const again = await world.pay(payment, 'tok_approve');

    expect(again).toMatchObject({ status: 409, body: { code: 'payment_not_payable' } });
    expect(await world.journalsOf(payment)).toHaveLength(2);
  });

  it('more than ten attempts', async () => {
    const payment = await world.open();
    for (let i = 0; i < 10; i += 1) await world.pay(payment, 'tok_decline');

    const eleventh = await world.pay(payment, 'tok_approve');

    expect(eleventh).toMatchObject({ status: 409, body: { code: 'too_many_payment_attempts' } });
    expect(await world.stateOf(payment)).toBe('created');
  });

  it('to be opened when its shares do not add up', async () => {
    const before = await world.app.sql('select count(*) from payments');

    await expect(world.open([8_000, 5_000], {}, 12_999)).rejects.toThrow('do not add up');

    expect(await world.app.sql('select count(*) from payments')).toEqual(before);
  });

  it('an action result when no holder is asked', async () => {
    const payment = await world.open();

    const answer = await world.actionResult(payment);

    expect(answer).toMatchObject({ status: 409, body: { code: 'no_action_pending' } });
  });
});
