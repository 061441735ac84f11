import http from 'node:http';
import https from 'node:https';

export interface HttpCall {
  readonly method: 'GET' | 'POST' | 'DELETE';
  readonly url: string;
  readonly headers?: Readonly<Record<string, string>>;
  /** Sent as it is. */
  readonly body?: string;
  /** Milliseconds from the start until the whole answer must be here. */
  readonly timeoutMs: number;
}

/** What came back, or that nothing usable did: then nobody knows whether the other side acted. */
export type Exchange =
  | { readonly kind: 'answer'; readonly status: number; readonly contentType: string; readonly text: string }
  | { readonly kind: 'no_answer'; readonly why: 'timeout' | 'connection' | 'too_large' };

/** Idle connections are let go before a server would close them under a request that is being sent. */
const KEPT = { keepAlive: true, maxSockets: 64, scheduling: 'lifo', timeout: 30_000 } as const;

const MAX_ANSWER_BYTES = 1_048_576;

/** Calls other servers over kept-alive connections. Follows no redirect and never repeats a call. */
export class HttpClient {
  private readonly agents = { 'http:': new http.Agent(KEPT), 'https:': new https.Agent(KEPT) };

  exchange(call: HttpCall): Promise<Exchange> {
    return new Promise((resolve) => {
      const url = new URL(call.url);
      const secure = url.protocol === 'https:';
      const request = (secure ? https : http).request(url, {
        method: call.method,
        agent: secure ? this.agents['https:'] : this.agents['http:'],
        headers: {
          ...call.headers,
          ...(call.body === undefined ? {} : { 'content-length': Buffer.byteLength(call.body) }),
        },
      });
      const settle = (exchange: Exchange): void => {
        clearTimeout(timer);
        resolve(exchange);
      };
      const timer = setTimeout(() => {
        settle({ kind: 'no_answer', why: 'timeout' });
        request.destroy();
      }, call.timeoutMs);
      request.on('error', () => settle({ kind: 'no_answer', why: 'connection' }));
      request.on('response', (response) => void this.read(response).then(settle));
      request.end(call.body);
    });
  }

  close(): void {
    this.agents['http:'].destroy();
    this.agents['https:'].destroy();
  }

  private async read(response: http.IncomingMessage): Promise<Exchange> {
    const chunks: Buffer[] = [];
    let size = 0;
    try {
      for await (const chunk of response as AsyncIterable<Buffer>) {
        size += chunk.length;
        if (size > MAX_ANSWER_BYTES) return { kind: 'no_answer', why: 'too_large' };
        chunks.push(chunk);
      }
    } catch {
      return { kind: 'no_answer', why: 'connection' };
    }
    const text = Buffer.concat(chunks).toString('utf8');
    const contentType = response.headers['content-type'] ?? '';
    return { kind: 'answer', status: response.statusCode ?? 0, contentType, text };
  }
}
