import { createHmac } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { shown, StripeBooks, StripeError, type Fields, type Reply } from './stripe-books.js';

export const STRIPE_KEY = 'sk_test_souk';
export const STRIPE_SECRET = 'whsec_stripe_test';

/** What goes wrong with an answer, after or before the books were written. */
export type Fault =
  'timeout' | 'reset' | 'html' | 'html-500' | 'error-200' | '500' | '429' | '409' | '401' | 'strange-status' | 'cut';

export interface Call {
  readonly operation: string;
  readonly key?: string;
  readonly headers: IncomingMessage['headers'];
  readonly form: Readonly<Record<string, string>>;
}

type Form = Call['form'];
type Route = readonly [pattern: RegExp, operation: string, act: (id: string, form: Form) => Fields];

const HTML = '<html><body>Bad gateway</body></html>';
const ERRORS: Readonly<Record<string, Fields>> = {
  '500': { type: 'api_error', message: 'Something went wrong' },
  '429': { type: 'invalid_request_error', code: 'rate_limit', message: 'Too many requests' },
  '409': { type: 'invalid_request_error', code: 'lock_timeout', message: 'Another request holds the object' },
  '401': { type: 'invalid_request_error', message: 'Invalid API Key provided: sk_test_****' },
};

/** Stripe on the loopback address: its API with books of its own, keys of idempotency and faults by request. */
export class StripeServer {
  readonly books = new StripeBooks(() => this.url);
  /** Every request that came in, oldest first. */
  readonly calls: Call[] = [];
  /** Movements of the balance, in any order. */
  readonly movements: Fields[] = [];
  private readonly server = createServer((request, response) => void this.serve(request, response));
  private readonly remembered = new Map<string, { readonly asked: string; readonly reply: Reply }>();
  private faults: { readonly operation: string; readonly mode?: Fault; readonly booked: boolean }[] = [];

  private readonly routes: readonly Route[] = [
    [/^POST \/v1\/payment_intents$/, 'create', (_, form) => this.books.create(form)],
    [/^GET \/v1\/payment_intents\/search$/, 'search', (_, form) => this.search(form)],
    [/^GET \/v1\/payment_intents\/([^/]+)$/, 'retrieve', (id) => this.books.intent(id)],
    [/^POST \/v1\/payment_intents\/([^/]+)\/confirm$/, 'confirm', (id, form) => this.books.confirm(id, form)],
    [/^POST \/v1\/payment_intents\/([^/]+)\/capture$/, 'capture', (id, form) => this.books.capture(id, form)],
    [/^POST \/v1\/payment_intents\/([^/]+)\/cancel$/, 'cancel', (id) => this.books.cancel(id)],
    [/^POST \/v1\/refunds$/, 'refund', (_, form) => this.books.refund(form)],
    [/^GET \/v1\/refunds$/, 'list-refunds', (_, form) => listOf(this.books.refundsOf(form.payment_intent ?? ''))],
    [/^POST \/v1\/transfers$/, 'transfer', (_, form) => this.books.transfer(form)],
    [/^GET \/v1\/transfers$/, 'list-transfers', (_, form) => listOf(this.transfersOf(form.transfer_group))],
    [/^POST \/v1\/transfers\/([^/]+)\/reversals$/, 'reverse', (id, form) => this.books.takeBack(id, form)],
    [/^GET \/v1\/transfers\/([^/]+)\/reversals$/, 'list-reversals', (id, form) => this.reversals(id, form)],
    [/^GET \/v1\/balance_transactions$/, 'balance', (_, form) => this.balance(form)],
    [/^GET \/v1\/disputes\/([^/]+)$/, 'dispute', (id) => this.books.disputes.get(id) ?? {}],
    [/^POST \/v1\/disputes\/([^/]+)$/, 'answer-dispute', (id) => this.books.answerDispute(id, 'under_review')],
    [/^POST \/v1\/disputes\/([^/]+)\/close$/, 'close-dispute', (id) => this.books.answerDispute(id, 'lost')],
  ];

  async start(): Promise<this> {
    this.server.listen(0, '127.0.0.1');
    await once(this.server, 'listening');
    return this;
  }

  async stop(): Promise<void> {
    this.server.closeAllConnections();
    this.server.close();
    await once(this.server, 'close');
  }

  get url(): string {
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  /** The next request of this kind goes wrong. */
  fail(operation: string, mode: Fault, booked = false): void {
    this.faults.push({ operation, mode, booked });
  }

  /** The next request of this kind goes well, whatever is to go wrong afterwards. */
  pass(operation: string): void {
    this.faults.push({ operation, booked: true });
  }

  callsOf(operation: string): Call[] {
    return this.calls.filter((call) => call.operation === operation);
  }

  reset(): void {
    this.faults = [];
    this.calls.length = 0;
  }

  private async serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const chunks: Buffer[] = [];
    for await (const chunk of request as AsyncIterable<Buffer>) chunks.push(chunk);
    const { pathname, search } = new URL(request.url ?? '/', this.url);
    const asked = request.method === 'POST' ? Buffer.concat(chunks).toString() : search;
    const form = Object.fromEntries(new URLSearchParams(asked));
    const line = `${request.method} ${pathname}`;
    const route = this.routes.find(([pattern]) => pattern.test(line));
    const [pattern, operation] = route ?? [/^$/, 'none'];
    const key = request.headers['idempotency-key'] as string | undefined;
    this.calls.push({ operation, key, headers: request.headers, form });
    const at = this.faults.findIndex((fault) => fault.operation === operation);
    const [fault] = at < 0 ? [] : this.faults.splice(at, 1);
    const id = decodeURIComponent(pattern.exec(line)?.[1] ?? '');
    const reply = fault && !fault.booked ? undefined : this.answer(route, { id, form, key, asked, request });
    if (fault?.mode) spoil(response, fault.mode, reply);
    else send(response, reply ?? unauthorised);
  }

  /** One effect for each key, and the same answer again. */
  private answer(route: Route | undefined, asked: Asked): Reply {
    if (asked.request.headers.authorization !== `Bearer ${STRIPE_KEY}`) return unauthorised;
    const before = asked.key === undefined ? undefined : this.remembered.get(asked.key);
    if (before && before.asked !== asked.asked) {
      return {
        status: 400,
        body: { error: { type: 'idempotency_error', message: 'Other parameters under this key' } },
      };
    }
    const reply = before?.reply ?? act(route, asked);
    if (asked.key !== undefined) this.remembered.set(asked.key, { asked: asked.asked, reply });
    return reply;
  }

  private search({ query = '' }: Form): Fields {
    const reference = /'([0-9a-f-]{36})'$/.exec(query)?.[1];
    const found = [...this.books.intents.values()].filter(({ metadata }) => {
      return (metadata as Fields).souk_reference === reference;
    });
    return { ...listOf(found), object: 'search_result' };
  }

  /** Newest first, between two moments, after the one that is named. */
  private balance(form: Form): Fields {
    const [from, to, limit] = ['created[gte]', 'created[lt]', 'limit'].map((name) => Number(form[name]));
    const all = this.movements
      .filter(({ created }) => Number(created) >= (from ?? 0) && Number(created) < (to ?? Infinity))
      .sort((a, b) => Number(b.created) - Number(a.created) || (String(a.id) < String(b.id) ? 1 : -1));
    const start = 1 + all.findIndex(({ id }) => id === form.starting_after);
    const data = all.slice(start, start + (limit ?? 10)).map((each) => ({
      ...each,
      source: form['expand[0]'] === 'data.source' ? each.source : (each.source as Fields).id,
    }));
    return { ...listOf(data), has_more: start + data.length < all.length, url: '/v1/balance_transactions' };
  }

  /** Newest first, after the one that is named. */
  private reversals(id: string, form: Form): Fields {
    const all = this.books.reversalsOf(id);
    const start = 1 + all.findIndex((each) => each.id === form.starting_after);
    const data = all.slice(start, start + Number(form.limit ?? 10));
    return { ...listOf(data), has_more: start + data.length < all.length };
  }

  private transfersOf(group: string | undefined): Fields[] {
    return [...this.books.transfers.values()].filter((transfer) => transfer.transfer_group === group);
  }
}

interface Asked {
  readonly id: string;
  readonly form: Form;
  readonly key?: string;
  readonly asked: string;
  readonly request: IncomingMessage;
}

const unauthorised: Reply = { status: 401, body: { error: ERRORS['401'] } };
const listOf = (data: readonly Fields[]): Fields => ({ object: 'list', data, has_more: false, url: '/v1/list' });

function act(route: Route | undefined, { id, form }: Asked): Reply {
  if (!route) return { status: 404, body: { error: { type: 'invalid_request_error', message: 'Unrecognized URL' } } };
  try {
    const isExpanded = form['expand[0]'] === 'payment_method';
    return { status: 200, body: structuredClone(shown(route[2](id, form), isExpanded)) };
  } catch (error) {
    if (error instanceof StripeError) return { status: error.status, body: structuredClone({ error: error.error }) };
    throw error;
  }
}

function send(response: ServerResponse, { status, body }: Reply): void {
  response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
}

function spoil(response: ServerResponse, mode: Fault, reply: Reply | undefined): void {
  const html = { 'content-type': 'text/html; charset=utf-8' };
  switch (mode) {
    case 'timeout':
      return;
    case 'reset':
      response.socket?.resetAndDestroy();
      return;
    case 'html':
      response.writeHead(200, html).end(HTML);
      return;
    case 'html-500':
      response.writeHead(502, html).end(HTML);
      return;
    case 'error-200':
      return send(response, { status: 200, body: { error: ERRORS['500'] } });
    case 'strange-status':
      return send(response, { status: 200, body: { ...reply?.body, status: 'on_the_moon' } });
    case 'cut':
      response
        .writeHead(200, { 'content-type': 'application/json' })
        .end(JSON.stringify(reply?.body ?? {}).slice(0, -9));
      return;
    default:
      return send(response, { status: Number(mode), body: { error: ERRORS[mode] } });
  }
}

/** `Stripe-Signature` of a body: by each of the secrets, made at a time of seconds since 1970. */
export function stripeSignature(body: string, secrets: readonly string[], at = Math.floor(Date.now() / 1_000)): string {
  const signed = secrets.map((secret) => `v1=${createHmac('sha256', secret).update(`${at}.${body}`).digest('hex')}`);
  return [`t=${at}`, ...signed, 'v0=6ffbb59b2300aae63f272406069a9788598b792a944a07aba816edb039989a39'].join(',');
}
