import { createHash } from 'node:crypto';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { GuardedRequest } from '../auth/index.js';
import { withRequestId, type Metrics } from '../observability/index.js';

const PUBLIC_MAX_AGE_SECONDS = 15;
const OK = 200;
const NOT_MODIFIED = 304;

/** Gives each request its id: in the answer, in the logs and for the events that it causes. */
export function correlate(server: FastifyInstance): void {
  server.addHook('onRequest', (request, reply, done) => {
    void reply.header('Request-Id', request.id);
    done();
  });
  // Reading the body leaves the asynchronous chain, so the context starts behind it.
  server.addHook('preValidation', (request, _reply, done) => withRequestId(request.id, done));
}

/** Counts and logs each answer. */
export function observe(server: FastifyInstance, metrics: Metrics): void {
  server.addHook('onResponse', (request, reply, done) => {
    const route = request.routeOptions.url ?? 'unknown';
    metrics.answered(request.method, route, reply.statusCode, reply.elapsedTime / 1000);
    request.log.info(
      { method: request.method, route, status: reply.statusCode, ms: Math.round(reply.elapsedTime), ...trace(request) },
      'Answered',
    );
    done();
  });
}

function trace(request: FastifyRequest): object {
  const traceId = /^[\da-f]{2}-([\da-f]{32})-/.exec(String(request.headers['traceparent'] ?? ''))?.[1];
  return traceId === undefined ? {} : { traceId };
}

/** Answers to anybody about public things may be kept for a moment; all others are never stored. */
export function cache(server: FastifyInstance): void {
  server.addHook('onSend', (request, reply, payload, done) => {
    if (!reply.hasHeader('Cache-Control')) void reply.header('Cache-Control', policy(request, reply));
    if (typeof payload === 'string' && isPublic(request, reply)) return done(null, fresh(request, reply, payload));
    done(null, payload);
  });
}

function isPublic(request: GuardedRequest, reply: FastifyReply): boolean {
  const isRead = request.method === 'GET' || request.method === 'HEAD';
  const isForAnyone = request.accessRule?.roles.includes('anyone') === true && request.actor === undefined;
  return isRead && isForAnyone && reply.statusCode === OK && request.routeOptions.url?.startsWith('/v1/') === true;
}

const policy = (request: FastifyRequest, reply: FastifyReply): string =>
  isPublic(request, reply) ? `public, max-age=${PUBLIC_MAX_AGE_SECONDS}` : 'no-store';

/** Adds the ETag; what the client already has is not sent again. */
function fresh(request: FastifyRequest, reply: FastifyReply, payload: string): string | null {
  const known = reply.getHeader('ETag') as string | undefined;
  const tag = known ?? `W/"${createHash('sha1').update(payload).digest('base64url')}"`;
  if (known === undefined) void reply.header('ETag', tag);
  const wanted = request.headers['if-none-match']?.split(',').map((each) => each.trim());
  if (!wanted?.includes(tag) && !wanted?.includes('*')) return payload;
  void reply.code(NOT_MODIFIED).removeHeader('Content-Length').removeHeader('Content-Type');
  return null;
}
