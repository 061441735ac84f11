import type { Config, StripeConfig } from './config.js';
import type { Reader } from './reader.js';

const STRIPE_API = 'https://api.stripe.com';

type PaymentSettings = Pick<Config, 'paymentProvider' | 'stripe'>;

/** Stripe is connected when it is chosen, and also while its key is there: then it finishes what it has begun. */
export function readPaymentSettings(read: Reader): PaymentSettings {
  const paymentProvider = read.oneOf('SOUK_PAYMENT_PROVIDER', ['sandbox', 'stripe']) ?? 'sandbox';
  const stripe: StripeConfig = {
    secretKey: read.text('SOUK_STRIPE_SECRET_KEY') ?? '',
    webhookSecret: read.text('SOUK_STRIPE_WEBHOOK_SECRET') ?? '',
    api: (read.url('SOUK_STRIPE_API', 'https:', 'http:') ?? STRIPE_API).replace(/\/+$/, ''),
    returnUrl: read.url('SOUK_STRIPE_RETURN_URL', 'https:', 'http:') ?? '',
    timeoutMs: read.integer('SOUK_STRIPE_TIMEOUT_MS', 100, 60_000) ?? 20_000,
  };
  if (paymentProvider !== 'stripe' && stripe.secretKey === '') return { paymentProvider };
  read.faults.push(...stripeFaults(stripe));
  return { paymentProvider, stripe };
}

/** The value of a wrong secret is not repeated. */
function stripeFaults({ secretKey, webhookSecret, returnUrl }: StripeConfig): string[] {
  const faults: string[] = [];
  if (!/^[sr]k_\w+$/.test(secretKey))
    faults.push('SOUK_STRIPE_SECRET_KEY must be a secret key of Stripe, sk_… or rk_…');
  if (!/^whsec_\S+$/.test(webhookSecret)) {
    faults.push('SOUK_STRIPE_WEBHOOK_SECRET must be the secret of the webhook endpoint, whsec_…');
  }
  if (returnUrl === '') faults.push('SOUK_STRIPE_RETURN_URL must say where card holders come back to');
  return faults;
}

/** What may not be in production, and what may not be outside of it. */
export function misplacedPaymentSettings({ production, sandbox, paymentProvider, stripe }: Config): string[] {
  const faults: string[] = [];
  if (production && paymentProvider === 'sandbox') {
    faults.push('SOUK_PAYMENT_PROVIDER cannot be sandbox in production: no real card would be charged');
  }
  if (production && stripe && !stripe.api.startsWith('https:'))
    faults.push('SOUK_STRIPE_API must be https in production');
  if (sandbox && stripe && /^[sr]k_live_/.test(stripe.secretKey)) {
    faults.push('SOUK_STRIPE_SECRET_KEY is a live key: set SOUK_SANDBOX=false, the test clock moves no real money');
  }
  return faults;
}
