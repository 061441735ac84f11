import { AsyncLocalStorage } from 'node:async_hooks';
import { randomUUID } from 'node:crypto';
import { subscribe, unsubscribe } from 'node:diagnostics_channel';
import type { IncomingMessage, ServerResponse } from 'node:http';

interface Answer {
  readonly status: number;
  readonly text: string;
}

/** A request that a server of this process is answering. */
export interface Asked {
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
  readonly body: readonly Buffer[];
  /** Its answer is kept back from whoever asked. */
  isHeld: boolean;
  readonly answer: Promise<Answer>;
}

const STARTED = 'http.server.request.start';
const OWN = /^(host|connection|content-length|transfer-encoding|expect)$/;

/** Knows, wherever a request is worked on, which one that is. */
export class Requests {
  private readonly storage = new AsyncLocalStorage<Asked>();
  private readonly begin = (message: unknown): void => {
    const { request, response } = message as { request: IncomingMessage; response: ServerResponse };
    this.storage.enterWith(followed(request, response));
  };

  constructor() {
    subscribe(STARTED, this.begin);
  }

  close(): void {
    unsubscribe(STARTED, this.begin);
  }

  current(): Asked | undefined {
    return this.storage.getStore();
  }
}

function followed(request: IncomingMessage, response: ServerResponse): Asked {
  const body: Buffer[] = [];
  const emit = request.emit.bind(request) as (event: string, ...args: unknown[]) => boolean;
  request.emit = (event: string, ...args: unknown[]): boolean => {
    if (event === 'data') body.push(Buffer.from(args[0] as Buffer));
    return emit(event, ...args);
  };
  let answered: (answer: Answer) => void = () => undefined;
  const answer = new Promise<Answer>((resolve) => (answered = resolve));
  const asked: Asked = { request, response, body, isHeld: false, answer };
  const end = response.end.bind(response) as (...args: unknown[]) => ServerResponse;
  response.end = ((...args: unknown[]) => {
    const [last] = args;
    const text = typeof last === 'string' || Buffer.isBuffer(last) ? last.toString() : '';
    answered({ status: response.statusCode, text });
    return asked.isHeld ? response : end(...args);
  }) as ServerResponse['end'];
  return asked;
}

/** The method and the path, with no id in it. */
export const routeOf = ({ request }: Asked): string =>
  `${request.method} ${(request.url ?? '').replace(/\?.*/, '').replaceAll(/\/[a-z]+_[\w-]{8,}|\/[\da-f-]{36}/g, '/…')}`;

/** Somebody asks for the same once more, under a key of his own unless it is to be the same. */
export async function again({ request, body }: Asked, isSameKey: boolean): Promise<Answer> {
  const headers = Object.entries(request.headers).filter(([name]) => !OWN.test(name)) as [string, string][];
  const own = headers.map(([name, value]): [string, string] =>
    name === 'idempotency-key' && !isSameKey ? [name, randomUUID()] : [name, value],
  );
  const url = `http://127.0.0.1:${request.socket.localPort}${request.url}`;
  const answer = await fetch(url, {
    method: request.method ?? 'GET',
    headers: own,
    ...(body.length > 0 && { body: Buffer.concat(body) }),
  });
  return { status: answer.status, text: await answer.text() };
}

/** `409 illegal_transition` */
export function toldBy({ status, text }: Answer): string {
  const [, code] = /"code":"(\w+)"/.exec(text) ?? [];
  return code && status >= 400 ? `${status} ${code}` : String(status);
}
