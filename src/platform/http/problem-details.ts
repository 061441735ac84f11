import { fill, type FieldError, type Params } from '../../kernel/index.js';
import { localised } from './field-messages.js';
import type { Language } from './language.js';
import { ANSWERS, isRetryableProblem, statusOf, type CatalogProblem } from './problem-catalog.js';
import type { ProblemDetails } from './problem.dto.js';

export interface Refusal {
  readonly problem: CatalogProblem;
  readonly params: Params;
  readonly errors: readonly FieldError[];
  /** Seconds. */
  readonly retryAfter?: number;
  readonly headers?: Readonly<Record<string, string>>;
}

export const plain = (problem: CatalogProblem, rest: Partial<Refusal> = {}): Refusal => ({
  problem,
  params: {},
  errors: [],
  ...rest,
});

export interface Asked {
  readonly requestId: string;
  readonly url: string;
  readonly language: Language;
}

const MOST_ERRORS = 200;
const LONGEST_POINTER = 300;
const LONGEST_MESSAGE = 500;

/** The client's own texts may be part of both. */
const short = ({ pointer, code, message }: FieldError): FieldError => ({
  pointer: pointer.slice(0, LONGEST_POINTER),
  code,
  message: message.slice(0, LONGEST_MESSAGE),
});

/** The RFC 9457 document of a refusal in the language of the asker. */
export function problemDetails(refusal: Refusal, asked: Asked): ProblemDetails {
  const { problem, params, errors } = refusal;
  const [path = '/'] = asked.url.split('?');
  return {
    type: `/problems/${problem.code}`,
    title: ANSWERS[problem.kind][asked.language],
    status: statusOf(problem),
    detail: fill(problem[asked.language], params),
    instance: path.slice(0, 2_000),
    code: problem.code,
    requestId: asked.requestId,
    retryable: isRetryableProblem(problem),
    ...(errors.length > 0
      ? { errors: errors.slice(0, MOST_ERRORS).map((error) => short(localised(error, asked.language))) }
      : {}),
  };
}
