import { BadSettings, loadConfig } from '../../../src/platform/config/index.js';

const KEYS = {
  SOUK_STRIPE_SECRET_KEY: 'sk_test_51Hx',
  SOUK_STRIPE_WEBHOOK_SECRET: 'whsec_abc',
  SOUK_STRIPE_RETURN_URL: 'https://shop.example/paid',
};
const PRODUCTION = {
  NODE_ENV: 'production',
  DATABASE_URL: 'postgres://souk@db/souk',
  SOUK_SECRET: 'a-master-key-of-thirty-two-characters',
  SOUK_PROVIDER_WEBHOOK_SECRET: 'whsec_b3RoZXI=',
};
const faultsOf = (env: Record<string, string>): readonly string[] => {
  try {
    loadConfig(env);
    return [];
  } catch (error) {
    return (error as BadSettings).faults;
  }
};

describe('the settings of payments', () => {
  it('are the sandbox without a word', () => {
    const { paymentProvider, stripe } = loadConfig({});

    expect({ paymentProvider, stripe }).toEqual({ paymentProvider: 'sandbox', stripe: undefined });
  });

  it('connect Stripe with its address and time-out by default', () => {
    const { paymentProvider, stripe } = loadConfig({ SOUK_PAYMENT_PROVIDER: 'stripe', ...KEYS });

    expect(paymentProvider).toBe('stripe');
    expect(stripe).toEqual({
      secretKey: 'sk_test_51Hx',
      webhookSecret: 'whsec_abc',
      returnUrl: 'https://shop.example/paid',
      api: 'https://api.stripe.com',
      timeoutMs: 20_000,
    });
  });

  it('keep Stripe connected while new payments go elsewhere', () => {
    const { paymentProvider, stripe } = loadConfig({ ...KEYS, SOUK_STRIPE_API: 'http://127.0.0.1:9/' });

    expect(paymentProvider).toBe('sandbox');
    expect(stripe?.api).toBe('http://127.0.0.1:9');
  });

  it('name everything that is wrong at once, and no secret', () => {
    const faults = faultsOf({
      SOUK_PAYMENT_PROVIDER: 'stripe',
      SOUK_STRIPE_SECRET_KEY: 'pk_live_public',
      SOUK_STRIPE_API: 'ftp://stripe',
      SOUK_STRIPE_TIMEOUT_MS: '5',
    });

    expect(faults).toEqual([
      'SOUK_STRIPE_API must be a URL that starts with https:// or http://',
      'SOUK_STRIPE_TIMEOUT_MS must be a whole number from 100 to 60000, not “5”',
      'SOUK_STRIPE_SECRET_KEY must be a secret key of Stripe, sk_… or rk_…',
      'SOUK_STRIPE_WEBHOOK_SECRET must be the secret of the webhook endpoint, whsec_…',
      'SOUK_STRIPE_RETURN_URL must say where card holders come back to',
    ]);
    expect(faults.join()).not.toContain('pk_live_public');
  });

  it('refuse a provider nobody has heard of', () => {
    expect(faultsOf({ SOUK_PAYMENT_PROVIDER: 'bank' })).toEqual([
      'SOUK_PAYMENT_PROVIDER must be one of sandbox, stripe, not “bank”',
    ]);
  });

  it('refuse the sandbox and an address without TLS in production', () => {
    const plain = { SOUK_PAYMENT_PROVIDER: 'stripe', ...KEYS, SOUK_STRIPE_API: 'http://proxy' };

    expect(faultsOf(PRODUCTION)).toEqual([
      'SOUK_PAYMENT_PROVIDER cannot be sandbox in production: no real card would be charged',
    ]);
    expect(faultsOf({ ...PRODUCTION, ...plain })).toEqual(['SOUK_STRIPE_API must be https in production']);
    expect(faultsOf({ ...PRODUCTION, SOUK_PAYMENT_PROVIDER: 'stripe', ...KEYS })).toEqual([]);
  });

  it('refuse a live key where the clock can be moved', () => {
    const live = { SOUK_PAYMENT_PROVIDER: 'stripe', ...KEYS, SOUK_STRIPE_SECRET_KEY: 'sk_live_51Hx' };

    expect(faultsOf(live)).toEqual([
      'SOUK_STRIPE_SECRET_KEY is a live key: set SOUK_SANDBOX=false, the test clock moves no real money',
    ]);
    expect(faultsOf({ ...live, SOUK_SANDBOX: 'false' })).toEqual([]);
  });
});
