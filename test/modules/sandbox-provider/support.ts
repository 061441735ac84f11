import { randomUUID } from 'node:crypto';
import { createServer, type IncomingHttpHeaders, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { startSandboxProvider, type SandboxProvider } from '../../../src/sandbox/provider/index.js';
import { freshDatabase, type TestDatabase } from '../../support/database.js';

export const SECRET = `whsec_${Buffer.from('a secret of the sandbox provider').toString('base64')}`;

export interface Received {
  readonly headers: IncomingHttpHeaders;
  readonly raw: string;
  readonly type: string;
  readonly data: Record<string, unknown>;
}

export interface Told {
  readonly status: number;
  readonly body: Record<string, unknown>;
}

/** A provider with its own database and a listener that keeps what it is told. */
export class ProviderWorld {
  readonly received: Received[] = [];
  /** What the listener answers next. */
  answers: number[] = [];
  private readonly listener: Server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const raw = Buffer.concat(chunks).toString();
      const { type, data } = JSON.parse(raw) as { type: string; data: Record<string, unknown> };
      this.received.push({ headers: request.headers, raw, type, data });
      response.writeHead(this.answers.shift() ?? 204).end();
    });
  });
  private database!: TestDatabase;
  provider!: SandboxProvider;

  async start(): Promise<void> {
    this.database = await freshDatabase('template0');
    await new Promise<void>((resolve) => this.listener.listen(0, '127.0.0.1', resolve));
    await this.startProvider();
  }

  /** Starts the provider on the books it had. */
  async startProvider(): Promise<void> {
    const { port } = this.listener.address() as AddressInfo;
    const url = `http://127.0.0.1:${port}/`;
    this.provider = await startSandboxProvider({
      databaseUrl: this.database.url,
      webhookUrls: { payments: url, payouts: url },
      webhookSecret: SECRET,
      webhookDelayMs: 3_600_000,
    });
  }

  async stop(): Promise<void> {
    await this.provider.close();
    this.listener.close();
    await this.database.drop();
  }

  async post(path: string, body?: object, key: string = randomUUID(), signal?: AbortSignal): Promise<Told> {
    const response = await fetch(`${this.provider.url}${path}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'idempotency-key': key },
      body: body === undefined ? undefined : JSON.stringify(body),
      signal,
    });
    return { status: response.status, body: (await response.json()) as Record<string, unknown> };
  }

  async get(path: string): Promise<Told> {
    const response = await fetch(`${this.provider.url}${path}`);
    return { status: response.status, body: (await response.json()) as Record<string, unknown> };
  }

  authorise(over: object = {}, key?: string, signal?: AbortSignal): Promise<Told> {
    const charge = { reference: randomUUID(), amount: 13_000, currency: 'USD', card: { token: 'tok_approve' } };
    return this.post('/charges', { ...charge, ...over }, key, signal);
  }

  async books(): Promise<unknown> {
    return (await this.get('/books')).body.data;
  }
}

/** Calls and gives up waiting after a moment. */
export async function unanswered(call: (signal: AbortSignal) => Promise<unknown>): Promise<boolean> {
  try {
    await call(AbortSignal.timeout(300));
    return false;
  } catch {
    return true;
  }
}
