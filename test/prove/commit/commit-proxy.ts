import { once } from 'node:events';
import { connect, createServer, type AddressInfo, type Server, type Socket } from 'node:net';

/**
 * `lost`: it never reaches the server. `unheard`: the server commits, and nobody hears it. `stuck`: it never reaches the
 * server, which does not notice that its client is gone.
 */
export type Fate = 'lost' | 'unheard' | 'stuck';

/** What becomes of a commit; `nth` counts them from 1, `site` names the statements of the transaction. */
export type Plan = (nth: number, site: string) => Fate | undefined;

const ADDRESS = /^(postgres:\/\/[^@]*@)[^/]*:(\d+)(\/.*)$/;

/** The messages of one direction of PostgreSQL's protocol: a type, a length that counts itself, a body. */
class Frames {
  private rest = Buffer.alloc(0);

  /** The first message of a client has no type. */
  constructor(private hasType: boolean) {}

  *of(chunk: Buffer): Generator<Buffer> {
    this.rest = Buffer.concat([this.rest, chunk]);
    for (;;) {
      const head = this.hasType ? 1 : 0;
      if (this.rest.length < head + 4) return;
      const length = head + this.rest.readInt32BE(head);
      if (this.rest.length < length) return;
      yield this.rest.subarray(0, length);
      this.rest = this.rest.subarray(length);
      this.hasType = true;
    }
  }
}

const textOf = (frame: Buffer): string => frame.subarray(5).toString('utf8').replaceAll('\0', '');
const isCommit = (frame: Buffer): boolean =>
  /^[QP]$/.test(String.fromCharCode(frame[0] ?? 0)) && textOf(frame) === 'commit';
const isBegin = (frame: Buffer): boolean =>
  /^[QP]$/.test(String.fromCharCode(frame[0] ?? 0)) && textOf(frame) === 'begin';
/** The prepared statement that a message runs: behind the name of its portal. */
const boundIn = (frame: Buffer): string | undefined =>
  frame[0] === 'B'.charCodeAt(0) ? frame.subarray(5).toString('utf8').split('\0')[1] : undefined;
const isCommitted = (frame: Buffer): boolean => frame[0] === 'C'.charCodeAt(0) && textOf(frame) === 'COMMIT';

/**
 * Stands between the application and PostgreSQL and cuts a connection at its commit: before the server hears of it, or
 * after it has committed. The application sees the same in both cases.
 */
export class CommitProxy {
  plan: Plan = () => undefined;
  readonly cuts = { lost: 0, unheard: 0, stuck: 0 };
  private commits = 0;
  private readonly sockets = new Set<Socket>();

  private constructor(
    private readonly server: Server,
    /** The database's address by way of the proxy. */
    readonly url: string,
  ) {}

  static async before(databaseUrl: string): Promise<CommitProxy> {
    const [, credentials = '', port = '', database = ''] = ADDRESS.exec(databaseUrl) ?? [];
    const server = createServer().listen(0, '127.0.0.1');
    await once(server, 'listening');
    const own = (server.address() as AddressInfo).port;
    const proxy = new CommitProxy(server, `${credentials}127.0.0.1:${own}${database}`);
    server.on('connection', (client) => proxy.join(client, connect(Number(port), '127.0.0.1')));
    return proxy;
  }

  async close(): Promise<void> {
    for (const socket of this.sockets) socket.destroy();
    this.server.close();
    await once(this.server, 'close');
  }

  private join(client: Socket, server: Socket): void {
    const [asked, answered] = [new Frames(false), new Frames(true)];
    let isUnheard = false;
    let site: string[] = [];
    let isStuck = false;
    const cut = (fate: Fate): void => {
      this.cuts[fate] += 1;
      isStuck = fate === 'stuck';
      if (!isStuck) server.destroy();
      client.destroy();
    };
    for (const socket of [client, server]) {
      this.sockets.add(socket.setNoDelay(true));
      socket.on('error', () => undefined).on('close', () => this.sockets.delete(socket));
    }
    client.on('close', () => isStuck || server.destroy());
    server.on('close', () => client.destroy());
    client.on('data', (chunk) => {
      for (const frame of asked.of(chunk)) {
        const name = boundIn(frame);
        if (isBegin(frame)) site = [];
        if (name && !site.includes(name)) site.push(name);
        const fate = isCommit(frame) ? this.plan((this.commits += 1), site.join(' ')) : undefined;
        if (fate === 'lost' || fate === 'stuck') return cut(fate);
        if (fate === 'unheard') isUnheard = true;
        server.write(frame);
      }
    });
    server.on('data', (chunk) => {
      for (const frame of answered.of(chunk)) {
        if (isUnheard && isCommitted(frame)) return cut('unheard');
        client.write(frame);
      }
    });
  }
}
