/** What a line is about. Of a bank it is known only which way the money went, and whether it came back. */
export const LINE_KINDS = [
  'charge',
  'refund',
  'refund_return',
  'chargeback',
  'chargeback_reversal',
  'dispute_fee',
  'dispute_fee_return',
  'fee',
  'settlement',
  'payout',
  'payout_return',
  'credit',
  'debit',
  'return',
  'other',
] as const;
export type LineKind = (typeof LINE_KINDS)[number];

/** One line of a provider's balance report or of a bank statement. */
export interface StatementLine {
  /** What the other side calls it; once for each account. */
  readonly externalId: string;
  readonly kind: LineKind;
  readonly currency: string;
  /** Minor units; above zero when our balance there grew. */
  readonly amount: number;
  /** From when the money counts: `2026-01-31` */
  readonly valueDate: string;
  /** When the other side wrote it down; the value date where it says nothing else. */
  readonly bookedOn: string;
  /** What the other side calls the charge, refund, settlement. */
  readonly reference: string | null;
  /** UUID of ours that the line carries. */
  readonly ownId: string | null;
  /** Words of it that may be a reference. */
  readonly tokens: readonly string[];
  readonly text: string | null;
  /** Where it stands in the file. */
  readonly line: number;
}

export interface StatementBalance {
  readonly currency: string;
  /** Minor units. */
  readonly opening: number;
  readonly closing: number;
}

export interface Statement {
  readonly lines: readonly StatementLine[];
  /** By statement; none where the format has none. */
  readonly balances: readonly (StatementBalance & { readonly lines: readonly StatementLine[] })[];
  /** The accounts that the file says it is about. */
  readonly identifications: readonly string[];
}

const UUID = /^([0-9a-f]{8})-?([0-9a-f]{4})-?([0-9a-f]{4})-?([0-9a-f]{4})-?([0-9a-f]{12})$/i;

/** A UUID with or without its dashes, which some formats have no room for. */
export const uuidIn = (text: string | null): string | null =>
  UUID.exec(text ?? '')
    ?.slice(1)
    .join('-')
    .toLowerCase() ?? null;

const TOKEN = /^[\w.-]{6,80}$/;
const MOST_TOKENS = 20;

export function tokensOf(...texts: readonly (string | null | undefined)[]): string[] {
  const words = texts.flatMap((text) => (text ?? '').split(/[\s,;:/]+/));
  return [...new Set(words.filter((word) => TOKEN.test(word)))].slice(0, MOST_TOKENS);
}

const SAME = ['kind', 'currency', 'amount', 'valueDate', 'bookedOn', 'ownId'] as const;

/** Whether two lines with the same name say the same. */
export const saysTheSame = (
  a: Pick<StatementLine, (typeof SAME)[number]>,
  b: Pick<StatementLine, (typeof SAME)[number]>,
): boolean => SAME.every((field) => a[field] === b[field]);

export interface Distinct {
  readonly lines: readonly StatementLine[];
  /** The first line that contradicts one before it. */
  readonly contradiction?: StatementLine;
}

/** Each line once, however often it is in the file. */
export function distinctLines(lines: readonly StatementLine[]): Distinct {
  const known = new Map<string, StatementLine>();
  for (const line of lines) {
    const before = known.get(line.externalId);
    if (before && !saysTheSame(before, line)) return { lines: [], contradiction: line };
    if (!before) known.set(line.externalId, line);
  }
  return { lines: [...known.values()] };
}

const SETTLEMENT = /^(st|po)_[\w-]{8,}$/;

/** Whether a bank's line names a settlement that the provider's report will tell more about. */
export const namesSettlement = (tokens: readonly string[]): boolean => tokens.some((token) => SETTLEMENT.test(token));
