/** One row of the books that is not what it was when it was sealed, or not what it has to be. */
export interface BookFault {
  readonly kind: 'altered' | 'deleted' | 'added' | 'reordered' | 'chain' | 'balance';
  readonly journalId?: string;
  /** Of the journal; missing where the fault is in the journal's own row. */
  readonly line?: number;
  readonly field?: string;
  /** What it is about where it is about no journal: a block of the chain, an account. */
  readonly subject?: string;
}

/** A sealed journal and the one that is found: a mark for every field. Either is null where there is none. */
export interface SealedDifference {
  readonly journalId: string;
  readonly sealed: readonly number[] | null;
  readonly found: readonly number[] | null;
}

/** In the order of `ledger.journal_content`. */
const JOURNAL_FIELDS = [
  'id',
  'source_type',
  'source_id',
  'kind',
  'fingerprint',
  'reverses_id',
  'corrects_id',
  'order_id',
  'seller_order_id',
  'seller_id',
  'payment_id',
  'payout_id',
  'effective_at',
  'posted_at',
  'xid',
  'actor_type',
  'actor_id',
  'rule_version',
  'metadata',
] as const;

const ENTRY_FIELDS = [
  'line',
  'account_id',
  'account.type_code',
  'account.owner_id',
  'currency',
  'side',
  'amount',
  'balance_after',
  'account_version',
  'memo_code',
] as const;

interface Line {
  readonly line: number;
  readonly marks: readonly number[];
}

/** Names the rows and fields in which a journal differs from what was sealed. `lineOf` reads the mark of a number. */
export function differencesOf(
  { journalId, sealed, found }: SealedDifference,
  lineOf: (mark: number) => number,
): BookFault[] {
  if (!found) return [{ kind: 'deleted', journalId }];
  if (!sealed) return [{ kind: 'added', journalId }];
  const own = JOURNAL_FIELDS.filter((_, i) => sealed[i] !== found[i]).map((field): BookFault => ({
    kind: 'altered',
    journalId,
    field,
  }));
  const faults = [...own, ...differencesOfLines(journalId, linesOf(sealed, lineOf), linesOf(found, lineOf))];
  return faults.length > 0 ? faults : [{ kind: 'altered', journalId }];
}

function linesOf(marks: readonly number[], lineOf: (mark: number) => number): Line[] {
  const lines: Line[] = [];
  for (let i = JOURNAL_FIELDS.length; i < marks.length; i += ENTRY_FIELDS.length) {
    lines.push({ line: lineOf(marks[i] ?? 0), marks: marks.slice(i, i + ENTRY_FIELDS.length) });
  }
  return lines;
}

function differencesOfLines(journalId: string, sealed: readonly Line[], found: readonly Line[]): BookFault[] {
  const moved = movedLines(sealed, found);
  if (moved.length > 0) return moved.map((line) => ({ kind: 'reordered', journalId, line, field: 'line' }));
  const before = new Map(sealed.map((each) => [each.line, each]));
  const after = new Map(found.map((each) => [each.line, each]));
  return [
    ...sealed
      .filter(({ line }) => !after.has(line))
      .map(({ line }): BookFault => ({ kind: 'deleted', journalId, line })),
    ...found.filter(({ line }) => !before.has(line)).map(({ line }): BookFault => ({ kind: 'added', journalId, line })),
    ...found.flatMap((each) => alteredFields(journalId, before.get(each.line), each)),
  ];
}

const alteredFields = (journalId: string, before: Line | undefined, after: Line): BookFault[] =>
  ENTRY_FIELDS.filter((_, i) => before && before.marks[i] !== after.marks[i]).map((field) => ({
    kind: 'altered',
    journalId,
    line: after.line,
    field,
  }));

/** The lines that have changed places: what stands in them is the same, in another order. */
function movedLines(sealed: readonly Line[], found: readonly Line[]): number[] {
  const content = ({ marks }: Line): string => marks.slice(1).join();
  const sorted = (lines: readonly Line[]): string => lines.map(content).sort().join('|');
  if (sorted(sealed) !== sorted(found)) return [];
  return found.filter((each, i) => content(each) !== content(sealed[i] ?? each)).map(({ line }) => line);
}

/** `journal 0199…, line 2, amount: altered` */
export function describeFault({ kind, journalId, line, field, subject }: BookFault): string {
  const where = [journalId && `journal ${journalId}`, line !== undefined && `line ${line}`, subject, field];
  return `${where.filter(Boolean).join(', ')}: ${kind}`;
}
