const PATTERN = /^P(?:(\d+)D)?(?:T(?:(\d+)H)?(?:(\d+)M)?(?:(\d+)S)?)?$/;

/** An ISO 8601 duration of days and smaller, `P7D` or `PT30M`. */
export type Duration = string & { readonly __brand: 'Duration' };

export function isDuration(text: string): text is Duration {
  return PATTERN.test(text) && text !== 'P' && !text.endsWith('T');
}

/** Milliseconds of a duration; a day is 24 hours. @throws RangeError when the text is not such a duration. */
export function millisecondsOf(text: string): number {
  const match = isDuration(text) ? PATTERN.exec(text) : null;
  if (!match) throw new RangeError(`Not a duration: ${text}`);
  const [days, hours, minutes, seconds] = match.slice(1).map((part) => Number(part ?? 0));
  return ((((days ?? 0) * 24 + (hours ?? 0)) * 60 + (minutes ?? 0)) * 60 + (seconds ?? 0)) * 1000;
}

export function plus(at: Date, duration: string): Date {
  return new Date(at.getTime() + millisecondsOf(duration));
}
