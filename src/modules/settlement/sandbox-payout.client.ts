import { Inject, Injectable, type OnModuleDestroy } from '@nestjs/common';
import { isCurrency, money } from '../../kernel/index.js';
import { CONFIG, type Config } from '../../platform/config/index.js';
import { HttpClient, type Exchange } from '../../platform/http-client/index.js';
import { PayoutProvider, type BankAnswer, type FailureClass, type PayoutRequest } from './payout-provider.js';

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;
const ACCOUNT_FAULTS = new Set(['account_closed', 'account_invalid', 'account_blocked']);

interface PayoutBody {
  readonly id: string;
  /** Our payout. */
  readonly reference: string;
  readonly state: string;
  readonly amount: number;
  readonly currency: string;
  readonly failureCode?: string;
}

/** The bank of the sandbox provider, over HTTP. */
@Injectable()
export class SandboxPayoutClient extends PayoutProvider implements OnModuleDestroy {
  readonly name = 'sandbox';
  readonly fund = 'bank_client';
  private readonly http = new HttpClient();

  constructor(@Inject(CONFIG) private readonly config: Pick<Config, 'providerUrl' | 'providerTimeoutMs'>) {
    super();
  }

  async send({ payoutId, amount, destination }: PayoutRequest): Promise<BankAnswer> {
    const body = { reference: payoutId, amount: amount.amount, currency: amount.currency, destination };
    const exchange = await this.http.exchange({
      method: 'POST',
      url: `${this.config.providerUrl ?? ''}/payouts`,
      headers: { 'content-type': 'application/json', 'idempotency-key': `payout:${payoutId}` },
      body: JSON.stringify(body),
      timeoutMs: this.config.providerTimeoutMs,
    });
    return answerOf(exchange);
  }

  async lookUp(payoutId: string): Promise<BankAnswer> {
    const exchange = await this.http.exchange({
      method: 'GET',
      url: `${this.config.providerUrl ?? ''}/payouts/by-reference/${payoutId}`,
      timeoutMs: this.config.providerTimeoutMs,
    });
    if (exchange.kind === 'answer' && exchange.status === 404 && hasCode(exchange.text, 'not_found')) {
      return { state: 'absent' };
    }
    return answerOf(exchange);
  }

  readEvent(body: string): { payoutId: string; answer: BankAnswer } | undefined {
    const data = (parse(body) as { data?: PayoutBody } | undefined)?.data;
    const answer = readPayout(data);
    return answer && UUID.test(data?.reference ?? '') ? { payoutId: data?.reference ?? '', answer } : undefined;
  }

  onModuleDestroy(): void {
    this.http.close();
  }
}

function answerOf(exchange: Exchange): BankAnswer {
  if (exchange.kind !== 'answer') return { state: 'unknown', why: exchange.why };
  if (exchange.status === 422) return { state: 'failed', code: 'refused', failureClass: 'account' };
  if (exchange.status !== 200) return { state: 'unknown', why: `status ${exchange.status}` };
  return readPayout(parse(exchange.text)) ?? { state: 'unknown', why: 'unreadable' };
}

/** What a payout of the provider's says; `undefined` when it is none that we understand. */
function readPayout(value: unknown): BankAnswer | undefined {
  const body = value as Partial<PayoutBody> | null | undefined;
  if (!body || typeof body.id !== 'string' || !isCurrency(String(body.currency))) return undefined;
  if (!Number.isSafeInteger(body.amount)) return undefined;
  const { id: reference, failureCode: code = 'unknown' } = body;
  if (body.state === 'failed') return { state: 'failed', reference, code, failureClass: classOf(code) };
  if (body.state !== 'in_transit' && body.state !== 'paid' && body.state !== 'returned') return undefined;
  return { state: body.state, reference, amount: money(Number(body.amount), String(body.currency)) };
}

const classOf = (code: string): FailureClass => (ACCOUNT_FAULTS.has(code) ? 'account' : 'transient');

const hasCode = (text: string, code: string): boolean =>
  (parse(text) as { error?: { code?: unknown } } | undefined)?.error?.code === code;

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
