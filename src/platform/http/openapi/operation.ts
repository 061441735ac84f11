import { RequestMethod } from '@nestjs/common';
import { METHOD_METADATA } from '@nestjs/common/constants.js';
import type { Problem } from '../../../kernel/index.js';
import { Forbidden, Unauthenticated, type AccessRule, type DeclaredRoute } from '../../auth/index.js';
import {
  CursorInvalid,
  IdempotencyKeyInUse,
  IdempotencyKeyRequired,
  IdempotencyKeyReused,
  NotFound,
  RateLimited,
  StaleVersion,
  Unavailable,
  ValidationFailed,
  VersionRequired,
} from '../http.errors.js';
import { IDEMPOTENT, type Idempotency } from '../idempotent.js';
import { TRANSPORT_PROBLEMS, type CatalogProblem } from '../problem-catalog.js';
import { THROWS } from '../throws.js';
import type { ProblemResponses } from './problem-responses.js';
import type { Operation, Parameter, Responses } from './types.js';

/** Adds what the declarations of the route say: who may call it, how it is repeated, how it refuses. */
export function describeOperation(operation: Operation, route: DeclaredRoute, responses: ProblemResponses): void {
  const need = Reflect.getMetadata(IDEMPOTENT, route.handler) as Idempotency | undefined;
  if (need) operation.parameters = [...(operation.parameters ?? []), idempotencyKey(need)];
  const problems = [...impliedBy(operation, route.access), ...idempotency(need), ...declared(route)];
  const { roles, scope } = route.access;
  operation['x-access'] = { roles: [...roles], ...(scope === undefined ? {} : { scope }) };
  operation.security = securityOf(route.access);
  operation.responses = { ...described(operation.responses), ...responses.referTo(problems) };
  if (isPublicRead(route)) operation.responses['304'] = { description: 'Not changed since the ETag in If-None-Match.' };
  operation.description ??= operation.summary ?? '';
  operation.summary = firstSentence(operation.summary ?? operation.operationId ?? '');
}

const SUCCESS: Readonly<Record<string, string>> = {
  200: 'Done; the resource as it is now.',
  201: 'Created.',
  202: 'Accepted; the work goes on.',
  204: 'Done.',
};

function described(responses: Responses): Responses {
  const entries = Object.entries(responses).map(([status, response]) => {
    const description = response && 'description' in response ? response.description : '';
    return [status, { ...response, description: description === '' ? (SUCCESS[status] ?? 'Done.') : description }];
  });
  return Object.fromEntries(entries) as Responses;
}

/** Answers to anyone carry an ETag. */
function isPublicRead({ access, handler }: DeclaredRoute): boolean {
  const method = Reflect.getMetadata(METHOD_METADATA, handler) as RequestMethod;
  return access.roles.includes('anyone') && method === RequestMethod.GET;
}

const firstSentence = (text: string): string => (text.split(/(?<=[.;:])\s|\n/)[0] ?? text).replace(/[.;:]$/, '');

function idempotencyKey(need: Idempotency): Parameter {
  return {
    name: 'Idempotency-Key',
    in: 'header',
    required: need === 'required',
    description: 'A key of yours for this request; repeating it with the same key returns the stored answer.',
    schema: { type: 'string', minLength: 1, maxLength: 255, pattern: '^[\\x21-\\x7e]+$' },
  };
}

function idempotency(need: Idempotency | undefined): Problem[] {
  return need ? [IdempotencyKeyRequired, IdempotencyKeyReused, IdempotencyKeyInUse].map((error) => error.problem) : [];
}

function declared({ handler }: DeclaredRoute): Problem[] {
  return (Reflect.getMetadata(THROWS, handler) as Problem[] | undefined) ?? [];
}

/** What the layers in front of the handler may answer, given what the operation takes. */
function impliedBy({ parameters = [], requestBody }: Operation, access: AccessRule): CatalogProblem[] {
  const named = parameters.filter((parameter) => 'in' in parameter);
  const has = (place: string, name?: string): boolean =>
    named.some((parameter) => parameter.in === place && (name === undefined || parameter.name === name));
  const { malformed, tooLarge, mediaType } = TRANSPORT_PROBLEMS;
  return [
    Unauthenticated.problem,
    RateLimited.problem,
    Unavailable.problem,
    ...(access.roles.includes('anyone') ? [] : [Forbidden.problem]),
    ...(has('path') ? [NotFound.problem] : []),
    ...(requestBody ? [malformed, tooLarge, mediaType] : []),
    ...(requestBody || has('query') ? [ValidationFailed.problem] : []),
    ...(has('query', 'cursor') ? [CursorInvalid.problem] : []),
    ...(has('header', 'If-Match') ? [VersionRequired.problem, StaleVersion.problem, ValidationFailed.problem] : []),
  ];
}

function securityOf({ roles, scope }: AccessRule): Record<string, string[]>[] {
  const [session, key] = [{ session: [] }, { apiKey: [] }];
  if (roles.includes('anyone')) return [{}, session, key];
  return roles.includes('seller') && scope !== undefined ? [session, key] : [session];
}
