import { StripeWorld, VISA } from './stripe-app.js';

const world = new StripeWorld();
beforeAll(() => world.start());
afterAll(() => world.stop());
afterEach(async () => {
  await world.settle();
  world.stripe.reset();
});

describe('an answer of Stripe that is lost', () => {
  const LOST = ['timeout', 'reset', 'html', 'html-500', 'error-200', '500', '429', '409', 'cut'] as const;

  it.each(LOST)('(%s) after the card was authorised is found, and the card is charged once', async (mode) => {
    const payment = await world.open();
    world.stripe.fail('confirm', mode, true);

    const answer = await world.pay(payment, VISA);
    await world.settle();

    expect(['processing', 'captured']).toContain(answer.body.state);
    expect(await world.stateOf(payment)).toBe('captured');
    expect(await world.statusesOf(payment)).toEqual(['succeeded']);
    expect(world.stripe.callsOf('confirm')).toHaveLength(1);
    expect(world.toldOf(payment)).toEqual(['captured']);
  });

  it('is found without any message: the same request again names the intent', async () => {
    const payment = await world.open();
    world.stripe.fail('confirm', 'timeout', true);
    await world.pay(payment, VISA);
    world.forget();

    await world.app.drain();

    const created = world.stripe.callsOf('create');
    expect(await world.stateOf(payment)).toBe('captured');
    expect(created).toHaveLength(2);
    expect(created[1]).toMatchObject({ key: created[0]?.key, form: created[0]?.form });
    expect(world.stripe.callsOf('search')).toEqual([]);
  });

  it('is searched for when Stripe may have forgotten the key', async () => {
    const payment = await world.open();
    world.stripe.fail('confirm', 'timeout', true);
    world.stripe.fail('retrieve', 'timeout');
    await world.pay(payment, VISA);
    world.forget();
    await world.app.drain();
    const before = await world.stateOf(payment);
    const aged = `update payment_attempts set created_at = created_at - interval '2 days' where payment_id = $1`;
    await world.app.sql(aged, [payment.id]);

    await world.app.advance('PT3M');

    expect(before).toBe('created');
    expect(world.stripe.callsOf('search')).toHaveLength(1);
    expect(await world.stateOf(payment)).toBe('captured');
  });

  it.each(['timeout', 'html', '500'] as const)(
    '(%s) before the card was charged is given up after two minutes, and nothing was taken',
    async (mode) => {
      const payment = await world.open();
      world.stripe.fail('confirm', mode);
      await world.pay(payment, VISA);
      await world.settle();
      const early = await world.pay(payment, VISA);

      await world.app.advance('PT3M');
      const late = await world.pay(payment, VISA);

      expect(early.status).toBe(409);
      expect(late.body.state).toBe('captured');
      expect(await world.statusesOf(payment)).toEqual(['requires_payment_method', 'succeeded']);
    },
  );

  it('before the intent was known leaves nothing that could be charged', async () => {
    const payment = await world.open();
    world.stripe.fail('create', 'timeout', true);

    const answer = await world.pay(payment, VISA);
    await world.settle();
    await world.app.advance('PT3M');

    expect(answer.body.state).toBe('processing');
    expect(world.stripe.callsOf('confirm')).toEqual([]);
    expect(await world.stateOf(payment)).toBe('created');
    expect(await world.statusesOf(payment)).toEqual(['requires_payment_method']);
  });

  it('with a status nobody has heard of is not taken for a success', async () => {
    const payment = await world.open();
    world.stripe.fail('confirm', 'strange-status', true);
    world.stripe.fail('retrieve', 'strange-status', true);

    const answer = await world.pay(payment, VISA);
    world.forget();
    await world.app.drain();
    const before = await world.stateOf(payment);
    await world.app.advance('PT3M');

    expect([answer.body.state, before]).toEqual(['processing', 'created']);
    expect(await world.stateOf(payment)).toBe('captured');
  });

  it('because our key is not accepted declines without a charge', async () => {
    const payment = await world.open();
    world.stripe.fail('create', '401');

    const answer = await world.pay(payment, VISA);

    expect(answer.body).toMatchObject({ state: 'declined', declineCode: 'provider_credentials_refused' });
    expect(await world.statusesOf(payment)).toEqual([]);
    expect(await world.stateOf(payment)).toBe('created');
  });

  it.each([
    ['timeout', true],
    ['timeout', false],
    ['html', true],
    ['500', false],
  ] as const)('of a capture (%s, booked: %s) takes the money once', async (mode, booked) => {
    const payment = await world.open();
    world.stripe.fail('capture', mode, booked);

    const answer = await world.pay(payment, VISA);
    await world.settle();

    expect(answer.body.state).toBe('processing');
    expect(await world.stateOf(payment)).toBe('captured');
    expect(await world.statusesOf(payment)).toEqual(['succeeded']);
    expect(await world.journalsOf(payment)).toHaveLength(2);
    expect(world.toldOf(payment)).toEqual(['captured']);
  });

  it('of a capture that Stripe has canceled meanwhile fails the payment for good', async () => {
    const payment = await world.open();
    world.stripe.fail('capture', '500');
    await world.pay(payment, VISA);
    const [intent] = await world.intentsOf(payment);
    world.stripe.books.cancel(String(intent?.id));

    await world.settle();

    expect(await world.stateOf(payment)).toBe('failed');
    expect(world.toldOf(payment)).toEqual(['failed: charge_voided']);
    expect(await world.journalsOf(payment)).toEqual([]);
  });
});
