import { Inject, Injectable, type OnApplicationShutdown } from '@nestjs/common';
import type { Money } from '../../kernel/index.js';
import { CONFIG, type RunningConfig } from '../../platform/config/index.js';
import { HttpClient } from '../../platform/http-client/index.js';
import { PaymentProvider } from './payment-provider.js';
import type { Answer, AuthorisationRequest, Charge, ChargeLookup } from './payment-provider.js';
import type {
  DisputeEvidence,
  ProviderDispute,
  ProviderRefund,
  RefundLookup,
  RefundRequest,
} from './payment-provider.js';
import { readProviderMessage, type ProviderMessage } from './provider-message.domain.js';
import { readAnswer, readCharge, readDispute, readRefund } from './sandbox-answers.domain.js';

interface Request {
  readonly path: string;
  /** Present on what changes something. */
  readonly key?: string;
  readonly body?: object;
}

/** Speaks to the sandbox provider over HTTP. */
@Injectable()
export class SandboxPaymentProvider extends PaymentProvider implements OnApplicationShutdown {
  readonly name = 'sandbox';
  private readonly client = new HttpClient();
  private readonly charge = readCharge((actionId) => `${this.base}/actions/${actionId}/complete`);

  constructor(@Inject(CONFIG) private readonly config: RunningConfig) {
    super();
  }

  authorise({ key, attemptId, amount, card }: AuthorisationRequest): Promise<Answer<Charge>> {
    return this.call({ path: '/charges', key, body: { reference: attemptId, ...amount, card } }, this.charge);
  }

  capture(key: string, chargeRef: string, { amount }: Money): Promise<Answer<Charge>> {
    return this.call({ path: `/charges/${encodeURIComponent(chargeRef)}/capture`, key, body: { amount } }, this.charge);
  }

  void(key: string, chargeRef: string): Promise<Answer<Charge>> {
    return this.call({ path: `/charges/${encodeURIComponent(chargeRef)}/void`, key, body: {} }, this.charge);
  }

  refund({ key, chargeRef, refundId, amount }: RefundRequest): Promise<Answer<ProviderRefund>> {
    const body = { reference: refundId, amount: amount.amount };
    return this.call({ path: `/charges/${encodeURIComponent(chargeRef)}/refunds`, key, body }, readRefund);
  }

  lookupCharge({ attemptId }: ChargeLookup): Promise<Answer<Charge>> {
    return this.call({ path: `/charges/by-reference/${attemptId}` }, this.charge);
  }

  lookupRefund({ refundId }: RefundLookup): Promise<Answer<ProviderRefund>> {
    return this.call({ path: `/refunds/by-reference/${refundId}` }, readRefund);
  }

  lookupDispute(disputeRef: string): Promise<Answer<ProviderDispute>> {
    return this.call({ path: `/disputes/${encodeURIComponent(disputeRef)}` }, readDispute);
  }

  submitEvidence({ key, disputeRef, text }: DisputeEvidence): Promise<Answer<ProviderDispute>> {
    const path = `/disputes/${encodeURIComponent(disputeRef)}/evidence`;
    return this.call({ path, key, body: { text } }, readDispute);
  }

  acceptDispute(key: string, disputeRef: string): Promise<Answer<ProviderDispute>> {
    const path = `/disputes/${encodeURIComponent(disputeRef)}/acceptance`;
    return this.call({ path, key, body: {} }, readDispute);
  }

  readMessage(raw: string): ProviderMessage | undefined {
    return readProviderMessage(raw);
  }

  onApplicationShutdown(): void {
    this.client.close();
  }

  private get base(): string {
    return this.config.providerUrl ?? '';
  }

  private async call<T>(request: Request, read: Parameters<typeof readAnswer<T>>[1]): Promise<Answer<T>> {
    if (this.base === '') return { kind: 'unknown', why: 'no_provider_configured' };
    const { path, key, body } = request;
    const response = await this.client.exchange({
      method: key === undefined ? 'GET' : 'POST',
      url: `${this.base}${path}`,
      headers: key === undefined ? {} : { 'content-type': 'application/json', 'idempotency-key': key },
      body: body === undefined ? undefined : JSON.stringify(body),
      timeoutMs: this.config.providerTimeoutMs,
    });
    return readAnswer(response, read);
  }
}
