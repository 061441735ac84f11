import { Logger } from '@nestjs/common';
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
