export type DecimalSign = '.' | ',';

const PATTERNS: Readonly<Record<DecimalSign, RegExp>> = {
  '.': /^([+-]?)(\d+|\d{1,3}(?:,\d{3})+)(?:\.(\d+))?$/,
  ',': /^([+-]?)(\d+|\d{1,3}(?:\.\d{3})+)(?:,(\d+))?$/,
};

/**
 * An amount as it is written, in minor units: digits, perhaps grouped in threes by the other sign, and a fraction after
 * the declared decimal sign. No binary fraction is ever made of it. `undefined` when it is none, is finer than the
 * minor unit or is larger than can be counted.
 */
export function minorUnitsOf(text: string, exponent: number, decimal: DecimalSign): number | undefined {
  const [, sign, whole = '', fraction = ''] = PATTERNS[decimal].exec(text.trim()) ?? [];
  if (sign === undefined || Number(fraction.slice(exponent)) !== 0) return undefined;
  const units = Number(whole.replace(/[.,]/g, '') + fraction.slice(0, exponent).padEnd(exponent, '0'));
  if (!Number.isSafeInteger(units)) return undefined;
  return sign === '-' && units !== 0 ? -units : units;
}

const DATES = { iso: /^(\d{4})-(\d{2})-(\d{2})(?:[T ].*)?$/, dmy: /^(\d{2})\.(\d{2})\.(\d{4})$/ } as const;

export type DateOrder = keyof typeof DATES;

/** A day as `2026-01-31`; `undefined` when it is none or does not exist. */
export function dayOf(text: string, order: DateOrder): string | undefined {
  const parts = DATES[order].exec(text.trim())?.slice(1, 4);
  if (!parts) return undefined;
  const day = (order === 'iso' ? parts : [...parts].reverse()).join('-');
  const read = new Date(`${day}T00:00:00Z`);
  const exists = !Number.isNaN(read.getTime()) && read.toISOString().startsWith(day);
  return exists && day >= '1970' && day < '2200' ? day : undefined;
}
