/** How a refusal is answered; one table in the HTTP layer turns it into a status. */
export type ErrorKind =
  | 'malformed'
  | 'unauthenticated'
  | 'forbidden'
  | 'not_found'
  | 'conflict'
  | 'stale'
  | 'invalid'
  | 'precondition_required'
  | 'too_many'
  | 'unavailable';

export interface Problem {
  /** Stable snake case; part of the contract. */
  readonly code: string;
  readonly kind: ErrorKind;
  /** What is wrong, for people; `{name}` stands for a parameter. */
  readonly en: string;
  readonly zh: string;
  readonly retryable?: boolean;
}

export type Params = Readonly<Record<string, string | number | boolean>>;

export interface FieldError {
  /** JSON pointer into the request. */
  readonly pointer: string;
  readonly code: string;
  readonly message: string;
}

/** A refusal: thrown, so that the transaction rolls back, and answered as a problem document. */
export abstract class DomainError extends Error {
  abstract readonly problem: Problem;

  constructor(
    readonly params: Params,
    readonly errors: readonly FieldError[] = [],
    /** Seconds after which a retry may succeed. */
    readonly retryAfter?: number,
  ) {
    super();
  }

  override get message(): string {
    return `${this.problem.code}: ${fill(this.problem.en, this.params)}`;
  }
}

export interface DomainErrorClass<P extends Params = Params> {
  new (params: P, errors?: readonly FieldError[], retryAfter?: number): DomainError;
  readonly problem: Problem;
}

const registry = new Map<string, Problem>();

/** Declares a refusal. @throws Error when another one already has the code. */
export function defineError<P extends Params = Record<string, never>>(problem: Problem): DomainErrorClass<P> {
  if (registry.has(problem.code)) throw new Error(`Error code declared twice: ${problem.code}`);
  registry.set(problem.code, problem);
  return class extends DomainError {
    static readonly problem = problem;
    readonly problem = problem;
    override name = problem.code;
  };
}

/** Every refusal declared so far, for the pages behind `type`. */
export const problems = (): readonly Problem[] => [...registry.values()];

export function fill(template: string, params: Params): string {
  return template.replace(/\{(\w+)\}/g, (whole, name: string) => String(params[name] ?? whole));
}
