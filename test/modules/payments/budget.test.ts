import { PaymentsWorld } from './payments-app.js';

const world = new PaymentsWorld();
beforeAll(() => world.start());
afterAll(() => world.app.stop());

describe('the cost of a payment', () => {
  it('is 12 statements from the request to the captured answer, and posts with the last', async () => {
    await world.paid();
    await world.settle();
    const payment = await world.open();

    const seen = await world.app.countStatements(() => world.pay(payment, 'tok_approve'));

    const ours = seen.filter((name) => !name.startsWith('sandbox-provider.'));
    expect(ours).toEqual([
      'http.idempotency-claim',
      'payments.begin-authorisation',
      'payments.lock-attempt',
      'lifecycle.payments',
      'risk.observe',
      'risk.insert-decision',
      'payments.record-authorised',
      'lifecycle.payments',
      'payments.record-captured',
      'http.idempotency-store',
      'messaging.publish',
      'ledger.post',
    ]);
  });

  it('is one statement to open', async () => {
    await world.settle();

    const seen = await world.app.countStatements(() => world.open());

    expect(seen.filter((name) => name.startsWith('payments.'))).toEqual(['payments.open']);
  });
});
