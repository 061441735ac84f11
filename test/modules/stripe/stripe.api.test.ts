import { Logger } from '@nestjs/common';
import { asId, money, type Clock } from '../../../src/kernel/index.js';
import { StripePayments } from '../../../src/modules/stripe/stripe-payments.client.js';
import { StripeApi } from '../../../src/modules/stripe/stripe.api.js';
import { StripeServer } from '../../support/stripe-server.js';
import { stripeConfig } from './stripe-app.js';

describe('a key that Stripe does not accept', () => {
  const stripe = new StripeServer();
  beforeAll(() => stripe.start());
  afterAll(() => stripe.stop());
  afterEach(() => jest.restoreAllMocks());

  it('is logged with what it was used for and without itself', async () => {
    const errors = jest.spyOn(Logger.prototype, 'error').mockImplementation(() => undefined);
    const { stripe: settings } = stripeConfig(stripe);
    const api = new StripeApi({ stripe: settings && { ...settings, secretKey: 'sk_test_expired_key' } });

    const answer = await api.get('/v1/transfers', { transfer_group: 'payout_1' }, () => undefined);
    api.onApplicationShutdown();

    expect(answer).toEqual({ kind: 'refused', code: 'provider_credentials_refused' });
    expect(errors.mock.calls).toEqual([['Stripe does not accept our key: GET /v1/transfers']]);
  });

  it('is not missed: without one nobody is called', async () => {
    const api = new StripeApi({});

    const answer = await api.post('/v1/refunds', 'key', {}, () => undefined);

    expect(answer).toEqual({ kind: 'unknown', why: 'stripe_not_configured' });
    expect(stripe.callsOf('refund')).toEqual([]);
  });
});

describe('a refund of three decimals', () => {
  const stripe = new StripeServer();
  beforeAll(() => stripe.start());
  afterAll(() => stripe.stop());

  it('that does not end in 0 has failed without a call, so that the buyer is credited and does not wait', async () => {
    const settings = stripeConfig(stripe) as Required<ReturnType<typeof stripeConfig>>;
    const api = new StripeApi(settings);
    const payments = new StripePayments(api, { now: () => new Date() } as Clock, settings);
    const refundId = asId<'rfd'>('01890000-0000-7000-8000-000000000001');

    const answer = await payments.refund({ key: 'k', chargeRef: 'pi_1', refundId, amount: money(1_234, 'KWD') });
    api.onApplicationShutdown();

    expect(answer).toMatchObject({
      kind: 'done',
      object: { state: 'failed', failureCode: 'amount_not_refundable', amount: { amount: 1_234, currency: 'KWD' } },
    });
    expect(stripe.calls).toEqual([]);
  });
});
