import { Inject, Injectable, Logger, type OnApplicationShutdown } from '@nestjs/common';
import { CONFIG, type Config } from '../../platform/config/index.js';
import { HttpClient } from '../../platform/http-client/index.js';
import type { Answer } from '../payments/index.js';
import { CREDENTIALS_REFUSED, readStripeAnswer, type Reader } from './stripe-answer.domain.js';
import { encodeForm, type Form } from './stripe-form.domain.js';

/** The version whose objects we read; Stripe answers in it whatever the account is set to. */
export const STRIPE_VERSION = '2024-06-20';

/** Speaks to Stripe over HTTP. Every call answers in bounded time and never throws. */
@Injectable()
export class StripeApi implements OnApplicationShutdown {
  private readonly client = new HttpClient();
  private readonly logger = new Logger('Stripe');

  constructor(@Inject(CONFIG) private readonly config: Pick<Config, 'stripe'>) {}

  get<T>(path: string, query: Form, read: Reader<T>): Promise<Answer<T>> {
    const search = encodeForm(query);
    return this.call({ method: 'GET', path: search === '' ? path : `${path}?${search}` }, read);
  }

  /** Stripe acts once for each key; the same key with other contents is an error there. */
  post<T>(path: string, key: string, form: Form, read: Reader<T>): Promise<Answer<T>> {
    return this.call({ method: 'POST', path, key, body: encodeForm(form) }, read);
  }

  onApplicationShutdown(): void {
    this.client.close();
  }

  private async call<T>(request: StripeRequest, read: Reader<T>): Promise<Answer<T>> {
    const { stripe } = this.config;
    if (!stripe) return { kind: 'unknown', why: 'stripe_not_configured' };
    const { method, path, key, body } = request;
    const response = await this.client.exchange({
      method,
      url: `${stripe.api}${path}`,
      headers: {
        authorization: `Bearer ${stripe.secretKey}`,
        'stripe-version': STRIPE_VERSION,
        ...(key !== undefined && { 'idempotency-key': key }),
        ...(body !== undefined && { 'content-type': 'application/x-www-form-urlencoded' }),
      },
      body,
      timeoutMs: stripe.timeoutMs,
    });
    const answer = readStripeAnswer(response, method, read);
    if (answer.kind === 'refused' && answer.code === CREDENTIALS_REFUSED) {
      this.logger.error(`Stripe does not accept our key: ${method} ${path.split('?')[0]}`);
    }
    return answer;
  }
}

interface StripeRequest {
  readonly method: 'GET' | 'POST';
  readonly path: string;
  readonly key?: string;
  readonly body?: string;
}
