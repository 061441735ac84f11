import { Agent, request } from 'node:http';
import { randomUUID } from 'node:crypto';

export interface Answer {
  readonly status: number;
  readonly body: unknown;
}

/** Posts JSON over connections that stay open; cheap beside the work it asks for. */
export class Caller {
  private readonly agent = new Agent({ keepAlive: true, maxSockets: 256 });
  private readonly host: URL;

  constructor(url: string) {
    this.host = new URL(url);
  }

  /** One POST with an idempotency key of its own. */
  post(path: string, token: string | undefined, body: object): Promise<Answer> {
    const payload = JSON.stringify(body);
    const headers = {
      'content-type': 'application/json',
      'content-length': Buffer.byteLength(payload),
      'idempotency-key': randomUUID(),
      ...(token && { authorization: `Bearer ${token}` }),
    };
    const { hostname, port } = this.host;
    return new Promise((resolve, reject) => {
      const sent = request({ agent: this.agent, hostname, port, path, method: 'POST', headers }, (response) => {
        const chunks: Buffer[] = [];
        response.on('data', (chunk: Buffer) => chunks.push(chunk));
        response.on('error', reject);
        response.on('end', () => {
          const text = Buffer.concat(chunks).toString();
          const answer: unknown = text === '' ? undefined : JSON.parse(text);
          resolve({ status: response.statusCode ?? 0, body: answer });
        });
      });
      sent.on('error', reject);
      sent.end(payload);
    });
  }

  /** The body of an answer that is a success. @throws Error for any other. */
  async made<T>(path: string, token: string | undefined, body: object = {}): Promise<T> {
    const answer = await this.post(path, token, body);
    if (answer.status >= 300) throw new Error(`POST ${path}: ${answer.status} ${JSON.stringify(answer.body)}`);
    return answer.body as T;
  }

  close(): void {
    this.agent.destroy();
  }
}
