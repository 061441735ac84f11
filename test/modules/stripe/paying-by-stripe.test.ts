import { randomUUID } from 'node:crypto';
import { StripeWorld, VISA } from './stripe-app.js';

const world = new StripeWorld();
beforeAll(() => world.start());
afterAll(() => world.stop());
afterEach(async () => {
  await world.settle();
  world.stripe.reset();
});

describe('a buyer who pays by Stripe', () => {
  it('is captured through an intent, its confirmation and its capture', async () => {
    const payment = await world.open([8_000, 5_000]);

    const answer = await world.pay(payment, VISA);
    await world.settle();

    expect(answer.body).toMatchObject({ state: 'captured', amount: { amount: 13_000, currency: 'USD' } });
    expect(await world.statusesOf(payment)).toEqual(['succeeded']);
    expect(await world.journalsOf(payment)).toEqual([
      { source: 'payment:capture', moved: 8_000 },
      { source: 'payment:capture', moved: 5_000 },
    ]);
    expect(world.toldOf(payment)).toEqual(['captured']);
    expect(await world.app.sql('select provider from payments where id = $1', [payment.id])).toEqual([
      { provider: 'stripe' },
    ]);
  });

  it('causes requests in the shape that is documented', async () => {
    const payment = await world.open();

    await world.pay(payment, VISA);

    const [intent] = await world.intentsOf(payment);
    const attempt = (intent?.metadata as { souk_reference: string }).souk_reference;
    const [create, confirm, capture] = world.stripe.calls;
    expect(world.stripe.calls.map(({ operation }) => operation)).toEqual(['create', 'confirm', 'capture']);
    expect(create).toMatchObject({
      key: `${attempt}:intent`,
      headers: {
        authorization: 'Bearer sk_test_souk',
        'stripe-version': '2024-06-20',
        'content-type': 'application/x-www-form-urlencoded',
      },
      form: {
        amount: '13000',
        currency: 'usd',
        capture_method: 'manual',
        'payment_method_types[0]': 'card',
        'metadata[souk_reference]': attempt,
      },
    });
    expect(confirm).toMatchObject({
      key: `${attempt}:authorise`,
      form: { payment_method: VISA, return_url: 'https://shop.example/paid', 'expand[0]': 'payment_method' },
    });
    expect(capture?.key).toMatch(/^[0-9a-f-]{36}:capture$/);
    expect(capture?.form).toMatchObject({ amount_to_capture: '13000' });
  });

  it('pays once with ten identical requests at once', async () => {
    const payment = await world.open();
    const key = randomUUID();

    const answers = await Promise.all(Array.from({ length: 10 }, () => world.pay(payment, VISA, key)));
    await world.settle();

    expect(answers.every(({ status }) => status === 200 || status === 409)).toBe(true);
    expect(await world.statusesOf(payment)).toEqual(['succeeded']);
    expect(await world.journalsOf(payment)).toHaveLength(2);
  });

  it.each([
    ['pm_card_chargeDeclined', 'generic_decline'],
    ['pm_card_chargeDeclinedInsufficientFunds', 'insufficient_funds'],
    ['pm_nobody_knows_it', 'resource_missing'],
  ])('with %s is declined and may try another card', async (card, declineCode) => {
    const payment = await world.open();

    const declined = await world.pay(payment, card);
    await world.settle();
    const state = await world.stateOf(payment);
    const second = await world.pay(payment, VISA);

    expect(declined.body).toMatchObject({ state: 'declined', declineCode });
    expect(state).toBe('created');
    expect(second.body.state).toBe('captured');
    expect(await world.journalsOf(payment)).toHaveLength(2);
  });

  it.each([
    ['a card number', { number: '4242424242424242' }, 'card_number_not_accepted'],
    ['a token of the sandbox', { token: 'tok_approve' }, 'payment_method_unknown'],
  ])('with %s is declined without a call', async (_what, card, declineCode) => {
    const payment = await world.open();

    const answer = await world.pay(payment, card);

    expect(answer.body).toMatchObject({ state: 'declined', declineCode });
    expect(world.stripe.calls).toEqual([]);
    expect(await world.stateOf(payment)).toBe('created');
  });

  it('whose bank asks is captured after the approval, by the message alone', async () => {
    const payment = await world.open();
    const asked = await world.pay(payment, 'pm_card_threeDSecure2Required');
    await world.settle();
    const blocked = await world.pay(payment, VISA);
    const [intent] = await world.intentsOf(payment);

    world.stripe.books.complete(String(intent?.id), 'approve');
    await world.settle();

    expect(asked.body).toMatchObject({ state: 'requires_action' });
    expect(String(asked.body.actionUrl)).toContain(`/3ds/${String(intent?.id)}`);
    expect(blocked).toMatchObject({ status: 409, body: { code: 'authorisation_in_progress' } });
    expect(await world.stateOf(payment)).toBe('captured');
    expect(world.toldOf(payment)).toEqual(['captured']);
  });

  it('whose bank asks is captured when the buyer comes back before any message', async () => {
    const payment = await world.open();
    await world.pay(payment, 'pm_card_threeDSecure2Required');
    const [intent] = await world.intentsOf(payment);
    world.stripe.books.complete(String(intent?.id), 'approve');

    const done = await world.actionResult(payment);

    expect(done.body).toMatchObject({ state: 'captured' });
    expect(world.stripe.callsOf('create')).toHaveLength(1);
  });

  it('may try again when the bank was told no', async () => {
    const payment = await world.open();
    await world.pay(payment, 'pm_card_threeDSecure2Required');
    const [intent] = await world.intentsOf(payment);

    world.stripe.books.complete(String(intent?.id), 'decline');
    await world.settle();
    const state = await world.stateOf(payment);
    const read = await world.read(payment);
    const again = await world.pay(payment, VISA);

    expect(state).toBe('created');
    expect(read.body.declineCode).toBe('payment_intent_authentication_failure');
    expect(again.body.state).toBe('captured');
  });

  it('gets an authorisation back that nobody wants any more', async () => {
    const payment = await world.open();
    await world.pay(payment, 'pm_card_threeDSecure2Required');

    const isEnding = await world.void(payment);
    await world.settle();

    expect(isEnding).toBe(true);
    expect(await world.statusesOf(payment)).toEqual(['canceled']);
    expect(await world.stateOf(payment)).toBe('voided');
    expect(await world.journalsOf(payment)).toEqual([]);
  });
});
