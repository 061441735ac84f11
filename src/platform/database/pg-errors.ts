interface PgError {
  readonly code: string;
  readonly constraint?: string;
}

const RETRYABLE = new Set(['40001', '40P01', '55P03', '57P01']);
/** `transaction_resolution_unknown`. */
export const UNRESOLVED = '08007';

function pgErrorOf(error: unknown): PgError | undefined {
  const inner = (error as { driverError?: unknown } | null)?.driverError ?? error;
  const { code } = (inner ?? {}) as { code?: unknown };
  return typeof code === 'string' ? (inner as PgError) : undefined;
}

/** Deadlock, serialisation failure, lock time-out, shutdown of the server, or a connection that was lost without effect. */
export function isRetryable(error: unknown): boolean {
  const code = pgErrorOf(error)?.code;
  return code !== undefined && code !== UNRESOLVED && (RETRYABLE.has(code) || code.startsWith('08'));
}

/** The name of the constraint that refused a write, for repositories to turn into a domain error. */
export function violatedConstraint(error: unknown): string | undefined {
  const found = pgErrorOf(error);
  return found?.code.startsWith('23') ? found.constraint : undefined;
}

/** SQLSTATE of an error that PostgreSQL raised, also `P0001` of a `raise exception`. */
export function sqlState(error: unknown): string | undefined {
  return pgErrorOf(error)?.code;
}
