import type { OpenAPIObject } from '@nestjs/swagger';
import { ANSWERS, statusOf, type CatalogProblem } from '../problem-catalog.js';

type Response = NonNullable<NonNullable<OpenAPIObject['components']>['responses']>[string];

const RETRY_AFTER = {
  description: 'Seconds after which the request may succeed.',
  schema: { type: 'integer' as const, minimum: 0, maximum: 86_400 },
};

/** Collects the problem responses of all operations, so that equal ones are one component. */
export class ProblemResponses {
  private readonly responses = new Map<string, Response>();

  /** References by status. */
  referTo(problems: readonly CatalogProblem[]): Record<string, { $ref: string }> {
    const byStatus = new Map<number, Map<string, CatalogProblem>>();
    for (const problem of problems) {
      const status = statusOf(problem);
      byStatus.set(status, (byStatus.get(status) ?? new Map<string, CatalogProblem>()).set(problem.code, problem));
    }
    return Object.fromEntries(
      [...byStatus].map(([status, same]) => [status, { $ref: this.refer([...same.values()]) }]),
    );
  }

  components(): Record<string, Response> {
    return Object.fromEntries([...this.responses].sort(([a], [b]) => (a < b ? -1 : 1)));
  }

  private refer(problems: CatalogProblem[]): string {
    const sorted = problems.sort((a, b) => (a.code < b.code ? -1 : 1));
    const name = sorted.map(({ code }) => code).join('.');
    if (!this.responses.has(name)) this.responses.set(name, responseOf(sorted));
    return `#/components/responses/${name}`;
  }
}

function responseOf(problems: readonly CatalogProblem[]): Response {
  const kind = problems[0]?.kind ?? 'internal';
  const lines = problems.map(({ code, en }) => `- \`${code}\`: ${en}`);
  const codes = problems.map(({ code }) => code);
  const schema = {
    allOf: [
      { $ref: '#/components/schemas/ProblemDetails' },
      { type: 'object' as const, properties: { code: { type: 'string' as const, enum: codes } } },
    ],
  };
  return {
    description: [ANSWERS[kind].en, '', ...lines].join('\n'),
    ...(kind === 'too_many' || kind === 'unavailable' ? { headers: { 'Retry-After': RETRY_AFTER } } : {}),
    content: { 'application/problem+json': { schema } },
  };
}
