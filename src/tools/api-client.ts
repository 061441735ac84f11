import { setTimeout as sleep } from 'node:timers/promises';

/** An answer that is not a success: the problem document's code and the status. */
export class ApiProblem extends Error {
  constructor(
    readonly status: number,
    readonly code: string,
    what: string,
    readonly detail: string,
  ) {
    super(`${what}: ${status} ${code} ${detail}`);
  }
}

export interface CallOptions {
  readonly token?: string;
  readonly body?: unknown;
  readonly idempotencyKey?: string;
  readonly ifMatch?: number;
}

const ATTEMPTS = 8;

/**
 * Speaks to a running marketplace over HTTP. Answers that ask for a retry, and lost connections, are tried again with
 * the same idempotency key.
 */
export class ApiClient {
  calls = 0;

  constructor(readonly baseUrl: string) {}

  get<T>(path: string, token?: string): Promise<T> {
    return this.call<T>('GET', path, { token });
  }

  post<T>(path: string, options: CallOptions = {}): Promise<T> {
    return this.call<T>('POST', path, options);
  }

  async call<T>(method: string, path: string, options: CallOptions): Promise<T> {
    for (let attempt = 1; ; attempt += 1) {
      try {
        return await this.once<T>(method, path, options);
      } catch (error) {
        if (attempt >= ATTEMPTS || !mayRetry(error)) throw error;
        await sleep(Math.random() * 50 * 2 ** attempt);
      }
    }
  }

  private async once<T>(method: string, path: string, options: CallOptions): Promise<T> {
    this.calls += 1;
    const response = await fetch(this.baseUrl + path, {
      method,
      headers: {
        ...(options.token ? { authorization: `Bearer ${options.token}` } : {}),
        ...(options.body === undefined ? {} : { 'content-type': 'application/json' }),
        ...(options.idempotencyKey ? { 'idempotency-key': options.idempotencyKey } : {}),
        ...(options.ifMatch === undefined ? {} : { 'if-match': `"v${options.ifMatch}"` }),
      },
      body: options.body === undefined ? undefined : JSON.stringify(options.body),
    });
    const text = await response.text();
    const answer = (text === '' ? undefined : JSON.parse(text)) as unknown;
    if (response.ok) return answer as T;
    const { code = 'unknown', detail = '' } = (answer ?? {}) as { code?: string; detail?: string };
    throw new ApiProblem(response.status, code, `${method} ${path}`, detail);
  }
}

function mayRetry(error: unknown): boolean {
  if (!(error instanceof ApiProblem)) return error instanceof TypeError;
  return error.status === 503 || error.status === 429 || error.code === 'idempotency_key_in_flight';
}
