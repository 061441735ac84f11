import { exponentOf, isCurrency } from '../../kernel/index.js';
import { dayOf, minorUnitsOf } from './amount-text.domain.js';
import { tokensOf, uuidIn, type StatementLine } from './statement-line.domain.js';

/** An element with what it holds: texts of the elements below it by their path, attributes as `path@name`. */
export class Element {
  private readonly values = new Map<string, string[]>();
  readonly details: Element[] = [];

  constructor(readonly line: number) {}

  put(path: string, value: string): void {
    this.values.set(path, [...(this.values.get(path) ?? []), value]);
  }

  /** The first that is there. */
  get(...paths: readonly string[]): string | undefined {
    for (const path of paths) {
      const [value] = this.values.get(path) ?? [];
      if (value !== undefined) return value;
    }
    return undefined;
  }

  all = (path: string): readonly string[] => this.values.get(path) ?? [];
}

export interface Signed {
  readonly currency: string;
  readonly amount: number;
}

/** `Amt` with its `Ccy`, below zero for a debit; the name of what is wrong when it cannot be read. */
export function signedAmountOf(element: Element, path = 'Amt', side = element.get('CdtDbtInd')): Signed | string {
  const currency = element.get(`${path}@Ccy`) ?? '';
  if (!isCurrency(currency)) return 'unknown_currency';
  const amount = minorUnitsOf(element.get(path) ?? '', exponentOf(currency), '.');
  if (amount === undefined || amount < 0) return 'not_an_amount';
  if (side !== 'CRDT' && side !== 'DBIT') return 'neither_credit_nor_debit';
  return { currency, amount: side === 'DBIT' && amount !== 0 ? -amount : amount };
}

const RETURNS = new Set(['RRTN', 'RIMB', 'RPCR', 'UPCT']);
const LONGEST_TEXT = 500;

const VALUE_DATE = ['ValDt/Dt', 'ValDt/DtTm'] as const;
const BOOKING_DATE = ['BookgDt/Dt', 'BookgDt/DtTm'] as const;

/** Both days of an entry: where the bank names one of them only, it is both. */
function daysOf(entry: Element): { valueDate: string; bookedOn: string } | undefined {
  const day = (...paths: readonly string[]): string | undefined => dayOf(entry.get(...paths) ?? '', 'iso');
  const [valueDate, bookedOn] = [day(...VALUE_DATE, ...BOOKING_DATE), day(...BOOKING_DATE, ...VALUE_DATE)];
  return valueDate === undefined || bookedOn === undefined ? undefined : { valueDate, bookedOn };
}

/** Whether the bank has booked the entry; others are announced only. */
export const isBooked = (entry: Element): boolean => (entry.get('Sts/Cd', 'Sts') ?? 'BOOK') === 'BOOK';

/**
 * The lines of an entry: one for each transaction of a batch when all of them have their amounts, else one.
 * The name of what is wrong when it cannot be read.
 */
export function linesOf(entry: Element, statementId: string): StatementLine[] | string {
  const whole = signedAmountOf(entry);
  if (typeof whole === 'string') return whole;
  const days = daysOf(entry);
  if (days === undefined) return 'not_a_day';
  const id = idOf(entry, statementId);
  if (id === undefined) return 'no_reference_of_the_bank';
  const common = { ...days, line: entry.line };
  if (entry.details.length < 2) {
    return [{ ...common, externalId: id, ...whole, ...contentOf(entry, entry.details[0], whole.amount) }];
  }
  const parts = partsOf(entry, whole);
  if (typeof parts === 'string') return parts;
  return parts.map(({ details, ...amount }, i) => ({
    ...common,
    externalId: `${id}/${i + 1}`,
    ...amount,
    ...contentOf(entry, details, amount.amount),
  }));
}

function idOf(entry: Element, statementId: string): string | undefined {
  const reference = entry.get('AcctSvcrRef');
  if (reference !== undefined) return reference;
  const number = entry.get('NtryRef');
  return number === undefined ? undefined : `${statementId}/${number}`;
}

function partsOf(entry: Element, whole: Signed): (Signed & { details: Element })[] | string {
  const parts: (Signed & { details: Element })[] = [];
  for (const details of entry.details) {
    const path = details.get('Amt') === undefined ? 'AmtDtls/TxAmt/Amt' : 'Amt';
    const amount = signedAmountOf(details, path, details.get('CdtDbtInd') ?? entry.get('CdtDbtInd'));
    if (typeof amount === 'string') return amount;
    if (amount.currency !== whole.currency) return 'other_currency';
    parts.push({ ...amount, details });
  }
  const total = parts.reduce((sum, { amount }) => sum + amount, 0);
  return total === whole.amount ? parts : 'transactions_are_not_the_entry';
}

function contentOf(
  entry: Element,
  details: Element | undefined,
  amount: number,
): Pick<StatementLine, 'kind' | 'reference' | 'ownId' | 'tokens' | 'text'> {
  const endToEnd = details?.get('Refs/EndToEndId') ?? null;
  const reference = details?.get('Refs/AcctSvcrRef', 'Refs/TxId', 'Refs/InstrId') ?? null;
  const words = [...(details?.all('RmtInf/Ustrd') ?? []), ...(details?.all('RmtInf/Strd/CdtrRefInf/Ref') ?? [])];
  const text = [...words, entry.get('AddtlNtryInf') ?? ''].join(' ').trim().slice(0, LONGEST_TEXT);
  return {
    kind: isReturn(entry, details) ? 'return' : amount < 0 ? 'debit' : 'credit',
    reference,
    ownId: uuidIn(endToEnd),
    tokens: tokensOf(endToEnd === 'NOTPROVIDED' ? null : endToEnd, reference, text),
    text: text === '' ? null : text,
  };
}

const isReturn = (entry: Element, details: Element | undefined): boolean =>
  entry.get('RvslInd') === 'true' ||
  RETURNS.has(entry.get('BkTxCd/Domn/Fmly/SubFmlyCd') ?? '') ||
  details?.get('RtrInf/Rsn/Cd', 'RtrInf/Rsn/Prtry', 'RtrInf/OrgnlBkTxCd/Domn/Cd') !== undefined;
