/** A period and the offset of its occurrences from its multiples since 1970-01-01T00:00Z, in milliseconds. */
export interface Period {
  readonly everyMs: number;
  readonly offsetMs: number;
}

/** The first occurrence after the instant. */
export function nextOccurrence({ everyMs, offsetMs }: Period, after: Date): Date {
  const passed = Math.floor((after.getTime() - offsetMs) / everyMs);
  return new Date((passed + 1) * everyMs + offsetMs);
}

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
const MOST_STOPS = 400;

/**
 * The least distance between two stops on the way of the clock: short ways stop at every minute in which something is
 * due, long ones gather what is due within an hour or a day, so that years pass in minutes.
 */
export function strideFor(wayMs: number): number {
  if (wayMs < DAY) return MINUTE;
  return wayMs <= 60 * DAY ? HOUR : Math.max(DAY, Math.ceil(wayMs / MOST_STOPS));
}

/**
 * Where the clock stops next on its way to `target`: at the next due instant, but at least a stride after the last
 * stop; `target` when nothing is due before it.
 */
export function nextStop(due: Date | undefined, lastStop: Date, target: Date, strideMs: number): Date {
  if (!due || due > target) return target;
  const earliest = lastStop.getTime() + strideMs;
  return new Date(Math.min(target.getTime(), Math.max(due.getTime(), earliest)));
}
