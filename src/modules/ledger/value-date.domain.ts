const DAY_MS = 86_400_000;

/**
 * When money of that value date (`2026-01-31`) counts: now on that day, at the end of a day that is over, and at the
 * beginning of one that is to come. The books keep it as the instant at which a journal takes effect.
 */
export function valueInstant(valueDate: string, now: Date): Date {
  const begin = Date.parse(`${valueDate}T00:00:00Z`);
  return new Date(Math.max(begin, Math.min(now.getTime(), begin + DAY_MS - 1)));
}
