import { once } from 'node:events';
import { createServer, request, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Fate } from './commit-proxy.js';

/** `POST /charges/…/capture`: what is asked, whatever it is asked of. */
const callOf = ({ method, url = '' }: IncomingMessage): string =>
  `${method} ${(url.split('?')[0] ?? '').replaceAll(/\/[^/]*\d[^/]*/g, '/…')}`;

/**
 * Stands between the application and its provider and breaks connections: before the provider hears of the call, or
 * after it has done what it was asked for. The application sees the same in both cases.
 */
export class ProviderProxy {
  /** What becomes of a call; undefined: it goes through. */
  plan: (call: string) => Fate | undefined = () => undefined;
  /** How often each kind of call met each fate. */
  readonly cuts = new Map<string, Fate[]>();

  private constructor(
    private readonly server: Server,
    private readonly target: URL,
  ) {}

  static async before(providerUrl: string): Promise<ProviderProxy> {
    const server = createServer().listen(0, '127.0.0.1');
    await once(server, 'listening');
    const proxy = new ProviderProxy(server, new URL(providerUrl));
    server.on('request', (asked, answer) => proxy.pass(asked, answer));
    return proxy;
  }

  /** The provider's address by way of the proxy. */
  get url(): string {
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  async close(): Promise<void> {
    this.server.closeAllConnections();
    this.server.close();
    await once(this.server, 'close');
  }

  private pass(asked: IncomingMessage, answer: ServerResponse): void {
    const call = callOf(asked);
    const fate = this.plan(call);
    if (fate) this.cuts.set(call, [...(this.cuts.get(call) ?? []), fate]);
    if (fate === 'lost') {
      asked.socket.destroy();
      return;
    }
    const { method, headers, url } = asked;
    const { hostname, port } = this.target;
    const onward = request({ hostname, port, method, path: url, headers }, (heard) => {
      if (fate === 'unheard') {
        heard.resume().on('end', () => asked.socket.destroy());
        return;
      }
      answer.writeHead(heard.statusCode ?? 502, heard.headers);
      heard.pipe(answer);
    });
    onward.on('error', () => asked.socket.destroy());
    asked.pipe(onward);
  }
}
