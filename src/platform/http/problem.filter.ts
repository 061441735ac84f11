import { Catch, type ArgumentsHost, type ExceptionFilter } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { AllowedMethods } from './allowed-methods.js';
import { languageOf } from './language.js';
import { ANSWERS, statusOf, TRANSPORT_PROBLEMS } from './problem-catalog.js';
import { plain, problemDetails, type Refusal } from './problem-details.js';
import { refusalOf } from './refusal-of.js';

/** Answers everything that was thrown as a problem document; faults are logged and answered without their cause. */
@Catch()
export class ProblemFilter implements ExceptionFilter {
  constructor(private readonly methods: AllowedMethods) {}

  catch(error: unknown, host: ArgumentsHost): void {
    const http = host.switchToHttp();
    const [request, reply] = [http.getRequest<FastifyRequest>(), http.getResponse<FastifyReply>()];
    sendProblem(request, reply, this.refusal(error, request));
  }

  private refusal(error: unknown, request: FastifyRequest): Refusal {
    const refusal = refusalOf(error);
    if (refusal?.problem === TRANSPORT_PROBLEMS.notFound) return this.nothingHere(request, refusal);
    if (!refusal || statusOf(refusal.problem) >= ANSWERS.internal.status)
      request.log.error({ err: error }, 'Request failed');
    return refusal ?? plain(TRANSPORT_PROBLEMS.internal);
  }

  private nothingHere(request: FastifyRequest, refusal: Refusal): Refusal {
    const methods = this.methods.of(request.url);
    if (methods.length === 0) return refusal;
    return plain(TRANSPORT_PROBLEMS.methodNotAllowed, { headers: { Allow: methods.join(', ') } });
  }
}

export function sendProblem(request: FastifyRequest, reply: FastifyReply, refusal: Refusal): void {
  if (reply.sent) return;
  const language = languageOf(request.headers['accept-language']);
  const body = problemDetails(refusal, { requestId: request.id, url: request.url, language });
  if (refusal.retryAfter !== undefined) void reply.header('Retry-After', String(Math.ceil(refusal.retryAfter)));
  if (body.status === ANSWERS.unauthenticated.status) void reply.header('WWW-Authenticate', 'Bearer realm="souk"');
  void reply
    .headers({ ...refusal.headers, 'Content-Language': language, 'Cache-Control': 'no-store' })
    .code(body.status)
    .type('application/problem+json; charset=utf-8')
    .send(JSON.stringify(body));
}
