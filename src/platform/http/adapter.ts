import { randomUUID } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import type { Socket } from 'node:net';
import { FastifyAdapter } from '@nestjs/platform-fastify';
import {
  LogController,
  type FastifyBaseLogger,
  type FastifyInstance,
  type FastifyReply,
  type FastifyRequest,
} from 'fastify';
import type { Config } from '../config/index.js';
import { createLogger } from '../observability/index.js';
import { acceptFiles } from './file-body.js';
import { TRANSPORT_PROBLEMS } from './problem-catalog.js';
import { plain, problemDetails } from './problem-details.js';
import { sendProblem } from './problem.filter.js';
import { refusalOf } from './refusal-of.js';
import { MalformedJson, parseStrictJson } from './strict-json.js';

const BODY_LIMIT = 1_048_576;
const KEEP_ALIVE_MS = 72_000;
const REQUEST_TIMEOUT_MS = 30_000;
const LONGEST_SEGMENT = 300;
const JSON_TYPES = /^application\/(json|[\w.-]+\+json)(;|$)/i;
const REQUEST_ID = /^[\w.:-]{8,128}$/;

/** A request whose body can still be verified byte by byte, for signed webhooks. */
export interface RawRequest extends FastifyRequest {
  rawBody?: Buffer;
}

class StrictFastifyAdapter extends FastifyAdapter {
  /** Only JSON is read, and files where they are expected; the parsers that Nest would add are not. */
  override registerParserMiddleware(): void {
    const server = this.getInstance<FastifyInstance>();
    server.removeAllContentTypeParsers();
    server.addContentTypeParser(JSON_TYPES, { parseAs: 'buffer' }, (request: RawRequest, body, done) => {
      request.rawBody = body as Buffer;
      parse(body.toString(), done);
    });
    acceptFiles(server);
  }
}

function parse(text: string, done: (error: Error | null, body?: unknown) => void): void {
  if (text === '') return done(null, undefined);
  try {
    done(null, parseStrictJson(text));
  } catch (error) {
    done(
      error instanceof MalformedJson ? Object.assign(error, { statusCode: 400, code: 'FST_BODY' }) : (error as Error),
    );
  }
}

/** The client's `Request-Id` when it is usable, else a new one. */
function requestIdOf(request: Pick<IncomingMessage, 'headers'>): string {
  const given = request.headers['request-id'];
  return typeof given === 'string' && REQUEST_ID.test(given) ? given : `req_${randomUUID()}`;
}

/** Refusals of the router itself: an address that cannot be decoded, a segment that is too long. */
function frameworkErrors(error: Error, request: FastifyRequest, reply: FastifyReply): void {
  void reply.header('Request-Id', request.id);
  sendProblem(request, reply, refusalOf(error) ?? plain(TRANSPORT_PROBLEMS.malformed));
}

/** What is not HTTP never becomes a request; the socket gets the same kind of answer. */
function clientErrorHandler(error: NodeJS.ErrnoException, socket: Socket): void {
  if (error.code === 'ECONNRESET' || !socket.writable) return;
  const refusal = plain(TRANSPORT_PROBLEMS.malformed);
  const body = JSON.stringify(problemDetails(refusal, { requestId: `req_${randomUUID()}`, url: '/', language: 'en' }));
  const head = [
    'HTTP/1.1 400 Bad Request',
    'Content-Type: application/problem+json; charset=utf-8',
    `Content-Length: ${Buffer.byteLength(body)}`,
    'Connection: close',
  ];
  socket.end(`${head.join('\r\n')}\r\n\r\n${body}`);
}

/** The HTTP server with its limits; pass it to `NestFactory.create`. */
export function createAdapter(config: Pick<Config, 'logLevel' | 'trustedProxies'>): FastifyAdapter {
  return new StrictFastifyAdapter({
    loggerInstance: createLogger(config.logLevel) as FastifyBaseLogger,
    logController: new LogController({ disableRequestLogging: true, requestIdLogLabel: 'requestId' }),
    trustProxy: config.trustedProxies.length > 0 && [...config.trustedProxies],
    bodyLimit: BODY_LIMIT,
    keepAliveTimeout: KEEP_ALIVE_MS,
    requestTimeout: REQUEST_TIMEOUT_MS,
    routerOptions: { maxParamLength: LONGEST_SEGMENT, ignoreTrailingSlash: false },
    genReqId: requestIdOf,
    requestIdHeader: false,
    skipMiddie: true,
    multipart: false,
    frameworkErrors,
    clientErrorHandler,
  });
}
