import { stripeSignature } from '../../support/stripe-server.js';
import { PaymentsWorld, type Opened } from '../payments/payments-app.js';
import { StripeModule } from '../../../src/modules/stripe/index.js';
import { PaymentProviders } from '../../../src/modules/payments/index.js';
import { SandboxPaymentProvider } from '../../../src/modules/payments/sandbox-provider.client.js';
import { loadConfig } from '../../../src/platform/config/index.js';
import { StripeWorld, VISA } from './stripe-app.js';

describe('a marketplace that has moved to Stripe', () => {
  const world = new StripeWorld();
  beforeAll(() => world.start());
  afterAll(() => world.stop());

  const openedBefore = async (): Promise<Opened> => {
    const payment = await world.open();
    await world.app.sql(`update payments set provider = 'sandbox' where id = $1`, [payment.id]);
    return payment;
  };
  const settle = async (): Promise<void> => {
    await world.app.provider.settle();
    await world.settle();
  };

  it('finishes with the sandbox what was opened there, and opens new payments with Stripe', async () => {
    const [before, after] = [await openedBefore(), await world.open()];

    const answers = [await world.pay(before, 'tok_approve'), await world.pay(after, VISA)];
    await world.refund(before, 8_000, undefined, 0);
    await world.refund(before, 5_000, undefined, 1);
    await world.refund(after, 500);
    await settle();

    expect(answers.map(({ body }) => body.state)).toEqual(['captured', 'captured']);
    expect(await world.app.sql('select state, amount::int from refunds order by amount')).toEqual([
      { state: 'succeeded', amount: 500 },
      { state: 'succeeded', amount: 5_000 },
      { state: 'succeeded', amount: 8_000 },
    ]);
    expect(world.stripe.callsOf('create')).toHaveLength(1);
    expect(world.stripe.callsOf('refund').map(({ form }) => form.amount)).toEqual(['500']);
    expect(await world.intentsOf(before)).toEqual([]);
  });

  it('gives back at the sandbox what waits for its holder there', async () => {
    const payment = await openedBefore();
    await world.pay(payment, 'tok_needs_action');
    world.stripe.reset();

    await world.void(payment);
    await settle();

    expect(await world.stateOf(payment)).toBe('voided');
    expect(world.stripe.calls).toEqual([]);
  });
});

describe('a marketplace without Stripe', () => {
  it('refuses every message of Stripe', async () => {
    const world = new PaymentsWorld();
    await world.start({ modules: [StripeModule] });
    const body = '{}';

    const answers = await Promise.all(
      [['whsec_stripe_test'], ['']].map((secrets) =>
        world.app.http
          .post('/v1/provider-events/stripe')
          .set({ 'Content-Type': 'application/json', 'Stripe-Signature': stripeSignature(body, secrets) })
          .send(body),
      ),
    );

    const stored = await world.app.sql('select 1 from provider_inbox');
    await world.app.stop();
    expect(answers.map(({ status, body: told }) => [status, told.code])).toEqual([
      [401, 'signature_invalid'],
      [401, 'signature_invalid'],
    ]);
    expect(stored).toEqual([]);
  });

  it('does not start when Stripe is chosen and not connected', () => {
    const config = { ...loadConfig({}), databaseUrl: '', paymentProvider: 'stripe' } as const;
    const providers = new PaymentProviders(config, new SandboxPaymentProvider(config));

    expect(() => providers.onApplicationBootstrap()).toThrow('The payment provider stripe is not connected');
  });
});
