const HOUR_MS = 3_600_000;
/** So long after midnight the other side has written down everything of the day before. */
const SETTLES_WITHIN_HOURS = 2;

/** The last day (`2026-01-31`, UTC) of which everything can be asked for. */
export function lastCompleteDay(now: Date): string {
  const settled = new Date(now.getTime() - SETTLES_WITHIN_HOURS * HOUR_MS);
  return new Date(settled.getTime() - 24 * HOUR_MS).toISOString().slice(0, 10);
}

export type DayState = 'waiting' | 'failed' | 'fetched';

export function stateOf({
  fetchedAt,
  attempts,
}: {
  readonly fetchedAt: Date | null;
  readonly attempts: number;
}): DayState {
  if (fetchedAt !== null) return 'fetched';
  return attempts > 0 ? 'failed' : 'waiting';
}
