import type { ProviderDispute } from '../../../src/modules/payments/index.js';
import { StripePayments } from '../../../src/modules/stripe/stripe-payments.client.js';
import { StripeWorld, VISA } from './stripe-app.js';

const world = new StripeWorld();
beforeAll(() => world.start());
afterAll(() => world.app.stop().then(() => world.stripe.stop()));

const stripe = (): StripePayments => world.app.get(StripePayments);

async function disputeRef(): Promise<string> {
  const payment = await world.paid([8_000, 5_000], VISA);
  await world.settle();
  const [intent] = await world.intentsOf(payment);
  return String(world.stripe.books.dispute(String(intent?.id), 13_000).id);
}

describe('a dispute at Stripe, answered', () => {
  it('tells what was taken and what it cost', async () => {
    const ref = await disputeRef();

    const answer = await stripe().lookupDispute(ref);

    const { isWithdrawn, fee, state } = (answer as { object: ProviderDispute }).object;
    expect({ isWithdrawn, fee, state }).toEqual({ isWithdrawn: true, fee: 1_500, state: 'open' });
  });

  it('takes evidence as text, submitted for good, under our key', async () => {
    const ref = await disputeRef();

    const answer = await stripe().submitEvidence({ key: 'dsp:evidence', disputeRef: ref, text: 'Delivered.' });

    const [call] = world.stripe.callsOf('answer-dispute').slice(-1);
    expect(answer).toMatchObject({ kind: 'done', object: { ref, state: 'open' } });
    expect([call?.key, call?.form]).toEqual([
      'dsp:evidence',
      { 'evidence[uncategorized_text]': 'Delivered.', submit: 'true' },
    ]);
  });

  it('is closed as lost when we give in', async () => {
    const ref = await disputeRef();

    const answer = await stripe().acceptDispute('dsp:acceptance', ref);

    expect(answer).toMatchObject({ kind: 'done', object: { ref, state: 'lost', isWithdrawn: true } });
    expect(world.stripe.callsOf('close-dispute').at(-1)?.key).toBe('dsp:acceptance');
  });
});
