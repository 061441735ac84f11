/** A calendar month in UTC, `2026-03`. */
export type Month = string & { readonly __brand: 'Month' };

const MONTH = /^(\d{4})-(0[1-9]|1[0-2])$/;

/** @throws RangeError when the text is not a month. */
export function month(text: string): Month {
  if (!MONTH.test(text)) throw new RangeError(`Not a month: ${text}`);
  return text as Month;
}

export const monthOf = (at: Date): Month => at.toISOString().slice(0, 7) as Month;

export const startOf = (period: Month): Date => new Date(`${period}-01T00:00:00.000Z`);

/** The first instant that does not belong to the month. */
export function endOf(period: Month): Date {
  const end = startOf(period);
  end.setUTCMonth(end.getUTCMonth() + 1);
  return end;
}

export const nextOf = (period: Month): Month => monthOf(endOf(period));

/** The last month that is over. */
export const lastEnded = (at: Date): Month => monthOf(new Date(startOf(monthOf(at)).getTime() - 1));

/** Every month from the first to the last, both included; none when the first is later. */
export function monthsBetween(first: Month, last: Month): Month[] {
  const months: Month[] = [];
  for (let each = first; each <= last; each = nextOf(each)) months.push(each);
  return months;
}

/** `1 to 31 March 2026` */
export function nameOf(period: Month): string {
  const last = new Date(endOf(period).getTime() - 1);
  const name = new Intl.DateTimeFormat('en-GB', { month: 'long', year: 'numeric', timeZone: 'UTC' }).format(last);
  return `1 to ${last.getUTCDate()} ${name}`;
}
