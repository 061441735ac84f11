import { HttpException } from '@nestjs/common';
import { DomainError } from '../../kernel/index.js';
import { isDatabaseOutage } from './database-outage.js';
import { Unavailable } from './http.errors.js';
import { TRANSPORT_PROBLEMS, type CatalogProblem } from './problem-catalog.js';
import { plain, type Refusal } from './problem-details.js';

const RETRY_AFTER_SECONDS = 2;

const BY_STATUS: Readonly<Record<number, CatalogProblem>> = {
  400: TRANSPORT_PROBLEMS.malformed,
  404: TRANSPORT_PROBLEMS.notFound,
  405: TRANSPORT_PROBLEMS.methodNotAllowed,
  413: TRANSPORT_PROBLEMS.tooLarge,
  414: TRANSPORT_PROBLEMS.uriTooLong,
  415: TRANSPORT_PROBLEMS.mediaType,
  503: Unavailable.problem,
};

/** What an error tells the client; `undefined` for a fault of ours, of which it tells nothing. */
export function refusalOf(error: unknown): Refusal | undefined {
  if (error instanceof DomainError) {
    const { problem, params, errors, retryAfter } = error;
    return { problem, params, errors, retryAfter: retryAfter ?? defaultRetry(problem) };
  }
  if (isDatabaseOutage(error)) return plain(Unavailable.problem, { retryAfter: RETRY_AFTER_SECONDS });
  const problem = BY_STATUS[transportStatus(error) ?? 0];
  return problem && plain(problem, { retryAfter: defaultRetry(problem) });
}

const defaultRetry = (problem: CatalogProblem): number | undefined =>
  problem.kind === 'unavailable' ? RETRY_AFTER_SECONDS : undefined;

/** Fastify and Nest put the status on what they throw; a 4xx without a problem of its own is malformed. */
function transportStatus(error: unknown): number | undefined {
  if (error instanceof HttpException) return known(error.getStatus());
  const { statusCode, code } = (error ?? {}) as { statusCode?: unknown; code?: unknown };
  if (typeof statusCode !== 'number' || typeof code !== 'string' || !code.startsWith('FST_')) return undefined;
  return known(statusCode);
}

const known = (status: number): number => (status < 500 && !(status in BY_STATUS) ? 400 : status);
